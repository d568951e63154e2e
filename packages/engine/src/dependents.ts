/** What hangs on the person's rows without being theirs: asked before anything is decided, so that nobody else is harmed. */
import type { Doomed } from "./choose-doomed.ts";
import { matchChildren } from "./edge-values.ts";
import type { Edge } from "./model.ts";
import {
  describeTable,
  isReadable,
  makeRow,
  type Reach,
  type ReachedRow,
  type ReachedTable,
  readKeys,
  rowId,
} from "./reached-rows.ts";
import type { KeyQuery, KeyRows } from "./store.ts";

/** A row outside the person's own rows that points at one of them. */
export interface Dependent {
  readonly edge: Edge;
  readonly reached: ReachedTable;
  readonly row: ReachedRow;
}

/**
 * Finds all rows that point at the person's own rows and are not their own: those that reach met on its way, and those
 * that it had no reason to follow. Yields at most one wave.
 */
export function* findDependents(
  reach: Reach,
): Generator<readonly KeyQuery[], readonly Dependent[], readonly KeyRows[]> {
  const found: Dependent[] = [];
  for (const reached of reach.tables.values()) {
    for (const rows of [reached.rows, reached.foreign]) {
      for (const row of rows.values()) {
        if (row.level === "own") continue;
        for (const edge of row.edges) if (edge.from === reached.table.name) found.push({ edge, reached, row });
      }
    }
  }
  const asked = [...reach.tables.values()].flatMap((reached) => askDependents(reach, reached));
  const answers = asked.length > 0 ? yield asked.map(({ query }) => query) : [];
  const outside = new Map<string, ReachedTable>();
  asked.forEach(({ edge, child }, position) => {
    const known = reach.tables.get(child.name) ?? outside.get(child.name) ?? describeTable(reach, child);
    outside.set(child.name, known);
    for (const values of answers[position] ?? []) {
      const id = rowId(known, values);
      const row = known.rows.get(id) ?? known.foreign.get(id) ?? makeRow(known, values, "act", edge);
      if (row.level !== "own") found.push({ edge, reached: known, row });
    }
  });
  return found;
}

function askDependents(reach: Reach, reached: ReachedTable) {
  const own = [...reached.rows.values()].filter((row) => row.level === "own");
  if (own.length === 0) return [];
  return (reach.index.incoming.get(reached.table.name) ?? []).flatMap((edge) => {
    const child = reach.index.table.get(edge.from);
    if (!isReadable(child) || isFollowed(edge, reached)) return [];
    const parents = readKeys(reached, own, edge.toColumns);
    if (parents.length === 0) return [];
    const query: KeyQuery = {
      table: child.name,
      select: reach.selects(child),
      any: [matchChildren(edge, parents)],
    };
    return [{ edge, child, query }];
  });
}

/** Did reach itself ask for every row that points at own rows by this edge? */
function isFollowed(edge: Edge, target: ReachedTable): boolean {
  if (edge.same || edge.role === "owner" || edge.role === "part" || edge.role === "viewer") return true;
  return edge.role === "actor" && target.table.kind === "subject";
}

/** With a scope, the person's rows outside it depend on what is inside like anybody else's. */
export function findOwnDependents(reach: Reach, doomed: Doomed): readonly Dependent[] {
  return [...reach.tables.values()].flatMap((reached) =>
    [...reached.rows.values()]
      .filter((row) => row.level === "own" && !doomed.has(row))
      .flatMap((row) =>
        (reach.index.outgoing.get(reached.table.name) ?? []).map((edge): Dependent => ({ edge, reached, row })),
      ),
  );
}
