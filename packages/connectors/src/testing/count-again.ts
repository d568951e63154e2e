/** C4 of counters: every counter of the map is counted again, whether or not a plan names it. */
import { possibleGhosts } from "@kept/engine/ghosts";
import type { CounterOf, ModelIndex } from "@kept/engine/model";
import { type Observed, rowKey, type TextRow } from "./observe-database.ts";

/** Counters that were right before and are not now, but for those of rows that stand in for people who have left. */
export function wrongCounters(before: Observed, after: Observed, index: ModelIndex): readonly string[] {
  const ghosts = possibleGhosts(index.model);
  return index.model.tables.flatMap(({ name: table, key, columns }) =>
    columns.flatMap(({ name: column, counter }) => {
      if (counter === null || !counter.confirmed) return [];
      const edge = index.outgoing
        .get(counter.table)
        ?.find((one) => one.to === table && one.columns.join() === counter.columns.join());
      const toColumns = edge?.toColumns ?? key;
      const [was, is] = [countAll(before, counter), countAll(after, counter)];
      const isGhost = (row: TextRow) => toColumns.every((one, at) => row[one] === ghosts.get(table)?.key[at]);
      const right = (counted: ReadonlyMap<string, number>, row: TextRow) =>
        Number(row[column]) === (counted.get(rowKey(toColumns.map((one) => row[one] ?? null))) ?? 0);
      return [...(after.get(table) ?? [])].flatMap(([id, row]) => {
        const old = before.get(table)?.get(id);
        const wasRight = old === undefined || right(was, old);
        if (!wasRight || isGhost(row) || right(is, row)) return [];
        return [
          `C4 ${table} ${id} ${column} says ${row[column]}, and there are ${is.get(rowKey(toColumns.map((one) => row[one] ?? null))) ?? 0}`,
        ];
      });
    }),
  );
}

function countAll(observed: Observed, { table, columns, when }: CounterOf): ReadonlyMap<string, number> {
  const counted = new Map<string, number>();
  for (const row of observed.get(table)?.values() ?? []) {
    if (!Object.entries(when).every(([name, values]) => values.includes(row[name] ?? null))) continue;
    const id = rowKey(columns.map((name) => row[name] ?? null));
    counted.set(id, (counted.get(id) ?? 0) + 1);
  }
  return counted;
}
