/** Values that say "nobody" in a column that may not be NULL, where nobody has that key. */
import { sentinelOf } from "./blank-values.ts";
import type { Decisions } from "./decisions.ts";
import type { Edge, ModelIndex } from "./model.ts";
import { isReadable, type Reach, type ReachedRow, type ReachedTable, readValue } from "./reached-rows.ts";
import { type KeyQuery, matchKeys } from "./store.ts";

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
    const any = [matchKeys(edge.toColumns, [[sentinel]])];
    const query: KeyQuery = { table: edge.to, select: edge.toColumns, any };
    return [{ edges: group.map((one) => one.edge), sentinel, query }];
  });
}

/** Edges whose value for nobody is the key of rows that go. */
export type FreedEdges = ReadonlySet<Edge>;

const NO_EDGES: FreedEdges = new Set();

/**
 * Decides, and decides again where that makes a value say nobody: the row whose key it was goes, so that rows which had to
 * stay for want of such a value can go as well. Nothing of it counts where a row that lets go and stays keeps that very row.
 */
export function decideFreely(
  reach: Reach,
  decide: (freed: FreedEdges) => Decisions,
): { readonly decisions: Decisions; readonly freed: FreedEdges } {
  const first = { decisions: decide(NO_EDGES), freed: NO_EDGES };
  for (let last = first; ; ) {
    const freed = findFreed(reach, last.decisions);
    if (!freed.isSupersetOf(last.freed)) return first;
    if (freed.size === last.freed.size) return last;
    last = { decisions: decide(freed), freed };
  }
}

function findFreed(reach: Reach, decisions: Decisions): FreedEdges {
  const freed = new Set<Edge>();
  for (const [edge, { rows }] of reach.taken) {
    const reached = reach.tables.get(edge.to);
    if (reached === undefined) continue;
    const named = findTaken(reach, edge, reached);
    if (named.length === rows && named.every((row) => isDeleted(decisions, reached, row))) freed.add(edge);
  }
  return freed;
}

/** The rows whose key says nobody elsewhere. */
function findTaken(reach: Reach, edge: Edge, reached: ReachedTable): readonly ReachedRow[] {
  const [column = ""] = edge.toColumns;
  const sentinel = reach.taken.get(edge)?.sentinel;
  return [...reached.rows.values()].filter((row) => readValue(reached, row, column) === sentinel);
}

function isDeleted({ rows, plain }: Decisions, reached: ReachedTable, row: ReachedRow): boolean {
  const decision = rows.find((one) => one.row === row);
  if (decision !== undefined) return decision.disposition === "deleted";
  return plain.some((one) => one.reached === reached && one.rows.includes(row));
}

/** Edges by which rows that stay are made to point at nobody by such a value. */
export function usedEdges(
  reach: Reach,
  freed: FreedEdges,
  { rows, repairs }: Pick<Decisions, "rows" | "repairs">,
): readonly Edge[] {
  const changed = [...rows, ...repairs.map(({ dependent, set }) => ({ ...dependent, set }))];
  return [...freed].filter((edge) =>
    changed.some(({ reached, set }) => {
      const value = set[edge.columns[0] ?? ""];
      const isOf = reached.table.name === edge.from && value?.kind === "text";
      return isOf && value.text === reach.taken.get(edge)?.sentinel;
    }),
  );
}

/** Rows of the person whose key says nobody where they are not there, and the edges by which it does. */
export function takenRows(reach: Reach): readonly (readonly [Edge, ReachedRow])[] {
  return [...reach.taken.keys()].flatMap((edge) => {
    const reached = reach.tables.get(edge.to);
    const rows = reached === undefined ? [] : findTaken(reach, edge, reached);
    return rows.map((row) => [edge, row] as const);
  });
}
