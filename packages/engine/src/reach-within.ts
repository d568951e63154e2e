/**
 * Whose each row is when several people are reached at once: every person's own reach, walked inside the rows that were
 * reached for all of them. By the same rules as {@link reachRows}, and without asking the store again.
 */
import { addToIndex, createKeyIndex, findPointedAt, keyId, readEdgeKeys } from "./edge-values.ts";
import type { Edge } from "./model.ts";
import { absorb, type Step, type Wave, weaken } from "./reach.ts";
import { isReadable, makeRow, type Reach, type ReachedTable, readValues, rowId, satisfies } from "./reached-rows.ts";
import type { RowRef } from "./rights.ts";
import { namesKey, SubjectKeys } from "./subject-keys.ts";

type Values = readonly (string | null)[];

/** Rows of an edge, by the very values that reach holds of them. */
interface Links {
  /** What points at a row. */
  readonly below: ReadonlyMap<Values, readonly Values[]>;
  /** What a row points at. */
  readonly above: ReadonlyMap<Values, readonly Values[]>;
}

/** The rows next to each row, by each edge when it is first asked for. */
export type Neighbours = (edge: Edge) => Links;

/** Links the reached rows with each other. */
export function createNeighbours(whole: Reach): Neighbours {
  const known = new Map<Edge, Links>();
  return (edge) => {
    let links = known.get(edge);
    if (links === undefined) {
      links = linkRows(whole, edge);
      known.set(edge, links);
    }
    return links;
  };
}

function linkRows(whole: Reach, edge: Edge): Links {
  const below = new Map<Values, Values[]>();
  const above = new Map<Values, Values[]>();
  const from = whole.tables.get(edge.from);
  const to = whole.tables.get(edge.to);
  if (from === undefined || to === undefined) return { below, above };
  const find = createFinder(edge, to);
  const goesUp = edge.role === "holds" || edge.same;
  for (const row of from.rows.values()) {
    if (!satisfies(from, row, edge)) continue;
    for (const target of find(readValues(from, row, edge.columns))) {
      push(below, target, row.values);
      if (goesUp) push(above, row.values, target);
    }
  }
  return { below, above };
}

function createFinder(edge: Edge, to: ReachedTable): (value: Values) => readonly Values[] {
  if (namesKey(edge, to)) {
    return (value) =>
      readEdgeKeys(edge, value).flatMap((key) => {
        const row = to.rows.get(keyId(key));
        return row === undefined ? [] : [row.values];
      });
  }
  const index = createKeyIndex<Values>();
  for (const row of to.rows.values()) addToIndex(index, edge, readValues(to, row, edge.toColumns), row.values);
  return (value) => findPointedAt(index, edge, value);
}

function push(links: Map<Values, Values[]>, from: Values, to: Values): void {
  const list = links.get(from);
  if (list === undefined) links.set(from, [to]);
  else list.push(to);
}

interface Answered {
  readonly step: Step;
  readonly answer: Values[];
}

/** What one of the people reaches. `subjects` are rows from which `whole` was reached too. */
export function reachWithin(whole: Reach, neighbours: Neighbours, subjects: readonly RowRef[]): Reach {
  const reach: Reach = { ...whole, subjects, tables: new Map(), leaves: new Map() };
  const own = new SubjectKeys(reach);
  let frontier = openSubjects(whole, reach, subjects);
  while (frontier.length > 0) {
    const grown = new Map<string, Wave>();
    const steps = frontier.flatMap((wave) => answerSteps(whole, reach, neighbours, wave));
    for (const { step, answer } of mergeSteps(steps)) absorb(reach, own, step, answer, grown);
    frontier = [...grown.values()];
  }
  return reach;
}

/** Steps of one wave by the same edge to the same level are one, as they are one question to a store. */
function mergeSteps(steps: readonly Answered[]): readonly Answered[] {
  const byEdge = new Map<Edge, Answered[]>();
  return steps.filter((one) => {
    const { edge, level, table } = one.step;
    const known = byEdge.get(edge) ?? [];
    const same = known.find(({ step }) => step.level === level && step.table === table);
    for (const values of same === undefined ? [] : one.answer) same?.answer.push(values);
    if (same === undefined) byEdge.set(edge, [...known, one]);
    return same === undefined;
  });
}

function openSubjects(whole: Reach, reach: Reach, subjects: readonly RowRef[]): Wave[] {
  return [...Map.groupBy(subjects, ({ table }) => table)].flatMap(([name, refs]): readonly Wave[] => {
    const known = whole.tables.get(name);
    if (known === undefined) return [];
    const reached = openTable(known, reach);
    const rows = refs.flatMap(({ key }) => {
      const found = known.rows.get(rowId(known, key));
      if (found === undefined) return [];
      const row = makeRow(reached, found.values, "own", null);
      reached.rows.set(rowId(reached, row.values), row);
      return [row];
    });
    return [{ reached, level: "own", rows }];
  });
}

function openTable(known: ReachedTable, reach: Reach): ReachedTable {
  const opened = reach.tables.get(known.table.name) ?? { ...known, rows: new Map(), foreign: new Map() };
  reach.tables.set(known.table.name, opened);
  return opened;
}

function answerSteps(whole: Reach, reach: Reach, neighbours: Neighbours, wave: Wave): readonly Answered[] {
  const { reached, level, rows } = wave;
  const { table } = reached;
  if (level === "act") return [];
  const steps: Answered[] = [];
  const take = (edge: Edge, name: string, to: Step["level"], links: Links["below"]) => {
    const known = whole.tables.get(name);
    if (known === undefined || !isReadable(known.table)) return;
    const answer = rows.flatMap(({ values }) => links.get(values) ?? []);
    if (answer.length === 0) return;
    openTable(known, reach);
    steps.push({ step: { table: known.table, edge, level: to, exact: null }, answer });
  };
  for (const edge of whole.index.incoming.get(table.name) ?? []) {
    const next = weaken(level, edge, table);
    if (next !== null) take(edge, edge.from, next, neighbours(edge).below);
  }
  for (const edge of whole.index.outgoing.get(table.name) ?? []) {
    if (edge.role === "holds" || edge.same) take(edge, edge.to, level, neighbours(edge).above);
  }
  return steps;
}
