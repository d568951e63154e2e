/** Values that say "nobody" in a column that may not be NULL, where nobody has that key. */
import { sentinelOf } from "./blank-values.ts";
import type { ModelIndex } from "./model.ts";
import { isReadable } from "./reached-rows.ts";
import type { KeyQuery, RowMatch } from "./store.ts";

/** A default of 0 says "nobody" only where there is no row 0. */
export function askSentinels(index: ModelIndex) {
  const found = index.model.edges.flatMap((edge) => {
    const from = index.table.get(edge.from);
    const sentinel = from === undefined ? null : sentinelOf(from, edge);
    return sentinel === null || edge.toColumns.length !== 1 || !isReadable(index.table.get(edge.to))
      ? []
      : [{ edge, sentinel }];
  });
  const groups = Map.groupBy(found, ({ edge }) => `${edge.to} ${edge.toColumns.join()}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { edge, sentinel } = first;
    const any: RowMatch[] = [{ kind: "key", columns: edge.toColumns, in: [[sentinel]], fold: false, when: {} }];
    const query: KeyQuery = { table: edge.to, select: edge.toColumns, any };
    return [{ edges: group.map((one) => one.edge), sentinel, query }];
  });
}
