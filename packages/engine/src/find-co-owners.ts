/** Which of the person's rows are another's too: looked up before anything is decided, because those have to stay. */
import {
  addToIndex,
  createKeyIndex,
  findPointedAt,
  isFilled,
  type KeyIndex,
  matchChildren,
  matchParents,
} from "./edge-values.ts";
import type { Edge } from "./model.ts";
import {
  describeTable,
  isPlain,
  isReadable,
  isTableKey,
  makeRow,
  namesGhost,
  namesNobody,
  type Reach,
  type ReachedRow,
  type ReachedTable,
  readValues,
  rowId,
  satisfies,
} from "./reached-rows.ts";
import type { KeyQuery, KeyRows } from "./store.ts";

/** A row on the way up from the person's rows to whoever else they belong to. */
interface Climber {
  readonly reached: ReachedTable;
  readonly row: ReachedRow;
  /** The rows that led here; none for those that the way up begins with. */
  below: Set<Climber> | null;
  /** Does it name an owner: nobody, somebody who has left, somebody? */
  owner: "nobody" | "ghost" | "somebody";
  /** Of a row that is not the person's: the table of a row that holds it. */
  holder: string | null;
}

interface Ask {
  readonly edge: Edge;
  readonly climbers: readonly Climber[];
  readonly query: KeyQuery;
}

/** What of the person's rows is another's too. */
export interface CoOwned {
  /** Rows that also belong to somebody else. */
  readonly shared: ReadonlySet<ReachedRow>;
  /** Rows without an owner that are part of what is not the person's and is held; the table of what holds it. */
  readonly held: ReadonlyMap<ReachedRow, string>;
}

/**
 * Finds the person's rows that also belong to somebody else: by an owner edge, or, where a row names no owner, through
 * another parent or another holder, however far up. A reference to a row that does not exist makes nobody an owner; but
 * rows that are nobody's can hold what such a row is part of.
 */
export function* findCoOwners(reach: Reach): Generator<readonly KeyQuery[], CoOwned, readonly KeyRows[]> {
  const known = new Map<string, Climber>();
  const people: Climber[] = [];
  let frontier = [...reach.tables.values()]
    .filter((reached) => reached.table.kind !== "subject" && mayBeShared(reach, reached))
    .flatMap((reached) =>
      [...reached.rows.values()].filter(({ level }) => level === "own").map((row) => beginClimb(reached, row)),
    );
  for (;;) {
    const asks = askUp(reach, frontier);
    if (asks.length === 0) return { shared: collectShared(people), held: collectHeld(known.values()) };
    const answers = yield asks.map(({ query }) => query);
    const next: Climber[] = [];
    asks.forEach((ask, position) => {
      for (const climber of climb(reach, ask, answers[position] ?? [], known)) {
        if (climber.reached.table.kind === "subject") people.push(climber);
        else next.push(climber);
      }
    });
    frontier = next;
  }
}

function beginClimb(reached: ReachedTable, row: ReachedRow): Climber {
  return { reached, row, below: null, owner: "nobody", holder: null };
}

/** The edges that say whose a row is: its owners, or without any, what it is part of. Notes whether it names an owner. */
function belongingEdges(reach: Reach, climber: Climber): readonly Edge[] {
  const { reached, row } = climber;
  const belonging: Edge[] = [];
  for (const role of ["owner", "part"] as const) {
    for (const edge of reach.index.outgoing.get(reached.table.name) ?? []) {
      if (edge.role !== role) continue;
      const value = readValues(reached, row, edge.columns);
      if (role === "owner" && namesGhost(reach, edge, value)) climber.owner = "ghost";
      if (satisfies(reached, row, edge) && !namesNobody(reach, edge, value)) belonging.push(edge);
    }
    if (role === "owner" && belonging.length > 0) climber.owner = "somebody";
    // What was somebody's who has left is nobody's through its parent.
    if (climber.owner !== "nobody") break;
  }
  return belonging;
}

/** Does this table have rows whose edges could lead to somebody else at all? */
function mayBeShared(reach: Reach, reached: ReachedTable): boolean {
  const out = reach.index.outgoing.get(reached.table.name) ?? [];
  const belonging = out.filter((edge) => edge.role === "owner" || edge.role === "part");
  const isHeld = (reach.index.incoming.get(reached.table.name) ?? []).some(({ role }) => role === "holds");
  return isHeld || belonging.length > 1 || belonging.some((edge) => !isUniqueTarget(reach, edge));
}

