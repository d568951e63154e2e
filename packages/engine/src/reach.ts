/**
 * Which rows are the person's, and how: a fixed point over keys. It yields waves of questions and is given the answers;
 * cycles and self references end by themselves, because a row is followed again only when it is reached more strongly.
 */

import {
  addToIndex,
  createKeyIndex,
  findPointedAt,
  isLoose,
  type KeyIndex,
  matchChildren,
  matchParents,
} from "./edge-values.ts";
import { askGhosts, isGhost } from "./ghosts.ts";
import { findLeafTables, findViewable, type LeafTables } from "./leaf-tables.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import { capLevel, fixedLevel, STRENGTH, type Step, weaken } from "./reached-levels.ts";
import {
  addRow,
  describeTable,
  isReadable,
  makeRow,
  type Reach,
  type ReachedRow,
  type ReachedTable,
  readKeys,
  readValues,
  rowId,
  satisfies,
} from "./reached-rows.ts";
import type { Level, RowRef } from "./rights.ts";
import { createSelectLists } from "./select-lists.ts";
import { askSentinels } from "./sentinels.ts";
import { type Key, type KeyQuery, type KeyRows, matchKeys, type RowMatch } from "./store.ts";
import { SubjectKeys } from "./subject-keys.ts";

const NO_LEAVES: LeafTables = new Map();

export interface ReachOptions {
  /** Leave rows to the store where no keys of theirs have to be known, so that a million need no memory (reading only). */
  readonly skipLeaves: boolean;
}

/** Reaches every row that is the person's, starting from their own rows. */
export function* reachRows(
  index: ModelIndex,
  subjects: readonly RowRef[],
  options: ReachOptions,
): Generator<readonly KeyQuery[], Reach, readonly KeyRows[]> {
  const reach: Reach = {
    index,
    selects: createSelectLists(index),
    sentinels: new Map(),
    taken: new Map(),
    ghosts: new Map(),
    viewable: findViewable(index),
    subjects,
    tables: new Map(),
    leaves: new Map(),
  };
  const own = new SubjectKeys(reach);
  const leaves = options.skipLeaves ? findLeafTables(index, reach.viewable) : NO_LEAVES;
  let frontier = yield* openSubjects(reach, subjects);
  while (frontier.length > 0) {
    const steps = frontier.flatMap(({ reached, rows, level }) => planSteps(reach, reached, rows, level, leaves));
    const merged = mergeSteps(steps);
    const answers = merged.length > 0 ? yield merged.map((step) => step.query) : [];
    const grown = new Map<string, Wave>();
    merged.forEach((step, position) => {
      absorb(reach, own, step, answers[position] ?? [], grown);
    });
    frontier = [...grown.values()];
  }
  return reach;
}

/** Rows that were reached in one step, all at one level. */
interface Wave {
  readonly reached: ReachedTable;
  readonly level: Level;
  readonly rows: ReachedRow[];
}

interface Question extends Step {
  /** The table that it leads to. */
  readonly table: ModelTable;
  readonly query: KeyQuery;
  /** What the rows must point at, where the store's answer may hold more rows than that. */
  readonly exact: KeyIndex<true> | null;
}

function* openSubjects(
  reach: Reach,
  subjects: readonly RowRef[],
): Generator<readonly KeyQuery[], Wave[], readonly KeyRows[]> {
  const byTable = Map.groupBy(subjects, ({ table }) => table);
  const queries = [...byTable].flatMap(([name, refs]): readonly { table: ModelTable; query: KeyQuery }[] => {
    const table = reach.index.table.get(name);
    if (!isReadable(table) || table.key.length === 0) return [];
    const keys = refs.map(({ key }) => key);
    return [{ table, query: { table: name, select: reach.selects(table), any: [matchKeys(table.key, keys)] } }];
  });
  const sentinels = askSentinels(reach.index);
  const ghosts = askGhosts(reach.index);
  const all = [...queries, ...sentinels, ...ghosts].map(({ query }) => query);
  const answers = all.length > 0 ? yield all : [];
  sentinels.forEach(({ edges, sentinel }, position) => {
    const rows = answers[queries.length + position]?.length ?? 0;
    for (const edge of edges) {
      if (rows === 0) reach.sentinels.set(edge, sentinel);
      else reach.taken.set(edge, { sentinel, rows });
    }
  });
  ghosts.forEach(({ ghost }, position) => {
    const [found] = answers[queries.length + sentinels.length + position] ?? [];
    // Whoever has its key and is somebody leaves no room for a ghost.
    if (found !== undefined && !isGhost(ghost, ghost.columns, found)) return;
    reach.ghosts.set(ghost.table, { ghost, isThere: found !== undefined });
  });
  return queries.map(({ table }, position) => {
    const reached = openTable(reach, table);
    const rows = (answers[position] ?? []).map((values) => {
      const row = makeRow(reached, values, "own", null);
      addRow(reached, rowId(reached, values), row);
      return row;
    });
    return { reached, level: "own" as const, rows };
  });
}

function openTable(reach: Reach, table: ModelTable): ReachedTable {
  const known = reach.tables.get(table.name);
  if (known !== undefined) return known;
  const opened = describeTable(reach, table);
  reach.tables.set(table.name, opened);
  return opened;
}

