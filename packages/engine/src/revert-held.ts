/** Whether what was given back is there as it was: told from the rows as they were read before and after, in the transaction that gave it back. */
import { isBlanked } from "./blank-values.ts";
import type { ExactAnswers, ExactAsk } from "./diff.ts";
import { keyId } from "./edge-values.ts";
import type { Finding, ModelIndex } from "./model.ts";
import type { RevertPlan } from "./plan-revert.ts";
import { notRestored } from "./revert-findings.ts";
import type { Operation } from "./store.ts";

/** What was asked before a change, and how it was answered before and after. */
export interface Observed {
  readonly asks: readonly ExactAsk[];
  readonly before: ExactAnswers;
  readonly after: ExactAnswers;
}

export interface RevertLook {
  /** What was to come back, and did not. */
  readonly residue: readonly Finding[];
  /** What the database keeps for itself (times, versions) and has written anew. */
  readonly findings: readonly Finding[];
}

/** Compares every value that was given back with what stands there, and every other value of those rows with what stood there before. */
export function checkReverted(
  index: ModelIndex,
  plan: Pick<RevertPlan, "exact" | "operations">,
  seen: Observed,
): RevertLook {
  const before = rowsOf(seen, seen.before);
  const after = rowsOf(seen, seen.after);
  const asked = new Set(
    seen.asks.flatMap(({ table, keyColumns, by, in: keys }) =>
      keyColumns.join() === by.join() ? keys.map((key) => rowId(table, key)) : [],
    ),
  );
  const other = new Map<string, { table: string; column: string; rows: number }>();
  const missing = new Map<string, number>();
  for (const [id, { table, values }] of expectedRows(plan, before)) {
    const now = after.get(id);
    if (now === undefined) {
      if (asked.has(id)) missing.set(table, (missing.get(table) ?? 0) + 1);
      continue;
    }
    for (const [column, value] of values) {
      if (!now.has(column) || now.get(column) === value) continue;
      const place = JSON.stringify([table, column]);
      other.set(place, { table, column, rows: (other.get(place)?.rows ?? 0) + 1 });
    }
  }
  const places = [...other.values()];
  const isOwn = (one: (typeof places)[number]) => isTheirs(index, one.table, one.column);
  return {
    residue: [
      ...places.filter(isOwn).map(({ table, column, rows }) => notBack(table, column, rows)),
      ...[...missing].map(([table, rows]) => notBack(table, "", rows)),
      ...checkTaken(plan.operations, seen),
    ],
    findings: places.filter((one) => !isOwn(one)).map(({ table, column, rows }) => notRestored(table, column, rows)),
  };
}

/** Rows that statements were to delete, and that are still there. */
export function checkTaken(operations: readonly Operation[], { asks, after }: Observed): readonly Finding[] {
  const left = new Map<string, number>();
  for (const { op, table, keyColumns, keys } of operations) {
    if (op !== "delete") continue;
    const at = asks.findIndex((ask) => ask.table === table && ask.by.join() === keyColumns.join());
    const ask = asks[at];
    if (ask === undefined) continue;
    const places = keyColumns.map((name) => [ask.keyColumns.indexOf(name), ask.columns.indexOf(name)] as const);
    const there = new Set(
      (after[at] ?? []).map(({ key, values }) => keyId(places.map(([own, any]) => key[own] ?? values[any] ?? null))),
    );
    const rows = keys.filter((key) => there.has(keyId(key))).length;
    if (rows > 0) left.set(table, (left.get(table) ?? 0) + rows);
  }
  return [...left].map(([table, rows]) =>
    residue(
      table,
      "",
      `${rowsOfTable(rows, table)} ${rows === 1 ? "was" : "were"} to go, and ${rows === 1 ? "is" : "are"} still there.`,
    ),
  );
}

type Values = ReadonlyMap<string, string | null>;

/** What every row that is given back, or gets something back, is to hold: of the others' columns, what stood there. */
function expectedRows(
  { exact, operations }: Pick<RevertPlan, "exact" | "operations">,
  before: ReadonlyMap<string, Values>,
) {
  const counted = new Set(operations.flatMap((one) => (one.op === "recount" ? [`${one.table} ${one.column}`] : [])));
  const expected = new Map<string, { readonly table: string; readonly values: Map<string, string | null> }>();
  for (const { table, columns, rows } of exact) {
    for (const { key, values } of rows) {
      const id = rowId(table, key);
      const row = expected.get(id) ?? { table, values: new Map(before.get(id)) };
      expected.set(id, row);
      for (const [at, column] of columns.entries()) row.values.set(column, values[at] ?? null);
      for (const column of row.values.keys()) if (counted.has(`${table} ${column}`)) row.values.delete(column);
    }
  }
  return expected;
}

function rowsOf({ asks }: Observed, answers: ExactAnswers): ReadonlyMap<string, Values> {
  const found = new Map<string, Values>();
  for (const [at, { table, columns }] of asks.entries()) {
    for (const { key, values } of answers[at] ?? [])
      found.set(rowId(table, key), new Map(columns.map((column, position) => [column, values[position] ?? null])));
  }
  return found;
}

const rowId = (table: string, key: readonly (string | null)[]) => `${table} ${keyId(key)}`;

/** Is it the person's, or does it hang rows together? A time or a version of the row's own is neither; what the map keeps it leaves to the application. */
function isTheirs(index: ModelIndex, name: string, column: string): boolean {
  const table = index.table.get(name);
  if (table === undefined) return true;
  const ties = [...(index.outgoing.get(name) ?? []), ...table.schema.foreignKeys].flatMap(({ columns }) => columns);
  const isMark = table.restrict?.kind === "flag" && table.restrict.column === column;
  if (isMark || table.key.includes(column) || ties.includes(column)) return true;
  const known = table.columns.find((one) => one.name === column);
  if (known === undefined || known.keep) return false;
  return isBlanked(known) || !known.category.startsWith("system.");
}

function notBack(table: string, column: string, rows: number): Finding {
  const [holds, comes] = rows === 1 ? ["does not hold", "was"] : ["do not hold", "were"];
  const what =
    column === ""
      ? `${comes} to come back, and ${rows === 1 ? "is" : "are"} not there`
      : `${holds} what stood there before (${column})`;
  return residue(table, column, `${rowsOfTable(rows, table)} ${what}.`);
}

function rowsOfTable(rows: number, table: string): string {
  return `${rows} row${rows === 1 ? "" : "s"} of ${table}`;
}

function residue(table: string, column: string, message: string): Finding {
  const suggestion = `Look at the triggers of ${table}: one of them may have written it again. Correct it there by hand.`;
  return { code: "residue_found", table, column, message, suggestion, blocks: true };
}
