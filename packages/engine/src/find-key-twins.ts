/** Checks a key that only the map vouches for: rows that share one would be changed and deleted together. */
import type { ModelTable } from "./model.ts";
import type { Reach } from "./reached-rows.ts";
import { rowId } from "./reached-rows.ts";
import { type KeyQuery, type KeyRows, matchKeys } from "./store.ts";

/**
 * Names the tables in which a reached row shares its key with a row that differs from it in anything that decides whose
 * it is. Asks nothing where the database itself keeps the key unique.
 */
export function* findKeyTwins(reach: Reach): Generator<readonly KeyQuery[], ReadonlySet<string>, readonly KeyRows[]> {
  const doubtful = [...reach.tables.values()].filter(
    ({ table, rows }) => rows.size > 0 && table.key.length > 0 && !isKeySolid(table),
  );
  if (doubtful.length === 0) return new Set();
  const answers = yield doubtful.map(({ table, select, rows }): KeyQuery => {
    const whole = [...rows.values()].filter(({ values }) => !values.slice(0, table.key.length).includes(null));
    const keys = whole.map(({ key }) => key);
    return { table: table.name, select, any: [matchKeys(table.key, keys)] };
  });
  const twins = doubtful.filter((reached, position) => {
    const rows = answers[position] ?? [];
    return new Set(rows.map((values) => rowId(reached, values))).size < rows.length;
  });
  return new Set(twins.map(({ table }) => table.name));
}

/** Does the database itself keep the table's key unique? */
export function isKeySolid({ key, schema }: ModelTable): boolean {
  return [schema.primaryKey, ...schema.uniqueKeys].some(
    (columns) => columns.length > 0 && columns.every((name) => key.includes(name)),
  );
}
