/** Where else the same value of the same person stands: marked copies, their other rows, columns that carry it as a key. */
import { isNaming } from "./categories.ts";
import { foldText, isLoose, keyId, matchChildren, readEdgeKeys } from "./edge-values.ts";
import type { Asking } from "./in-step.ts";
import type { Edge, Finding, ModelColumn, ModelTable } from "./model.ts";
import { isReadable, namesNobody, type Reach, type ReachedRow, readValues, satisfies } from "./reached-rows.ts";
import { copyDiffers, insideMore, noKey } from "./rectification-findings.ts";
import { createOwnTargets, type OwnTargets } from "./settle-shares.ts";
import { type Key, matchKeys } from "./store.ts";

/** Rows in which one column gets a new value. */
export interface Spot {
  readonly table: ModelTable;
  readonly column: string;
  readonly value: string;
  readonly why: string;
  readonly rows: Map<string, { readonly key: Key; readonly before: string | null }>;
}

/** Adds a spot, and every other place that holds the same value for the same reason. */
export function* spread(reach: Reach, first: Spot, spots: Map<string, Spot>, findings: Finding[]): Asking<void> {
  const open = [first];
  for (let spot = open.pop(); spot !== undefined; spot = open.pop()) {
    const id = `${spot.table.name}.${spot.column}`;
    const known = spots.get(id) ?? newSpot(spot.table, spot.column, spot.value, spot.why);
    spots.set(id, known);
    const fresh = [...spot.rows].filter(([key]) => !known.rows.has(key));
    for (const [key, row] of fresh) known.rows.set(key, row);
    const old = [
      ...new Set(fresh.flatMap(([, { before }]) => (before === null || before.trim() === "" ? [] : [before]))),
    ];
    if (old.length === 0) continue;
    open.push(...(yield* findCopies(reach, spot, old, findings)));
    open.push(...(yield* followEdges(reach, spot, old, findings)));
  }
}

/** Marked copies in the person's own rows and in those that name them; in their own also columns of the same kind of identity with the same value. */
function* findCopies(reach: Reach, spot: Spot, old: readonly string[], findings: Finding[]): Asking<readonly Spot[]> {
  const category = columnOf(spot.table, spot.column)?.category ?? "other";
  const tells = isNaming(category);
  const wanted = new Set(old.map(foldText));
  const copies: Spot[] = [];
  const targets = createOwnTargets(reach);
  for (const table of reach.index.model.tables) {
    const own = ownKeys(reach, table);
    const isCopied = table.columns.some(
      ({ copyOf }) => copyOf?.table === spot.table.name && copyOf.column === spot.column,
    );
    const { others, alone } = isCopied ? namingRows(reach, targets, table, spot) : NOBODY;
    if (own.length + others.length === 0) continue;
    for (const column of table.columns) {
      if (table === spot.table && column.name === spot.column) continue;
      const isMarked = column.copyOf?.table === spot.table.name && column.copyOf.column === spot.column;
      if (!isMarked && !(tells && column.category === category)) continue;
      const keys = isMarked ? [...own, ...others] : own;
      if (keys.length === 0) continue;
      const why = isMarked ? `a copy of ${spot.table.name}.${spot.column}` : "the same value of the same person";
      const copy = newSpot(table, column.name, spot.value, why);
      let different = 0;
      for (const [key, before] of yield* readValuesOf(table, column.name, keys)) {
        if (before !== null && wanted.has(foldText(before))) copy.rows.set(keyId(key), { key, before });
        // Where others are named too it may say what they are called.
        else if (before !== null && before !== spot.value && alone.has(keyId(key))) different += 1;
      }
      if (isMarked && different > 0) findings.push(copyDiffers(table.name, column.name, spot, different));
      if (copy.rows.size > 0) copies.push(copy);
    }
  }
  return copies;
}

