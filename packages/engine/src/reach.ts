/**
 * Which rows are the person's, and how: a fixed point over keys. It yields waves of questions and is given the answers;
 * cycles and self references end by themselves, because a row is followed again only when it is reached more strongly.
 */
import { foldText, holds, matchChildren, matchParents, readEdgeValue } from "./edge-values.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import type { Level, RowRef } from "./rights.ts";
import type { Key, KeyQuery, KeyRows, RowMatch } from "./store.ts";

const STRENGTH: Readonly<Record<Level, number>> = { own: 3, view: 2, act: 1 };

export interface ReachedRow {
  readonly key: Key;
  /** Values of the table's {@link ReachedTable.select}, in that order. */
  readonly values: readonly (string | null)[];
  level: Level;
  /** The edge by which it was first reached at its level; null for the person's own rows. */
  via: Edge | null;
  /** Every edge that points from it at the person (or at what is theirs), by which it was reached. */
  readonly edges: Set<Edge>;
}

export interface ReachedTable {
  readonly table: ModelTable;
  readonly select: readonly string[];
  readonly rows: Map<string, ReachedRow>;
  /** Rows that belong to the person's rows but are another person's own: they are not reached, and depend on what is. */
  readonly foreign: Map<string, ReachedRow>;
}

/** A table whose rows nothing depends on: known by what they match, never held in memory. Access only. */
export interface LeafTable {
  readonly table: ModelTable;
  readonly any: RowMatch[];
  readonly via: Edge;
}

export interface Reach {
  readonly index: ModelIndex;
  readonly subjects: readonly RowRef[];
  readonly tables: Map<string, ReachedTable>;
  readonly leaves: Map<string, LeafTable>;
}

export interface ReachOptions {
  /** Leave tables that nothing hangs on to the store, so that a million rows need no memory (reading only). */
  readonly skipLeaves: boolean;
}

/** Reads one column of a reached row. */
export function readValue(reached: ReachedTable, row: ReachedRow, column: string): string | null {
  return row.values[reached.select.indexOf(column)] ?? null;
}

/** Reads the values of an edge's columns of a reached row. */
export function readValues(reached: ReachedTable, row: ReachedRow, columns: readonly string[]): readonly (string | null)[] {
  return columns.map((column) => readValue(reached, row, column));
}

/** Reaches every row that is the person's, starting from their own rows. */
export function* reachRows(
  index: ModelIndex,
  subjects: readonly RowRef[],
  options: ReachOptions,
): Generator<readonly KeyQuery[], Reach, readonly KeyRows[]> {
  const reach: Reach = { index, subjects, tables: new Map(), leaves: new Map() };
  const own = new SubjectKeys(reach);
  let frontier = yield* openSubjects(reach, subjects);
  while (frontier.length > 0) {
    own.refresh();
    const steps = frontier.flatMap(({ reached, rows, level }) => planSteps(reach, reached, rows, level, options));
    const merged = mergeSteps(steps);
    const answers = merged.length > 0 ? yield merged.map((step) => step.query) : [];
    const grown = new Map<string, Wave>();
    merged.forEach((step, position) => {
      for (const values of answers[position] ?? []) absorb(reach, own, step, values, grown);
    });
    frontier = [...grown.values()];
  }
  return reach;
}

interface Wave {
  readonly reached: ReachedTable;
  readonly level: Level;
  readonly rows: ReachedRow[];
}

interface Step {
  readonly table: ModelTable;
  readonly edge: Edge;
  readonly level: Level;
  readonly query: KeyQuery;
}

/** The columns that reach needs of a table: its key, its edges both ways, and what retention looks at. */
export function selectOf(index: ModelIndex, table: ModelTable): readonly string[] {
  const columns = new Set(table.key);
  for (const edge of index.outgoing.get(table.name) ?? []) {
    for (const column of [...edge.columns, ...Object.keys(edge.when)]) columns.add(column);
  }
  for (const edge of index.incoming.get(table.name) ?? []) for (const column of edge.toColumns) columns.add(column);
  for (const { column } of table.identifiers) columns.add(column);
  if (table.retain !== null) {
    if (table.retain.from !== null) columns.add(table.retain.from);
    for (const column of Object.keys(table.retain.when)) columns.add(column);
  }
  return [...columns];
}