/** Where rows of a table lead: down to what points at them, up to what they hold. */
function planSteps(
  reach: Reach,
  reached: ReachedTable,
  rows: readonly ReachedRow[],
  level: Level,
  leaves: LeafTables,
): Question[] {
  const { index } = reach;
  const steps: Question[] = [];
  // A row that merely names the person leads nowhere: what it belongs to, or holds, is another's.
  if (level === "act") return steps;
  for (const edge of index.incoming.get(reached.table.name) ?? []) {
    const child = index.table.get(edge.from);
    const reachedLevel = weaken(level, edge, reached.table);
    if (reachedLevel === null || !isReadable(child)) continue;
    const parents = readKeys(reached, rows, edge.toColumns);
    if (parents.length === 0) continue;
    const match = matchChildren(edge, parents);
    if (reachedLevel === "own" && leaves.has(child.name)) {
      addLeaf(reach, leaves, edge, match);
      continue;
    }
    const exact = isLoose(edge) ? indexKeys(edge, parents) : null;
    steps.push({ table: child, edge, level: reachedLevel, query: askFor(reach, child, match), exact });
  }
  for (const edge of index.outgoing.get(reached.table.name) ?? []) {
    const parent = index.table.get(edge.to);
    if ((edge.role !== "holds" && !edge.same) || !isReadable(parent)) continue;
    const match = matchParents(
      edge,
      rows.filter((row) => satisfies(reached, row, edge)).map((row) => readValues(reached, row, edge.columns)),
    );
    if (match !== null) steps.push({ table: parent, edge, level, query: askFor(reach, parent, match), exact: null });
  }
  return steps;
}

/** Leaves rows of a table to the store, and with them all that hangs on them, however deep. */
function addLeaf(reach: Reach, leaves: LeafTables, via: Edge, match: RowMatch): void {
  const table = reach.index.table.get(via.from);
  if (table === undefined) return;
  const known = reach.leaves.get(table.name);
  if (known !== undefined) {
    known.any.push(match);
    return;
  }
  const leaf = { table, any: [match], via };
  reach.leaves.set(table.name, leaf);
  for (const edge of leaves.get(table.name) ?? []) {
    // The list of the table's own matches is shared: what is added to it later counts here too.
    const { columns, to, toColumns, when } = edge;
    addLeaf(reach, leaves, edge, { kind: "pointer", columns, to, toColumns, any: leaf.any, when });
  }
}

function askFor(reach: Reach, table: ModelTable, match: RowMatch): KeyQuery {
  return { table: table.name, select: reach.selects(table), any: [match] };
}

function indexKeys(edge: Edge, keys: readonly Key[]): KeyIndex<true> {
  const index = createKeyIndex<true>();
  for (const key of keys) addToIndex(index, edge, key, true);
  return index;
}

/** Steps of one wave with the same edge and level become one question. */
function mergeSteps(steps: readonly Question[]): readonly Question[] {
  const merged = new Map<string, Question>();
  for (const step of steps) {
    const id = `${step.edge.id} ${step.level} ${step.table.name}`;
    const known = merged.get(id);
    if (known === undefined) merged.set(id, step);
    else {
      for (const [text, items] of step.exact?.items ?? []) known.exact?.items.set(text, items);
      for (const length of step.exact?.lengths ?? []) known.exact?.lengths.add(length);
      merged.set(id, { ...known, query: { ...known.query, any: [...known.query.any, ...step.query.any] } });
    }
  }
  return [...merged.values()];
}

/** Takes in the answer to one step: new rows, and rows that turn out to be more strongly the person's, grow the next wave. */
function absorb(reach: Reach, own: SubjectKeys, step: Question, answer: KeyRows, grown: Map<string, Wave>): void {
  if (answer.length === 0) return;
  const reached = openTable(reach, step.table);
  const fixed = fixedLevel(step.table, step);
  const waves = new Map<Level, Wave>();
  for (const values of answer) {
    if (step.exact !== null && !pointsAt(reached, step.exact, step.edge, values)) continue;
    const level = fixed === undefined ? capLevel(reach, reached, step, values, own) : fixed;
    const row = absorbRow(reached, step.edge, values, level);
    if (row === null || level === null) continue;
    if (level === "own") own.add(reached, row);
    const wave = waves.get(level) ?? openWave(grown, reached, level);
    waves.set(level, wave);
    wave.rows.push(row);
  }
}

function openWave(grown: Map<string, Wave>, reached: ReachedTable, level: Level): Wave {
  const name = `${reached.table.name} ${level}`;
  const wave = grown.get(name) ?? { reached, level, rows: [] };
  grown.set(name, wave);
  return wave;
}

/** The row, where it is reached for the first time or more strongly than before. */
function absorbRow(
  reached: ReachedTable,
  edge: Edge,
  values: readonly (string | null)[],
  level: Level | null,
): ReachedRow | null {
  const id = rowId(reached, values);
  const known = reached.rows.get(id);
  if (level === null) {
    const row = known ?? reached.foreign.get(id) ?? makeRow(reached, values, "act", edge);
    row.edges = row.edges.with(edge);
    if (known === undefined) reached.foreign.set(id, row);
    return null;
  }
  if (known !== undefined) {
    known.edges = known.edges.with(edge);
    if (STRENGTH[known.level] >= STRENGTH[level]) return null;
    known.level = level;
    known.via = edge;
  }
  const row = known ?? makeRow(reached, values, level, edge);
  if (known === undefined) addRow(reached, id, row);
  const foreign = reached.foreign.get(id);
  if (foreign !== undefined) {
    for (const one of foreign.edges) row.edges = row.edges.with(one);
    reached.foreign.delete(id);
  }
  return row;
}

function pointsAt(
  reached: ReachedTable,
  exact: KeyIndex<true>,
  edge: Edge,
  values: readonly (string | null)[],
): boolean {
  const row = edge.columns.map((column) => values[reached.positions.get(column) ?? -1] ?? null);
  return findPointedAt(exact, edge, row).length > 0;
}