function askUp(reach: Reach, frontier: readonly Climber[]): readonly Ask[] {
  const byEdge = new Map<Edge, Climber[]>();
  const holders = new Map<Edge, Climber[]>();
  const possible = new Map<ReachedTable, boolean>();
  const unique = new Map<Edge, boolean>();
  for (const climber of frontier) {
    const { reached, row } = climber;
    const isOwn = row.level === "own";
    if (!possible.has(reached)) possible.set(reached, !isOwn || mayBeShared(reach, reached));
    if (!possible.get(reached)) continue;
    const edges = belongingEdges(reach, climber);
    for (const edge of edges) {
      let isUnique = unique.get(edge);
      if (isUnique === undefined) {
        isUnique = isUniqueTarget(reach, edge);
        unique.set(edge, isUnique);
      }
      if (!isUnique || !isOnlyMine(reach, edge, reached, row)) push(byEdge, edge, climber);
    }
    // What holds a row that has an owner is no owner of it, but keeps its parts.
    if (isOwn && climber.owner === "somebody") continue;
    for (const edge of reach.index.incoming.get(reached.table.name) ?? []) {
      if (edge.role === "holds") push(holders, edge, climber);
    }
  }
  const up = [...byEdge].flatMap(([edge, climbers]): readonly Ask[] => {
    const target = reach.index.table.get(edge.to);
    const match = matchParents(
      edge,
      climbers.map(({ reached, row }) => readValues(reached, row, edge.columns)),
    );
    if (match === null || !isReadable(target)) return [];
    return [{ edge, climbers, query: { table: target.name, select: reach.selects(target), any: [match] } }];
  });
  const down = [...holders].flatMap(([edge, climbers]): readonly Ask[] => {
    const holder = reach.index.table.get(edge.from);
    const keys = climbers.map(({ reached, row }) => readValues(reached, row, edge.toColumns)).filter(isFilled);
    if (keys.length === 0 || !isReadable(holder)) return [];
    const any = [matchChildren(edge, keys)];
    return [{ edge, climbers, query: { table: holder.name, select: reach.selects(holder), any } }];
  });
  return [...up, ...down];
}

function push(groups: Map<Edge, Climber[]>, edge: Edge, climber: Climber): void {
  const group = groups.get(edge);
  if (group === undefined) groups.set(edge, [climber]);
  else group.push(climber);
}

/** What a unique key names is known without asking when the person's own row was found by it. */
function isOnlyMine(reach: Reach, edge: Edge, reached: ReachedTable, row: ReachedRow): boolean {
  const target = reach.tables.get(edge.to);
  if (target === undefined || !isTableKey(target.table, edge.toColumns)) return false;
  return target.rows.get(rowId(target, readValues(reached, row, edge.columns)))?.level === "own";
}

function isUniqueTarget(reach: Reach, edge: Edge): boolean {
  const schema = reach.index.table.get(edge.to)?.schema;
  if (schema === undefined || !isPlain(edge)) return false;
  const wanted = edge.toColumns.join();
  return [schema.primaryKey, ...schema.uniqueKeys].some((key) => key.join() === wanted);
}

/** The rows of an answer that are not the person's, each met for the first time. */
function climb(reach: Reach, { edge, climbers, query }: Ask, rows: KeyRows, known: Map<string, Climber>): Climber[] {
  const table = reach.index.table.get(query.table);
  if (table === undefined) return [];
  const described = reach.tables.get(table.name) ?? describeTable(reach, table);
  const isHolder = edge.role === "holds";
  const index = createKeyIndex<Climber>();
  if (isHolder) {
    for (const one of climbers) addToIndex(index, edge, readValues(one.reached, one.row, edge.toColumns), one);
  }
  const fresh: Climber[] = [];
  for (const values of rows) {
    const id = rowId(described, values);
    if (described.rows.get(id)?.level === "own") continue;
    const name = `${table.name} ${id}`;
    const met = known.get(name);
    const climber = met ?? beginClimb(described, makeRow(described, values, "act", null));
    const held = isHolder && satisfies(described, climber.row, edge) ? pointedAt(index, edge, climber) : [];
    for (const one of held) one.holder ??= edge.from;
    const ownerless = held.filter(({ owner }) => owner !== "somebody");
    if (isHolder && ownerless.length === 0) continue;
    if (met === undefined) {
      known.set(name, climber);
      fresh.push(climber);
    }
    if (isHolder) for (const one of ownerless) leadTo(climber, one);
    else addToIndex(index, edge, readValues(described, climber.row, edge.toColumns), climber);
  }
  if (!isHolder) {
    for (const one of climbers) {
      for (const parent of pointedAt(index, edge, one)) leadTo(parent, one);
    }
  }
  return fresh;
}

function pointedAt(index: KeyIndex<Climber>, edge: Edge, { reached, row }: Climber): readonly Climber[] {
  return findPointedAt(index, edge, readValues(reached, row, edge.columns));
}

function leadTo(climber: Climber, from: Climber): void {
  climber.below ??= new Set();
  climber.below.add(from);
}

function collectShared(people: readonly Climber[]): ReadonlySet<ReachedRow> {
  const shared = new Set<ReachedRow>();
  const seen = new Set<Climber>();
  const open = [...people];
  for (let climber = open.pop(); climber !== undefined; climber = open.pop()) {
    if (seen.has(climber)) continue;
    seen.add(climber);
    if (climber.row.level === "own") shared.add(climber.row);
    if (climber.below !== null) open.push(...climber.below);
  }
  return shared;
}

/** Goes down from what is held to the person's rows that are part of it, as far as no row names an owner of its own. */
function collectHeld(known: Iterable<Climber>): ReadonlyMap<ReachedRow, string> {
  const held = new Map<ReachedRow, string>();
  for (const top of known) {
    const { holder } = top;
    if (holder === null) continue;
    const seen = new Set<Climber>();
    const open = [...(top.below ?? [])];
    for (let climber = open.pop(); climber !== undefined; climber = open.pop()) {
      if (climber.owner !== "nobody" || seen.has(climber)) continue;
      seen.add(climber);
      if (climber.row.level === "own") held.set(climber.row, holder);
      open.push(...(climber.below ?? []));
    }
  }
  return held;
}