function* openSubjects(
  reach: Reach,
  subjects: readonly RowRef[],
): Generator<readonly KeyQuery[], Wave[], readonly KeyRows[]> {
  const byTable = Map.groupBy(subjects, ({ table }) => table);
  const queries = [...byTable].flatMap(([name, refs]): readonly { table: ModelTable; query: KeyQuery }[] => {
    const table = reach.index.table.get(name);
    if (table === undefined || table.key.length === 0) return [];
    const any: RowMatch[] = [{ kind: "key", columns: table.key, in: refs.map(({ key }) => key), fold: false, when: {} }];
    return [{ table, query: { table: name, select: selectOf(reach.index, table), any } }];
  });
  const answers = queries.length > 0 ? yield queries.map(({ query }) => query) : [];
  return queries.map(({ table }, position) => {
    const reached = openTable(reach, table);
    const rows = (answers[position] ?? []).map((values) => addRow(reached, values, "own", null));
    return { reached, level: "own" as const, rows };
  });
}

function openTable(reach: Reach, table: ModelTable): ReachedTable {
  const known = reach.tables.get(table.name);
  if (known !== undefined) return known;
  const opened = { table, select: selectOf(reach.index, table), rows: new Map(), foreign: new Map() };
  reach.tables.set(table.name, opened);
  return opened;
}

/** Without a usable key, rows are told apart by all that is known of them; erasure refuses such tables anyway. */
function rowId(reached: ReachedTable, values: readonly (string | null)[]): string {
  const { key } = reached.table;
  return JSON.stringify(key.length > 0 ? values.slice(0, key.length) : values);
}

function addRow(reached: ReachedTable, values: readonly (string | null)[], level: Level, via: Edge | null): ReachedRow {
  const key = values.slice(0, reached.table.key.length).map((text) => text ?? "");
  const row: ReachedRow = { key, values, level, via, edges: new Set(via === null ? [] : [via]) };
  reached.rows.set(rowId(reached, values), row);
  return row;
}

/** Where rows of a table lead: down to what points at them, up to what they hold. */
function planSteps(reach: Reach, reached: ReachedTable, rows: readonly ReachedRow[], level: Level, options: ReachOptions): Step[] {
  const { index } = reach;
  const steps: Step[] = [];
  // A row that merely names the person leads nowhere: what it belongs to, or holds, is another's.
  if (level === "act") return steps;
  for (const edge of index.incoming.get(reached.table.name) ?? []) {
    const child = index.table.get(edge.from);
    const reachedLevel = weaken(level, edge, reached.table);
    if (child === undefined || child.kind === "view" || reachedLevel === null) continue;
    const parents = rows.map((row) => readValues(reached, row, edge.toColumns)).filter(isKey);
    if (parents.length === 0) continue;
    const match = matchChildren(edge, parents);
    if (options.skipLeaves && reachedLevel === "own" && isLeaf(index, child)) {
      const leaf = reach.leaves.get(child.name) ?? { table: child, any: [], via: edge };
      leaf.any.push(match);
      reach.leaves.set(child.name, leaf);
      continue;
    }
    steps.push({ table: child, edge, level: reachedLevel, query: askFor(index, child, match) });
  }
  for (const edge of index.outgoing.get(reached.table.name) ?? []) {
    const parent = index.table.get(edge.to);
    if (parent === undefined || (edge.role !== "holds" && !edge.same)) continue;
    const match = matchParents(
      edge,
      rows.filter((row) => satisfies(reached, row, edge)).map((row) => readValues(reached, row, edge.columns)),
    );
    if (match !== null) steps.push({ table: parent, edge, level, query: askFor(index, parent, match) });
  }
  return steps;
}

function satisfies(reached: ReachedTable, row: ReachedRow, edge: Edge): boolean {
  return holds(edge.when, (column) => readValue(reached, row, column));
}

function askFor(index: ModelIndex, table: ModelTable, match: RowMatch): KeyQuery {
  return { table: table.name, select: selectOf(index, table), any: [match] };
}

function isKey(values: readonly (string | null)[]): values is Key {
  return values.every((value) => value !== null);
}

