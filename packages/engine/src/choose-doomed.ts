/** Which of the person's rows a right with this scope is to delete. */
import { addToIndex, createKeyIndex, findPointedAt } from "./edge-values.ts";
import { type Reach, type ReachedRow, readValues, satisfies } from "./reached-rows.ts";
import type { Scope } from "./rights.ts";

/** Is the right about everything that is the person's? */
export function isEverything(scope: Scope): boolean {
  return scope.tables.length === 0 && scope.categories.length === 0;
}

/** The rows that are to be deleted, unless something keeps them. */
export type Doomed = Pick<ReadonlySet<ReachedRow>, "has">;

/** The own rows that go: all; those of the named tables, with what is part of them; none where only categories go. */
export function chooseDoomed(reach: Reach, scope: Scope): Doomed {
  if (isEverything(scope)) return { has: ({ level }) => level === "own" };
  const doomed = new Set<ReachedRow>();
  const waiting = new Set<ReachedRow>();
  if (scope.categories.length > 0) return doomed;
  for (const reached of reach.tables.values()) {
    const isNamed = scope.tables.length === 0 || scope.tables.includes(reached.table.name);
    for (const row of reached.rows.values()) if (row.level === "own") (isNamed ? doomed : waiting).add(row);
  }
  if (waiting.size > 0) addParts(reach, doomed, waiting);
  return doomed;
}

function addParts(reach: Reach, doomed: Set<ReachedRow>, waiting: Set<ReachedRow>): void {
  const parts = reach.index.model.edges.filter((edge) => edge.role === "part");
  for (let grown = true; grown; ) {
    grown = false;
    for (const edge of parts) {
      const from = reach.tables.get(edge.from);
      const to = reach.tables.get(edge.to);
      if (from === undefined || to === undefined) continue;
      const gone = createKeyIndex<ReachedRow>();
      for (const row of to.rows.values()) {
        if (doomed.has(row)) addToIndex(gone, edge, readValues(to, row, edge.toColumns), row);
      }
      if (gone.items.size === 0) continue;
      for (const row of from.rows.values()) {
        if (!waiting.has(row) || !satisfies(from, row, edge)) continue;
        if (findPointedAt(gone, edge, readValues(from, row, edge.columns)).length === 0) continue;
        doomed.add(row);
        waiting.delete(row);
        grown = true;
      }
    }
  }
}
