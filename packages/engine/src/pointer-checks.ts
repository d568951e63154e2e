/** What is asked after an erasure of pointers at what it was about. */
import { sentinelOf } from "./blank-values.ts";
import { addToIndex, createKeyIndex, findPointedAt, isFilled, isLoose, keyId, matchChildren } from "./edge-values.ts";
import { type Check, doomedKeys, keptKeys, remains } from "./erasure-checks.ts";
import type { Edge, ModelIndex } from "./model.ts";
import { isReadable } from "./reached-rows.ts";
import type { ErasurePlan, PlannedTable } from "./rights.ts";
import type { Key } from "./store.ts";

/**
 * Nothing may point at what was deleted; and where the person's own row had to stay, nothing may be theirs by it but what
 * the plan leaves standing, and nothing may name it that was to let go of it.
 */
export function checkPointers(index: ModelIndex, plan: ErasurePlan): readonly Check[] {
  const planned = new Map(plan.tables.map((table) => [table.name, table]));
  const subjects = Map.groupBy(plan.subjectValues, ({ table }) => table);
  const checks: Check[] = [];
  for (const [name, table] of planned) {
    const doomed = doomedKeys(table);
    const own = subjects.get(name) ?? [];
    const gone = own.length > 0 ? new Set(doomed.map(keyId)) : NONE;
    for (const edge of index.incoming.get(name) ?? []) {
      if (!isReadable(index.table.get(edge.from))) continue;
      const isKey = edge.toColumns.join() === table.keyColumns.join();
      const { people, standing } = subjectKeys(own, table, gone, edge);
      const cuts = standing.length > 0 ? readCuts(plan, edge) : NO_CUTS;
      // Whoever merely names a row that had to stay may go on, but for those that were to let go.
      const named = cuts.size > 0 ? withoutNobody(index, plan, edge, standing) : [];
      if (named.length > 0)
        checks.push(checkEdge(index, edge, named, () => (id, values) => !stillNames(edge, cuts.get(id), values)));
      const parents = withoutNobody(index, plan, edge, isKey ? doomed.concat(people) : people);
      if (parents.length === 0) continue;
      const from = planned.get(edge.from);
      // Nearly always nothing is left, and then nobody asks what was to stay.
      checks.push(
        checkEdge(index, edge, parents, () => {
          const planned = keptKeys(from, () => true);
          const settled = settledKeys(plan, edge.from);
          const cuts = readCuts(plan, edge);
          return (id, values) => settled.has(id) || (planned.has(id) && !stillNames(edge, cuts.get(id), values));
        }),
      );
    }
  }
  return checks;
}

const NONE: ReadonlySet<string> = new Set();

/** Keys that say something: not one that says nobody now. */
function withoutNobody(index: ModelIndex, plan: ErasurePlan, edge: Edge, keys: readonly Key[]): readonly Key[] {
  const from = index.table.get(edge.from);
  if (from === undefined || !plan.nobody?.includes(edge.id)) return keys;
  const sentinel = sentinelOf(from, edge);
  return keys.filter(([value]) => value !== sentinel);
}

/** The person's own rows as this edge points at them: by which something would be theirs, and those that stayed and are merely named. */
function subjectKeys(
  subjects: ErasurePlan["subjectValues"],
  table: PlannedTable,
  gone: ReadonlySet<string>,
  edge: Edge,
): { readonly people: readonly Key[]; readonly standing: readonly Key[] } {
  const people: Key[] = [];
  const standing: Key[] = [];
  for (const { values } of subjects) {
    const own = table.keyColumns.map((column) => values[column] ?? null);
    const key = edge.toColumns.map((column) => values[column] ?? null);
    if (isFilled(key)) (edge.role === "owner" || gone.has(keyId(own)) ? people : standing).push(key);
  }
  return { people, standing };
}

/** May this row, by its key and its values of the edge's columns, go on pointing? */
type Stays = (id: string, values: readonly (string | null)[]) => boolean;

function checkEdge(index: ModelIndex, edge: Edge, parents: readonly Key[], whatStays: () => Stays): Check {
  const key = index.table.get(edge.from)?.key ?? [];
  const query = {
    table: edge.from,
    select: [...key, ...edge.columns],
    any: [matchChildren(edge, parents)],
  };
  return {
    query,
    judge: (rows) => {
      if (rows.length === 0) return [];
      const pointed = createKeyIndex<true>();
      if (isLoose(edge)) for (const parent of parents) addToIndex(pointed, edge, parent, true);
      const stays = whatStays();
      const left = rows.filter((row) => {
        const values = row.slice(key.length);
        const points = !isLoose(edge) || findPointedAt(pointed, edge, values).length > 0;
        return points && !(key.length > 0 && stays(keyId(row.slice(0, key.length)), values));
      });
      return left.length > 0
        ? [
            remains(edge.from, edge.columns.join(","), left.length, [
              `still points at ${edge.to}`,
              `still point at ${edge.to}`,
            ]),
          ]
        : [];
    },
  };
}

/** By row: what it was to let go of by this edge. Null: whatever it names. */
type Cuts = ReadonlyMap<string, readonly Key[] | null>;

const NO_CUTS: Cuts = new Map();

function readCuts({ operations }: ErasurePlan, { from, columns }: Edge): Cuts {
  const cuts = new Map<string, readonly Key[] | null>();
  for (const one of operations) {
    if (one.op !== "update" || one.table !== from) continue;
    for (const name of columns) {
      const value = one.set[name];
      if (value === undefined) continue;
      for (const id of one.keys.map(keyId)) {
        const known = cuts.get(id);
        const isAll = value.kind !== "without" || known === null;
        cuts.set(id, isAll ? null : [...(known ?? []), ...value.keys.map((key) => [key])]);
      }
    }
  }
  return cuts;
}

/** A list lets go of some that it names, and may go on naming others: of what the law keeps. */
function stillNames(edge: Edge, cut: readonly Key[] | null | undefined, values: readonly (string | null)[]): boolean {
  if (cut === undefined || cut === null) return cut === null;
  const named = createKeyIndex<true>();
  for (const key of cut) addToIndex(named, edge, key, true);
  return findPointedAt(named, edge, values).length > 0;
}

/** Keys of rows of a table that were as they are to be left before the plan ran. */
function settledKeys({ settled = [] }: ErasurePlan, name: string): ReadonlySet<string> {
  return new Set(settled.filter(({ table }) => table === name).map(({ key }) => keyId(key)));
}
