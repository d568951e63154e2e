/** Which of the person's rows a right with this scope is to delete. */
import { addParts, findAskedRows, namesRows } from "./asked-rows.ts";
import type { Reach, ReachedRow } from "./reached-rows.ts";
import type { Scope } from "./rights.ts";

/** Is the right about everything that is the person's? */
export function isEverything(scope: Scope): boolean {
  return scope.tables.length === 0 && scope.categories.length === 0 && !namesRows(scope);
}

/** The rows that are to be deleted, unless something keeps them. */
export type Doomed = Pick<ReadonlySet<ReachedRow>, "has">;

/** The own rows that go: all; those that are named, or of the named tables, with what is part of them; none where only categories go. */
export function chooseDoomed(reach: Reach, scope: Scope): Doomed {
  if (isEverything(scope)) return { has: ({ level }) => level === "own" };
  const doomed = new Set<ReachedRow>();
  const waiting = new Set<ReachedRow>();
  if (scope.categories.length > 0) return doomed;
  const asked = findAskedRows(reach, scope);
  if (asked !== null) return asked;
  for (const reached of reach.tables.values()) {
    const isNamed = scope.tables.length === 0 || scope.tables.includes(reached.table.name);
    for (const row of reached.rows.values()) if (row.level === "own") (isNamed ? doomed : waiting).add(row);
  }
  if (waiting.size > 0) addParts(reach, doomed, waiting);
  return doomed;
}
