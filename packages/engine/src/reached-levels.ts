/** As what a row counts: the weakest link on the way to it, and never more than it is to its own owner. */
import { holds } from "./edge-values.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import { isSamePerson, namesGhost, namesNobody, type Reach, type ReachedTable } from "./reached-rows.ts";
import type { Level } from "./rights.ts";
import type { SubjectKeys } from "./subject-keys.ts";

/** Of two levels of one row, the greater counts. */
export const STRENGTH: Readonly<Record<Level, number>> = { own: 3, view: 2, act: 1 };

/** One edge followed from rows that are reached, and what the rows that it leads to become by it. */
export interface Step {
  readonly edge: Edge;
  readonly level: Level;
}

/** The weakest link: what a row of `level` makes of the rows that point at it by this edge; null when nothing. */
export function weaken(level: Level, edge: Edge, target: ModelTable): Level | null {
  if (edge.same) return level;
  switch (edge.role) {
    case "owner":
    case "part":
      return level === "act" ? null : level;
    case "viewer":
      return level === "own" ? "view" : null;
    case "actor":
      // Only what acts on behalf of a person counts; a row that merely points at another row of theirs does not.
      return level === "own" && target.kind === "subject" ? "act" : null;
    default:
      return null;
  }
}

/** The level that every row of a step's answer gets, whatever it holds; undefined where each has to be looked at. */
export function fixedLevel(table: ModelTable, { edge, level }: Step): Level | null | undefined {
  if (edge.same) return level;
  const isUp = edge.role === "holds";
  if (table.kind === "subject" && !isUp && !isSamePerson(table, edge)) {
    return edge.role === "actor" ? "act" : null;
  }
  if (level === "act" || edge.role === "viewer") return level;
  return edge.role === "owner" && level === "own" ? level : undefined;
}

/**
 * Another person's row is never reached as one's own: a row found through its parent that names an owner, and not this
 * person, is theirs; a row of a subject table is a person of its own unless a `same` edge or a shared key says otherwise.
 * What is shared with the person is seen, whoever owns it.
 */
export function capLevel(
  reach: Reach,
  reached: ReachedTable,
  { edge, level }: Step,
  values: readonly (string | null)[],
  own: Pick<SubjectKeys, "has">,
): Level | null {
  const read = (column: string) => values[reached.positions.get(column) ?? -1] ?? null;
  let foreign = false;
  for (const owner of reach.index.outgoing.get(reached.table.name) ?? []) {
    if (owner.role !== "owner" || owner === edge || !holds(owner.when, read)) continue;
    const value = owner.columns.map(read);
    // What was somebody's who has left is nobody's; whoever is shown its parent is not shown it for that.
    if (namesGhost(reach, owner, value) && edge.role !== "holds") foreign = true;
    if (namesNobody(reach, owner, value)) continue;
    if (own.has(owner, value)) return level;
    foreign = true;
  }
  if (!foreign) return level;
  // A share says that the person may see what it holds, whoever owns that.
  return edge.role === "holds" && isShare(reach.index, edge.from) ? "view" : null;
}

function isShare(index: ModelIndex, table: string): boolean {
  return (index.outgoing.get(table) ?? []).some(({ role }) => role === "viewer");
}
