/** Copies that say of somebody who stays what they say of whoever leaves: both are named by the row, and both are called so. */
import { copiesIn, type MarkedCopy } from "./copies.ts";
import type { Dependent } from "./dependents.ts";
import { addToIndex, createKeyIndex, findPointedAt, foldText, keyId, matchParents } from "./edge-values.ts";
import type { Asking } from "./in-step.ts";
import type { Edge } from "./model.ts";
import {
  isReadable,
  namesNobody,
  type Reach,
  type ReachedRow,
  type ReachedTable,
  readValue,
  readValues,
  satisfies,
} from "./reached-rows.ts";
import type { OwnTargets } from "./settle-shares.ts";

/** By row: columns that are somebody else's as well. */
export type Namesakes = ReadonlyMap<ReachedRow, ReadonlySet<string>>;

/** A row that names somebody else beside whoever leaves, and says of both of them. */
interface Doubt {
  readonly row: ReachedRow;
  readonly copy: MarkedCopy;
  readonly edge: Edge;
  readonly values: readonly (string | null)[];
  readonly said: string;
}

/** Asks what those are called whom such rows name besides. Nearly always there is no such row, and nothing is asked. */
export function* findNamesakes(reach: Reach, targets: OwnTargets, dependents: readonly Dependent[]): Asking<Namesakes> {
  const known = new Map<ReachedTable, readonly MarkedCopy[]>();
  const copiesOf = (reached: ReachedTable) => {
    const copies = known.get(reached) ?? copiesIn(reach.index, reached.table);
    known.set(reached, copies);
    return copies;
  };
  const doubts: Doubt[] = [];
  for (const reached of reach.tables.values()) {
    const copies = copiesOf(reached);
    // Most tables have none, and some of them a million rows.
    if (copies.length === 0) continue;
    for (const row of reached.rows.values()) doubts.push(...doubtsOf(reach, targets, copies, { reached, row }));
  }
  for (const dependent of dependents) doubts.push(...doubtsOf(reach, targets, copiesOf(dependent.reached), dependent));
  const groups = [...Map.groupBy(doubts, ({ edge, copy }) => `${edge.id} ${copy.of.column}`).values()];
  const asked = groups.flatMap((group) => {
    const [first] = group;
    const table = first === undefined ? undefined : reach.index.table.get(first.copy.of.table);
    const match =
      first === undefined
        ? null
        : matchParents(
            first.edge,
            group.map(({ values }) => values),
          );
    if (first === undefined || match === null || !isReadable(table)) return [];
    const { edge, copy } = first;
    return [{ group, edge, query: { table: table.name, select: [...edge.toColumns, copy.of.column], any: [match] } }];
  });
  const answers = asked.length > 0 ? yield asked.map(({ query }) => query) : [];
  const found = new Map<ReachedRow, Set<string>>();
  asked.forEach(({ group, edge }, position) => {
    const names = createKeyIndex<string>();
    const width = edge.toColumns.length;
    const own = ownKeys(reach, edge);
    for (const row of answers[position] ?? []) {
      const key = row.slice(0, width);
      if (!own.has(keyId(key))) addToIndex(names, edge, key, foldText(row[width] ?? ""));
    }
    for (const { row, copy, values, said } of group) {
      if (!findPointedAt(names, edge, values).includes(said)) continue;
      found.set(row, (found.get(row) ?? new Set<string>()).add(copy.column.name));
    }
  });
  return found;
}

/** Whoever leaves, as this edge points at them. */
function ownKeys({ tables }: Reach, { to, toColumns }: Edge): ReadonlySet<string> {
  const reached = tables.get(to);
  const own = [...(reached?.rows.values() ?? [])].filter(({ level }) => level === "own");
  return new Set(reached === undefined ? [] : own.map((row) => keyId(readValues(reached, row, toColumns))));
}

function doubtsOf(
  reach: Reach,
  targets: OwnTargets,
  copies: readonly MarkedCopy[],
  { reached, row }: Pick<Dependent, "reached" | "row">,
): readonly Doubt[] {
  return copies.flatMap((copy) => {
    const said = foldText(readValue(reached, row, copy.column.name) ?? "");
    if (said === "" || copy.edges.length === 0) return [];
    const to = reach.tables.get(copy.of.table);
    const meant = copy.edges.filter((edge) => satisfies(reached, row, edge));
    const isOurs = meant.some((edge) =>
      targets
        .find(edge, reached, row)
        .some((target) => to !== undefined && foldText(readValue(to, target, copy.of.column) ?? "") === said),
    );
    if (!isOurs) return [];
    return meant.flatMap((edge): readonly Doubt[] => {
      const values = readValues(reached, row, edge.columns);
      // A list names several; of one key it is known whose it is.
      const isKnown = edge.list === undefined && targets.find(edge, reached, row).length > 0;
      return isKnown || namesNobody(reach, edge, values) ? [] : [{ row, copy, edge, values, said }];
    });
  });
}
