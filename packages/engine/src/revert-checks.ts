/**
 * Whether rows may come back: unique values that others hold by now, parents that are gone, rows that say nobody by their key since
 * it was free.
 */
import { sentinelOf } from "./blank-values.ts";
import { blindnessOf, seeBlindly } from "./blind-text.ts";
import type { Diff, DiffRow, DiffTable } from "./diff.ts";
import { isFilled, keyId } from "./edge-values.ts";
import type { Edge, Finding, ModelIndex, ModelTable } from "./model.ts";
import { nobodyNamed, parentGone, valueTaken } from "./revert-findings.ts";
import { type KeyQuery, type KeyRows, matchKeys } from "./store.ts";

/** Columns to give back to one row. */
export interface Returning {
  readonly row: DiffRow;
  readonly columns: readonly string[];
}

export interface TableWork {
  readonly table: ModelTable;
  readonly diff: DiffTable;
  readonly lost: readonly DiffRow[];
  readonly changed: readonly Returning[];
  newer: number;
}

export interface Check {
  readonly query: KeyQuery;
  readonly judge: (rows: KeyRows) => readonly Finding[];
}

function plainOf(diff: DiffTable, row: DiffRow, columns: readonly string[]): readonly (string | null)[] {
  return columns.map((name) => row.plain[diff.plainColumns.indexOf(name)] ?? null);
}

/** Does somebody else hold a value that may stand in one row only? */
export function* checkUnique({ table, diff, lost, changed }: TableWork): Iterable<Check> {
  for (const key of table.schema.uniqueKeys) {
    const rows = [
      ...lost,
      ...changed.filter(({ columns }) => key.some((name) => columns.includes(name))).map(({ row }) => row),
    ];
    const own = new Set(rows.map((row) => keyId(row.key)));
    const keys = rows.map((row) => plainOf(diff, row, key)).filter(isFilled);
    if (keys.length === 0) continue;
    const any = [matchKeys(key, keys)];
    yield {
      query: { table: table.name, select: table.key, any },
      judge: (found) => {
        const others = found.filter((row) => !own.has(keyId(row))).length;
        return others > 0 ? [valueTaken(table.name, key, others)] : [];
      },
    };
  }
}

/** Is what the rows pointed at still there, or does it come back with them? */
export function* checkParents(
  index: ModelIndex,
  work: readonly TableWork[],
  { table, diff, lost, changed }: TableWork,
): Iterable<Check> {
  for (const { columns, table: parent, referencedColumns } of table.schema.foreignKeys) {
    const schema = index.table.get(parent)?.schema;
    const blind = schema === undefined ? null : blindnessOf(schema, referencedColumns);
    const nameOf = (key: readonly (string | null)[]) => keyId(seeBlindly(blind, key));
    const rows = [
      ...lost,
      ...changed.filter((one) => columns.some((name) => one.columns.includes(name))).map(({ row }) => row),
    ];
    const keys = new Map(
      rows
        .map((row) => plainOf(diff, row, columns))
        .filter(isFilled)
        .map((key) => [nameOf(key), key]),
    );
    const returning = work.find((one) => one.table.name === parent);
    for (const row of returning?.lost ?? []) {
      if (returning !== undefined) keys.delete(nameOf(plainOrKey(returning, row, referencedColumns)));
    }
    if (keys.size === 0) continue;
    const any = [matchKeys(referencedColumns, [...keys.values()])];
    yield {
      query: { table: parent, select: referencedColumns, any },
      judge: (found) => {
        const missing = keys.size - found.length;
        return missing > 0 ? [parentGone(table.name, columns, parent, missing)] : [];
      },
    };
  }
}

/**
 * A value such as 0 says nobody as long as no row has that key. Rows that were given it since the row left would be taken for those
 * of whoever comes back.
 */
export function* checkNobody(
  index: ModelIndex,
  { stayed = [] }: Pick<Diff, "stayed">,
  work: readonly TableWork[],
  back: TableWork,
): Iterable<Check> {
  for (const edge of index.incoming.get(back.table.name) ?? []) {
    const from = index.table.get(edge.from);
    const sentinel = from === undefined || edge.role === "context" ? null : sentinelOf(from, edge);
    if (from === undefined || sentinel === null || from.key.length === 0 || edge.toColumns.length !== 1) continue;
    const row = back.lost.find((one) => plainOrKey(back, one, edge.toColumns)[0] === sentinel);
    if (row === undefined) continue;
    const named = row.before[back.diff.columns.indexOf(edge.toColumns[0] ?? "")] ?? null;
    const known = new Set(stayed.flatMap(({ table, keys }) => (table === from.name ? keys.map(keyId) : [])));
    for (const one of work) for (const key of namingBefore(one, edge, named)) known.add(keyId(key));
    const any = [{ kind: "key" as const, columns: edge.columns, in: [[sentinel]], fold: false, when: edge.when }];
    yield {
      query: { table: from.name, select: from.key, any },
      judge: (found) => {
        const others = found.filter((key) => !known.has(keyId(key))).length;
        return others > 0 ? [nobodyNamed(from.name, edge.columns, back.table.name, others)] : [];
      },
    };
  }
}

/** Rows of the diff that named this row by the edge before, or will not say nobody by it afterwards. */
function namingBefore({ diff, lost, changed }: TableWork, edge: Edge, named: string | null): readonly DiffRow["key"][] {
  if (diff.name !== edge.from) return [];
  const [column = ""] = edge.columns;
  const at = diff.columns.indexOf(column);
  const restored = changed.filter(({ columns }) => columns.includes(column)).map(({ row }) => row);
  return [...lost, ...restored, ...diff.rows.filter(({ before }) => before[at] === named)].map(({ key }) => key);
}

function plainOrKey({ diff }: TableWork, row: DiffRow, columns: readonly string[]): readonly (string | null)[] {
  return columns.map((name) => {
    const at = diff.keyColumns.indexOf(name);
    return at >= 0 ? (row.key[at] ?? null) : (plainOf(diff, row, [name])[0] ?? null);
  });
}
