/** A random world in which the law keeps the rows of some tables. */
import type { World } from "./generate-world.ts";

/** Which tables: a bit for each of those of things, and none of them without the last bit, so that half of all worlds keep nothing. */
export const MOST_KEPT = 63;

/** The same world, its tables of these bits under a duty to be kept. */
export function keepTables<T extends World>(world: T, kept: number): T {
  if ((kept & 32) === 0) return world;
  const tables = world.model.tables.map((table) => {
    const at = /^t(\d)$/.exec(table.name)?.[1];
    if (at === undefined || ((kept >> Number(at)) & 1) === 0) return table;
    const retain = { years: 10, months: 0, days: 0, from: null, reason: "the law", when: {} };
    return { ...table, retain };
  });
  return { ...world, model: { ...world.model, tables } };
}