/** The weakest link: what a row of `level` makes of the rows that point at it by this edge; null when nothing. */
function weaken(level: Level, edge: Edge, target: ModelTable): Level | null {
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

/** Nothing hangs on its rows, and no row of it can turn out to be another person's. */
function isLeaf(index: ModelIndex, table: ModelTable): boolean {
  const follows = (index.incoming.get(table.name) ?? []).some((edge) => edge.role !== "context" || edge.same);
  const out = index.outgoing.get(table.name) ?? [];
  const leads = out.some((edge) => edge.role === "holds" || edge.same || edge.role === "viewer");
  const owners = out.filter((edge) => edge.role === "owner");
  const parts = out.filter((edge) => edge.role === "part");
  return !follows && !leads && (owners.length === 0 || parts.length === 0) && !out.some((edge) => edge.role === "actor");
}

/** Steps of one wave with the same edge and level become one question. */
function mergeSteps(steps: readonly Step[]): readonly Step[] {
  const merged = new Map<string, Step>();
  for (const step of steps) {
    const id = `${step.edge.id} ${step.level} ${step.table.name}`;
    const known = merged.get(id);
    if (known === undefined) merged.set(id, step);
    else merged.set(id, { ...known, query: { ...known.query, any: [...known.query.any, ...step.query.any] } });
  }
  return [...merged.values()];
}

function absorb(reach: Reach, own: SubjectKeys, step: Step, values: readonly (string | null)[], grown: Map<string, Wave>): void {
  const reached = openTable(reach, step.table);
  const id = rowId(reached, values);
  const known = reached.rows.get(id);
  const level = capLevel(reached, step, values, own);
  if (level === null) {
    if (known === undefined) {
      const key = values.slice(0, reached.table.key.length).map((text) => text ?? "");
      const row = reached.foreign.get(id) ?? { key, values, level: "act", via: step.edge, edges: new Set() };
      row.edges.add(step.edge);
      reached.foreign.set(id, row);
    }
    return;
  }
  if (known !== undefined) {
    known.edges.add(step.edge);
    if (STRENGTH[known.level] >= STRENGTH[level]) return;
    known.level = level;
    known.via = step.edge;
  }
  const row = known ?? addRow(reached, values, level, step.edge);
  reached.foreign.delete(id);
  const wave = grown.get(`${step.table.name} ${level}`) ?? { reached, level, rows: [] };
  wave.rows.push(row);
  grown.set(`${step.table.name} ${level}`, wave);
}

/**
 * Another person's row is never reached as one's own: a row found through its parent that names an owner, and not this
 * person, is theirs; a row of a subject table is a person of its own unless a `same` edge or a shared key says otherwise.
 */
function capLevel(reached: ReachedTable, step: Step, values: readonly (string | null)[], own: SubjectKeys): Level | null {
  const { edge, level } = step;
  if (edge.same) return level;
  if (reached.table.kind === "subject" && edge.role !== "holds") {
    const sharedKey = edge.columns.join() === reached.table.key.join();
    if (!sharedKey && !edge.match) return edge.role === "actor" ? "act" : null;
  }
  if (level === "act" || edge.role === "owner") return level;
  const read = (column: string) => values[reached.select.indexOf(column)] ?? null;
  let foreign = false;
  for (const owner of own.ownerEdges(reached.table.name)) {
    if (!holds(owner.when, read)) continue;
    const key = readEdgeValue(owner, owner.columns.map(read));
    if (key === null) continue;
    if (own.has(owner, key)) return level;
    foreign = true;
  }
  return foreign ? null : level;
}

/** The person's own keys, as other rows' owner edges hold them. */
class SubjectKeys {
  readonly #reach: Reach;
  readonly #keys = new Map<string, Set<string>>();
  constructor(reach: Reach) {
    this.#reach = reach;
  }

  refresh(): void {
    this.#keys.clear();
  }

  ownerEdges(table: string): readonly Edge[] {
    const out = this.#reach.index.outgoing.get(table) ?? [];
    return out.filter((edge) => edge.role === "owner" && this.#reach.index.table.get(edge.to)?.kind === "subject");
  }

  has(edge: Edge, key: Key): boolean {
    const name = `${edge.to} ${edge.toColumns.join()} ${edge.match}`;
    let keys = this.#keys.get(name);
    if (keys === undefined) {
      keys = new Set(this.#collect(edge));
      this.#keys.set(name, keys);
    }
    return keys.has(JSON.stringify(key));
  }

  *#collect(edge: Edge): Generator<string> {
    const reached = this.#reach.tables.get(edge.to);
    for (const row of reached?.rows.values() ?? []) {
      if (reached === undefined || row.level !== "own") continue;
      const values = readValues(reached, row, edge.toColumns);
      if (isKey(values)) yield JSON.stringify(edge.match ? values.map(foldText) : values);
    }
  }
}