/** Columns that carry the value as a key: those that point at it, and that which it points at. */
function* followEdges(reach: Reach, spot: Spot, old: readonly string[], findings: Finding[]): Asking<readonly Spot[]> {
  const { index } = reach;
  const found: Spot[] = [];
  for (const edge of index.incoming.get(spot.table.name) ?? []) {
    const child = index.table.get(edge.from);
    if (edge.onDelete !== null || edge.toColumns.join() !== spot.column || !isReadable(child)) continue;
    const [column = ""] = edge.columns;
    const any = [
      matchChildren(
        edge,
        old.map((value) => [value]),
      ),
    ];
    const [rows = []] = yield [{ table: child.name, select: [...child.key, column], any }];
    if (rows.length === 0) continue;
    if (edge.path.length > 0 || isLoose(edge)) {
      const wanted = new Set(old.map((value) => (edge.match ? foldText(value) : value)));
      const isMeant = (value: string | null) => readEdgeKeys(edge, [value]).some(([key = ""]) => wanted.has(key));
      const holding = edge.list === undefined ? rows : rows.filter((row) => isMeant(row[child.key.length] ?? null));
      if (holding.length > 0) findings.push(insideMore(edge, holding.length));
      continue;
    }
    const value = edge.pattern === null ? spot.value : edge.pattern.replace("{}", () => spot.value);
    const carrying = newSpot(child, column, value, `it names a row of ${spot.table.name}`);
    const width = child.key.length;
    for (const row of rows) {
      const key = row.slice(0, width).map((text) => text ?? "");
      if (width > 0) carrying.rows.set(keyId(key), { key, before: row[width] ?? null });
      else findings.push(noKey(child.name));
    }
    if (carrying.rows.size > 0) found.push(carrying);
  }
  for (const edge of index.outgoing.get(spot.table.name) ?? []) {
    const parent = index.table.get(edge.to);
    const [column = ""] = edge.toColumns;
    const isPlain = !isLoose(edge) && edge.pattern === null && edge.path.length === 0 && edge.onDelete === null;
    if (!edge.match || !isPlain || edge.columns.join() !== spot.column || parent === undefined) continue;
    const wanted = new Set(old.flatMap((value) => readEdgeKeys(edge, [value]).map(keyId)));
    const pointed = newSpot(parent, column, spot.value, `rows of ${spot.table.name} name it by this`);
    for (const [key, before] of yield* readValuesOf(parent, column, ownKeys(reach, parent))) {
      if (before !== null && wanted.has(foldText(before))) pointed.rows.set(keyId(key), { key, before });
    }
    if (pointed.rows.size > 0) found.push(pointed);
  }
  return found;
}

export function ownKeys(reach: Reach, table: ModelTable): readonly Key[] {
  const rows = reach.tables.get(table.name)?.rows.values() ?? [];
  return [...rows].filter(({ level }) => level === "own").map(({ key }) => key);
}

interface Naming {
  readonly others: readonly Key[];
  readonly alone: ReadonlySet<string>;
}

const NOBODY: Naming = { others: [], alone: new Set() };

/** Rows of others that name the person, in which what they were called may stand as well; and own rows that name nobody else. */
function namingRows(reach: Reach, targets: OwnTargets, table: ModelTable, { table: of }: Spot): Naming {
  const reached = reach.tables.get(table.name);
  if (reached === undefined) return NOBODY;
  const edges = (reach.index.outgoing.get(table.name) ?? []).filter(({ to }) => to === of.name);
  const names = (row: ReachedRow, edge: Edge) => targets.find(edge, reached, row).length > 0;
  const isNobody = (row: ReachedRow, edge: Edge) =>
    !satisfies(reached, row, edge) || namesNobody(reach, edge, readValues(reached, row, edge.columns));
  const rows = [...reached.rows.values(), ...reached.foreign.values()];
  const others = rows.filter((row) => row.level !== "own" && edges.some((edge) => names(row, edge)));
  const alone = rows.filter(
    (row) => row.level === "own" && edges.every((edge) => names(row, edge) || isNobody(row, edge)),
  );
  return { others: others.map(({ key }) => key), alone: new Set(alone.map(({ key }) => keyId(key))) };
}

export function newSpot(table: ModelTable, column: string, value: string, why: string): Spot {
  return { table, column, value, why, rows: new Map() };
}

export function* readValuesOf(
  table: ModelTable,
  column: string,
  keys: readonly Key[],
): Asking<readonly (readonly [Key, string | null])[]> {
  if (table.key.length === 0 || keys.length === 0) return [];
  const any = [matchKeys(table.key, keys)];
  const [rows = []] = yield [{ table: table.name, select: [...table.key, column], any }];
  const width = table.key.length;
  return rows.map((row) => [row.slice(0, width).map((text) => text ?? ""), row[width] ?? null] as const);
}

export function columnOf(table: ModelTable, name: string): ModelColumn | undefined {
  return table.columns.find((column) => column.name === name);
}
