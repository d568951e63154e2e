/** A plan as it is told: tables with their rows and counts, repairs, and who the person is. */
import { findCategory } from "./categories.ts";
import { type Decision, type Decisions, describeWay } from "./decisions.ts";
import type { Edge, ModelTable } from "./model.ts";
import { type Reach, type ReachedRow, readValue, type TableRows } from "./reached-rows.ts";
import type { Disposition, ErasurePlan, PlannedRow, PlannedTable, Repair, RowRef } from "./rights.ts";
import type { Key } from "./store.ts";

/** What a plan tells of rows that were reached, by their places in their tables. */
export type ToldRows = Map<ModelTable, readonly PlannedRow[]>;

export function describeTables(
  reach: Reach,
  { rows, plain }: Decisions,
  told: ToldRows | null,
): readonly PlannedTable[] {
  const byTable = Map.groupBy(rows, ({ reached }) => reached.table.name);
  const deleted = new Map(plain.map((one) => [one.reached.table.name, one.rows]));
  const tell = createTeller();
  return reach.index.model.tables.flatMap((table): readonly PlannedTable[] => {
    const planned: PlannedRow[] = [];
    const plainRows = deleted.get(table.name) ?? [];
    const decided = byTable.get(table.name) ?? [];
    const byPlace: PlannedRow[] = [];
    const add = (row: ReachedRow, one: PlannedRow) => {
      planned.push(one);
      if (told !== null) byPlace[row.at] = one;
    };
    if (told !== null) byPlace.length = reach.tables.get(table.name)?.rows.size ?? 0;
    for (const row of plainRows) add(row, tell(row.key, row.via, "deleted", "", null));
    for (const { row, disposition, why, until } of decided) {
      add(row, { key: row.key, disposition, why, via: row.via?.id ?? "subject", until });
    }
    if (planned.length === 0) return [];
    told?.set(table, byPlace);
    return [describeTable(table, planned)];
  });
}

/** Tells rows by the way in which they are the person's; each way is put into words once. */
export function createTeller() {
  const ways = new Map<Edge | null, string>();
  return (key: Key, via: Edge | null, disposition: Disposition, because: string, until: string | null): PlannedRow => {
    let way = ways.get(via);
    if (way === undefined) {
      way = describeWay(via);
      ways.set(via, way);
    }
    return { key, disposition, why: because === "" ? way : `${way}${because}`, via: via?.id ?? "subject", until };
  };
}

/** A table of a plan, its rows counted. */
export function describeTable(table: ModelTable, rows: readonly PlannedRow[]): PlannedTable {
  const counts = { deleted: 0, detached: 0, redacted: 0, retained: 0 };
  for (const { disposition } of rows) counts[disposition] += 1;
  return { name: table.name, keyColumns: table.key, rows, ...counts };
}

export function describeSettled(settled: ReadonlySet<Decision>): readonly RowRef[] {
  return [...settled].map(({ reached, row }): RowRef => ({ table: reached.table.name, key: row.key }));
}

export function describeRepairs(decisions: Decisions): readonly Repair[] {
  const groups = Map.groupBy(decisions.repairs, ({ dependent }) => dependent.edge.id);
  return [...groups.values()].flatMap((group): readonly Repair[] => {
    const edge = group[0]?.dependent.edge;
    return edge === undefined ? [] : [describeRepair(edge, group.length)];
  });
}

/** How many rows let go of rows that go by this edge, or of what they repeat of them. */
export function describeRepair(edge: Edge, rows: number): Repair {
  const why = `${edge.columns.join(", ")} pointed at rows of ${edge.to} that are deleted or emptied`;
  return { table: edge.from, column: edge.columns.join(","), rows, why };
}

export function ownSubjects(reach: Reach): readonly TableRows[] {
  return [...reach.tables.values()].map((reached) => ({
    reached,
    rows: reached.table.kind === "subject" ? [...reached.rows.values()].filter(({ level }) => level === "own") : [],
  }));
}

/** What tells who the person is, from their own rows: what verification looks for afterwards, and what it starts from. */
export function tellSubjects(
  subjects: readonly TableRows[],
  isSettled: (row: ReachedRow) => boolean,
): Pick<ErasurePlan, "identifying" | "subjectValues"> {
  const found = new Map<string, { category: string; value: string }>();
  for (const { reached, rows } of subjects) {
    for (const { column } of reached.table.identifiers) {
      const category = reached.table.columns.find(({ name }) => name === column)?.category ?? "other";
      if (!(findCategory(category)?.identifying ?? false)) continue;
      for (const row of rows) {
        const value = isSettled(row) ? null : readValue(reached, row, column);
        if (value !== null && value.trim() !== "") found.set(`${category} ${value}`, { category, value });
      }
    }
  }
  const subjectValues = subjects.flatMap(({ reached, rows }) =>
    rows.map(({ values }) => ({
      table: reached.table.name,
      values: Object.fromEntries(reached.select.map((column, at) => [column, values[at] ?? null])),
    })),
  );
  return { identifying: [...found.values()], subjectValues };
}
