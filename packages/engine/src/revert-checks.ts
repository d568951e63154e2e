/** Whether the database would let rows come back: unique values that others hold by now, parents that are gone. */
import type { DiffRow, DiffTable } from "./diff.ts";
import { isFilled, keyId } from "./edge-values.ts";
import type { Finding, ModelTable } from "./model.ts";
import { parentGone, valueTaken } from "./revert-findings.ts";
import type { KeyQuery, KeyRows } from "./store.ts";

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
    const any = [{ kind: "key" as const, columns: key, in: keys, fold: false, when: {} }];
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
export function* checkParents(work: readonly TableWork[], { table, diff, lost, changed }: TableWork): Iterable<Check> {
  for (const { columns, table: parent, referencedColumns } of table.schema.foreignKeys) {
    const rows = [
      ...lost,
      ...changed.filter((one) => columns.some((name) => one.columns.includes(name))).map(({ row }) => row),
    ];
    const keys = new Map(
      rows
        .map((row) => plainOf(diff, row, columns))
        .filter(isFilled)
        .map((key) => [keyId(key), key]),
    );
    const returning = work.find((one) => one.table.name === parent);
    for (const row of returning?.lost ?? []) {
      if (returning !== undefined) keys.delete(keyId(plainOrKey(returning, row, referencedColumns)));
    }
    if (keys.size === 0) continue;
    const any = [{ kind: "key" as const, columns: referencedColumns, in: [...keys.values()], fold: false, when: {} }];
    yield {
      query: { table: parent, select: referencedColumns, any },
      judge: (found) => {
        const missing = keys.size - found.length;
        return missing > 0 ? [parentGone(table.name, columns, parent, missing)] : [];
      },
    };
  }
}

function plainOrKey({ diff }: TableWork, row: DiffRow, columns: readonly string[]): readonly (string | null)[] {
  return columns.map((name) => {
    const at = diff.keyColumns.indexOf(name);
    return at >= 0 ? (row.key[at] ?? null) : (plainOf(diff, row, [name])[0] ?? null);
  });
}
