/** C15: what it means that an import brought the same rows, in memory and on real stores. */

import { ANOTHER_PERSON } from "../access-columns.ts";
import { holds } from "../edge-values.ts";
import type { ImportPlan } from "../import-rows.ts";
import type { GivenRow } from "../import-values.ts";
import type { ModelIndex } from "../model.ts";
import type { AccessRow } from "../rights.ts";

/** Rows of one table that are the person's own. */
export interface OwnTable {
  readonly table: string;
  readonly rows: readonly GivenRow[];
}

/** The rows of an export that are the person's own, as a package holds them. */
export function ownTables(rows: readonly AccessRow[]): readonly OwnTable[] {
  const own = rows.filter(({ level }) => level === "own");
  return [...Map.groupBy(own, ({ table }) => table)].map(([table, some]) => ({
    table,
    rows: some.map(({ values }) => values),
  }));
}

/**
 * Is there a row that is named by somebody whom the package masks, and that another row seems to point at? It gets another
 * key, and nothing in the package tells for sure which row was meant.
 */
export function hasMaskedTarget(index: ModelIndex, given: readonly OwnTable[]): boolean {
  return index.model.edges.some(({ from, to, toColumns, columns, when }) => {
    const masked = rowsOf(given, to).filter((row) => toColumns.some((name) => row[name] === ANOTHER_PERSON));
    const pointing = rowsOf(given, from).filter((row) => holds(when, (name) => String(row[name])));
    const mayMean = (row: GivenRow, target: GivenRow) =>
      toColumns.every((name, at) => [ANOTHER_PERSON, row[columns[at] ?? ""]].includes(target[name]));
    return masked.some((target) => pointing.some((row) => mayMean(row, target)));
  });
}

/**
 * What breaks C15 when `after` is exported from where `before` was imported: rows that are not there, rows that are more
 * than what was told to be made up or that say something, columns that were emptied untold.
 */
export function compareImported(
  before: readonly OwnTable[],
  after: readonly OwnTable[],
  plan: ImportPlan,
): readonly string[] {
  const broken: string[] = [];
  for (const table of new Set([...before, ...after].map((one) => one.table))) {
    const [was, is] = [rowsOf(before, table), rowsOf(after, table)];
    const emptied = new Map(plan.emptied.filter((one) => one.table === table).map((one) => [one.column, one.rows]));
    const text = (row: GivenRow) => JSON.stringify(Object.entries(row).filter(([name]) => !emptied.has(name)));
    const left = is.map(text);
    for (const row of was.map(text)) {
      const at = left.indexOf(row);
      if (at < 0) broken.push(`C15 a row of ${table} is not there: ${row}`);
      else left.splice(at, 1);
    }
    // With nobody else there, a row that was made up can count as the person's.
    const made = plan.stubs.find((one) => one.table === table)?.rows ?? 0;
    if (left.length > made) broken.push(`C15 ${table} has ${left.length} rows more, and ${made} were made up`);
    for (const row of left)
      if (/canary|(name|mail|text)-/i.test(row)) broken.push(`C15 a row of ${table} that was made up says ${row}`);
    for (const [column, count] of emptied) {
      const filled = (rows: readonly GivenRow[]) => rows.filter((row) => row[column] !== null).length;
      if (filled(was) - filled(is) !== count)
        broken.push(`C15 ${table}.${column} was emptied in other rows than was told`);
    }
  }
  return broken;
}

function rowsOf(given: readonly OwnTable[], name: string): readonly GivenRow[] {
  return given.find(({ table }) => table === name)?.rows ?? [];
}
