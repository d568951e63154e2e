/** Whose a row could be: walks up from it through the model, asking the store, until it meets people. */
import {
  addToIndex,
  createKeyIndex,
  findPointedAt,
  isFilled,
  isLoose,
  matchChildren,
  matchParents,
} from "./edge-values.ts";
import { possibleGhosts } from "./ghosts.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import { isReadable, isSamePerson } from "./reached-rows.ts";
import type { RowRef } from "./rights.ts";
import { createSelectLists, type SelectLists } from "./select-lists.ts";
import { type Key, type KeyQuery, type KeyRows, matchKeys, type RowMatch } from "./store.ts";

export interface PeopleOf {
  /** Is the row there at all? */
  readonly exists: boolean;
  /** Rows of people to whom some way leads, nearest first. Whether they reach the row is for reach to say. */
  readonly people: readonly RowRef[];
  /** The walk was ended before everything was seen. */
  readonly isCut: boolean;
}

/** Rows at which the walk ends: a row that thousands hold is explained by a few of them. */
const MOST_ROWS = 2_000;

interface Standing {
  readonly table: ModelTable;
  readonly values: ReadonlyMap<string, string | null>;
}

/** Finds the people above a row. Yields a wave for every step up. */
export function* findPeopleOf(
  index: ModelIndex,
  row: RowRef,
): Generator<readonly KeyQuery[], PeopleOf, readonly KeyRows[]> {
  const selects = createSelectLists(index);
  const table = index.table.get(row.table);
  if (!isReadable(table) || table.key.length === 0) return { exists: false, people: [], isCut: false };
  const [found = []] = yield [{ table: table.name, select: selects(table), any: [matchKeys(table.key, [row.key])] }];
  const people: RowRef[] = [];
  const seen = new Set<string>();
  let frontier = found.flatMap((values) => stand(selects, table, values, seen));
  const exists = frontier.length > 0;
  let isFirst = true;
  let isCut = false;
  while (frontier.length > 0) {
    people.push(...frontier.filter((standing) => isSomebody(index, standing)).map(nameRow));
    const steps = planSteps(index, selects, frontier, isFirst);
    isFirst = false;
    const answers = steps.length > 0 ? yield steps.map(({ query }) => query) : [];
    frontier = steps.flatMap((step, position) =>
      (answers[position] ?? []).flatMap((values) =>
        step.fits(values) ? stand(selects, step.table, values, seen) : [],
      ),
    );
    if (seen.size > MOST_ROWS && frontier.length > 0) {
      isCut = true;
      people.push(...frontier.filter((standing) => isSomebody(index, standing)).map(nameRow));
      break;
    }
  }
  return { exists, people, isCut };
}

function stand(
  selects: SelectLists,
  table: ModelTable,
  values: readonly (string | null)[],
  seen: Set<string>,
): readonly Standing[] {
  const standing = { table, values: new Map(selects(table).map((column, at) => [column, values[at] ?? null])) };
  const name = table.key.length > 0 ? nameRow(standing).key : values;
  const id = JSON.stringify([table.name, name]);
  if (seen.has(id)) return [];
  seen.add(id);
  return [standing];
}

/** A person, and not the row that stands in for those who have left. */
function isSomebody(index: ModelIndex, standing: Standing): boolean {
  if (standing.table.kind !== "subject") return false;
  const ghost = possibleGhosts(index.model).get(standing.table.name);
  return ghost === undefined || ghost.key.join() !== nameRow(standing).key.join();
}

function nameRow({ table, values }: Standing): RowRef {
  return { table: table.name, key: table.key.map((column) => values.get(column) ?? "") };
}

interface Step {
  readonly table: ModelTable;
  readonly query: KeyQuery;
  /** Is this row of the answer meant, where the store's answer may hold more? */
  readonly fits: (values: readonly (string | null)[]) => boolean;
}

/** Up by what rows point at, and to what holds them. From a person only to rows that are the same person. */
function planSteps(
  index: ModelIndex,
  selects: SelectLists,
  frontier: readonly Standing[],
  isFirst: boolean,
): readonly Step[] {
  const steps: Step[] = [];
  for (const [table, rows] of Map.groupBy(frontier, (standing) => standing.table)) {
    const isPerson = table.kind === "subject";
    for (const edge of index.outgoing.get(table.name) ?? []) {
      // What merely names somebody leads nowhere from there: only the row itself is told as their doing.
      const leads = edge.same || edge.role === "owner" || edge.role === "part" || edge.role === "viewer";
      if (!(leads || (isFirst && edge.role === "actor"))) continue;
      if (isPerson && !isFirst && !isSamePerson(table, edge)) continue;
      const parent = index.table.get(edge.to);
      const match = matchParents(
        edge,
        rows.filter((row) => isMeant(edge, row)).map(({ values }) => read(values, edge.columns)),
      );
      if (match !== null && isReadable(parent)) steps.push(stepTo(selects, parent, match, () => true));
    }
    for (const edge of index.incoming.get(table.name) ?? []) {
      const holder = index.table.get(edge.from);
      if (!(edge.role === "holds" || edge.same) || !isReadable(holder)) continue;
      const keys = rows.map(({ values }) => read(values, edge.toColumns)).filter(isFilled);
      if (keys.length > 0) {
        steps.push(stepTo(selects, holder, matchChildren(edge, keys), fitsEdge(selects, holder, edge, keys)));
      }
    }
  }
  return steps;
}

function stepTo(selects: SelectLists, table: ModelTable, match: RowMatch, fits: Step["fits"]): Step {
  return { table, query: { table: table.name, select: selects(table), any: [match] }, fits };
}

function isMeant(edge: Edge, { values }: Standing): boolean {
  return Object.entries(edge.when).every(([column, wanted]) => wanted.includes(values.get(column) ?? null));
}

function fitsEdge(selects: SelectLists, table: ModelTable, edge: Edge, keys: readonly Key[]): Step["fits"] {
  if (!isLoose(edge)) return () => true;
  const targets = createKeyIndex<true>();
  for (const key of keys) addToIndex(targets, edge, key, true);
  const positions = edge.columns.map((column) => selects(table).indexOf(column));
  const valuesOf = (values: readonly (string | null)[]) => positions.map((position) => values[position] ?? null);
  return (values) => findPointedAt(targets, edge, valuesOf(values)).length > 0;
}

function read(values: ReadonlyMap<string, string | null>, columns: readonly string[]): readonly (string | null)[] {
  return columns.map((column) => values.get(column) ?? null);
}
