/** A plan in figures and in one sentence: per system, in total, and what is to be answered first. */
import type { RequestPlan } from "@kept/contract/requests";
import { formatDay } from "../time/relative-time.ts";
import type { BarPart } from "../ui/stacked-bar.tsx";
import { columnsOfPath } from "./describe-why.ts";
import { addCounts, type DispositionCounts, NO_ROWS, OUTCOMES } from "./dispositions.ts";

export type PlanTable = RequestPlan["tables"][number];
type PlanFinding = RequestPlan["findings"][number];

export interface SystemPlan {
  readonly system: string;
  readonly tables: readonly PlanTable[];
  readonly rows: number;
  readonly counts: DispositionCounts;
  /** Rows of the largest table: the full width of a bar. */
  readonly largest: number;
}

export interface PlanSummary {
  readonly systems: readonly SystemPlan[];
  readonly rows: number;
  readonly counts: DispositionCounts;
  readonly tables: number;
  /** Rows of other tables that are put right beside: counters and copies. */
  readonly repairs: number;
  readonly blocking: readonly PlanFinding[];
  readonly notes: readonly PlanFinding[];
  /** The last day on which anything is retained. */
  readonly retainedUntil: string | null;
  readonly sentence: string;
}

/** What has become of a plan: it is to be carried out, it was, or it never will be. */
export type PlanReading = keyof typeof EXPORTED;

const EXPORTED = { ahead: "will go", "carried-out": "went", dropped: "would have gone" } as const;

export function summarisePlan(plan: RequestPlan, reading: PlanReading = "ahead"): PlanSummary {
  const touched = plan.tables
    .map((table) => ({ ...table, rows: countRows(plan.act, table) }))
    .filter((table) => table.rows > 0);
  const bySystem = Map.groupBy(touched, (table) => table.system);
  const systems = [...bySystem].map(([system, tables]) => summariseSystem(system, tables));
  const counts = systems.reduce((total, system) => addCounts(total, system.counts), NO_ROWS);
  const rows = systems.reduce((total, system) => total + system.rows, 0);
  // One table can stand in a plan at several levels: rows that are theirs, shared with them, done by them.
  const tables = new Set(touched.map(({ system, table }) => JSON.stringify([system, table]))).size;
  const retainedUntil = plan.tables.reduce<string | null>(
    (latest, table) => (table.until !== null && (latest === null || table.until > latest) ? table.until : latest),
    null,
  );
  return {
    systems,
    rows,
    counts,
    tables,
    repairs: plan.repairs.reduce((total, repair) => total + repair.rows, 0),
    blocking: plan.findings.filter((finding) => finding.blocks),
    notes: plan.findings.filter((finding) => !finding.blocks),
    retainedUntil,
    sentence: describePlan(
      plan.act,
      EXPORTED[reading],
      rows,
      tables,
      systems.length,
      counts,
      retainedUntil,
      plan.findings.some((finding) => finding.blocks),
    ),
  };
}

/** The parts of a table's (or everything's) bar: rows to export (or `exported`), or what becomes of them. */
export function planBar(
  act: RequestPlan["act"],
  rows: number,
  counts: DispositionCounts,
  exported = "to export",
): readonly BarPart[] {
  if (act === "read") return [{ label: exported, value: rows, color: "exported" }];
  return OUTCOMES[act].map(({ key, label, color }) => ({ label, value: counts[key] ?? 0, color }));
}

/** When erasing, every row has exactly one disposition; a system that plans by itself may count its own way besides. */
function countRows(act: RequestPlan["act"], { rows, counts }: PlanTable): number {
  if (act === "read") return rows;
  return OUTCOMES[act].reduce((total, { key }) => total + (counts[key] ?? 0), 0);
}

function summariseSystem(system: string, tables: readonly PlanTable[]): SystemPlan {
  return {
    system,
    tables: tables.toSorted((left, right) => right.rows - left.rows || left.table.localeCompare(right.table, "en")),
    rows: tables.reduce((total, table) => total + table.rows, 0),
    counts: tables.reduce((total, table) => addCounts(total, table.counts), NO_ROWS),
    largest: Math.max(...tables.map((table) => table.rows)),
  };
}

function describePlan(
  act: RequestPlan["act"],
  goes: string,
  rows: number,
  tables: number,
  systems: number,
  counts: DispositionCounts,
  until: string | null,
  isBlocked: boolean,
): string {
  const where = `${count(tables, "table")} of ${count(systems, "system")}`;
  if (rows === 0 && isBlocked) return "Nothing is planned as long as a finding has to be answered.";
  if (rows === 0) return "No row of any system belongs to this person.";
  if (act === "read") return `${count(rows, "row")} from ${where} ${goes} into the package.`;
  const parts = OUTCOMES[act]
    .filter(({ key }) => (counts[key] ?? 0) > 0)
    .map(({ key, label }) => {
      const kept = key === "retained" && until !== null ? ` until ${formatDay(until)} at the latest` : "";
      return `${(counts[key] ?? 0).toLocaleString("en")} ${label}${kept}`;
    });
  return `Of ${count(rows, "row")} in ${where}: ${parts.join(", ")}.`;
}

/**
 * Columns in which somebody else may be masked. The plan names every column that holds people; where rows were found by
 * a column, it holds the person.
 */
export function maskedColumns({ table, level, masked, why }: PlanTable): readonly string[] {
  if (level === "view") return masked;
  const own = columnsOfPath(table, why);
  return masked.filter((column) => !own.has(column));
}

/** "1 row", "2,000 rows". */
export function count(value: number, noun: string): string {
  return `${value.toLocaleString("en")} ${noun}${value === 1 ? "" : "s"}`;
}
