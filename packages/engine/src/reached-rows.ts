/** Rows as reach knows them, and how their columns are read. */
import { EdgeSet } from "./edge-set.ts";
import { holds, isFilled, keyId, readEdgeKeys } from "./edge-values.ts";
import type { Ghost } from "./ghosts.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import type { Level, RowRef } from "./rights.ts";
import type { SelectLists } from "./select-lists.ts";
import type { Key, RowMatch } from "./store.ts";

export interface ReachedRow {
  readonly key: Key;
  /** There is a NULL in its key. */
  readonly isPartial: boolean;
  /** Values of the table's {@link ReachedTable.select}, in that order. */
  readonly values: readonly (string | null)[];
  /** Its place among the rows of its table, in the order in which they were reached; -1 where it is not reached. */
  at: number;
  level: Level;
  /** The edge by which it was first reached at its level; null for the person's own rows. */
  via: Edge | null;
  /** Every edge that points from it at the person (or at what is theirs), by which it was reached. */
  edges: EdgeSet;
}

export interface ReachedTable {
  readonly table: ModelTable;
  readonly select: readonly string[];
  /** Where a column stands in {@link select}. */
  readonly positions: ReadonlyMap<string, number>;
  readonly rows: Map<string, ReachedRow>;
  /** Rows that belong to the person's rows but are another person's own: they are not reached, and depend on what is. */
  readonly foreign: Map<string, ReachedRow>;
  /** What the edges of its rows start from. */
  readonly noEdges: EdgeSet;
}

/** Some rows of one table. */
export interface TableRows {
  readonly reached: ReachedTable;
  readonly rows: readonly ReachedRow[];
}

/** A table whose rows are left to the store: known by what they match, never held in memory. Access only. */
export interface LeafTable {
  readonly table: ModelTable;
  readonly any: RowMatch[];
  readonly via: Edge;
}

export interface Reach {
  readonly index: ModelIndex;
  readonly selects: SelectLists;
  /** Edges with a value that says "nobody" (a default of 0), where there is nobody with that key. */
  readonly sentinels: Map<Edge, string>;
  /** Edges whose value for nobody is a key so far, and of how many rows. */
  readonly taken: Map<Edge, { readonly sentinel: string; readonly rows: number }>;
  /** By table of people: the row that stands in for those who have left, and whether it is there. */
  readonly ghosts: Map<string, { readonly ghost: Ghost; readonly isThere: boolean }>;
  /** Tables with rows that a person may see without owning them. */
  readonly viewable: ReadonlySet<string>;
  readonly subjects: readonly RowRef[];
  readonly tables: Map<string, ReachedTable>;
  readonly leaves: Map<string, LeafTable>;
}

/** Reads one column of a reached row. */
export function readValue(reached: ReachedTable, row: ReachedRow, column: string): string | null {
  const position = reached.positions.get(column);
  return position === undefined ? null : (row.values[position] ?? null);
}

/** Reads the values of an edge's columns of a reached row. */
export function readValues(
  reached: ReachedTable,
  row: ReachedRow,
  columns: readonly string[],
): readonly (string | null)[] {
  return columns.map((column) => readValue(reached, row, column));
}

/** Reads what {@link keyId} makes of these columns of a row; null where one of them is not filled. */
export function createKeyReader(reached: ReachedTable, columns: readonly string[]): (row: ReachedRow) => string | null {
  const [only = ""] = columns;
  const position = columns.length === 1 ? reached.positions.get(only) : undefined;
  if (position !== undefined) return ({ values }) => values[position] ?? null;
  return (row) => {
    const key = readValues(reached, row, columns);
    return isFilled(key) ? keyId(key) : null;
  };
}

/** These columns of rows, where all of them are filled: what other rows can point at. */
export function readKeys(
  reached: ReachedTable,
  rows: Iterable<ReachedRow>,
  columns: readonly string[],
): readonly Key[] {
  const keys: Key[] = [];
  const isKey = isTableKey(reached.table, columns);
  for (const row of rows) {
    // A key is whole but where a table's own key has NULLs in it, which erasure refuses.
    const values = isKey && !row.isPartial ? row.key : readValues(reached, row, columns);
    if (isFilled(values)) keys.push(values);
  }
  return keys;
}

/** Takes a row in that was not reached before. */
export function addRow({ rows }: ReachedTable, id: string, row: ReachedRow): void {
  row.at = rows.size;
  rows.set(id, row);
}

/** Are these the columns of the table's key, in its order? */
export function isTableKey({ key }: ModelTable, columns: readonly string[]): boolean {
  return key.length > 0 && key.length === columns.length && key.every((name, position) => name === columns[position]);
}

/** The row of a table that has this key, where it is the person's own. */
export function findOwn(reached: ReachedTable, key: Key): ReachedRow | null {
  const row = reached.rows.get(keyId(key));
  return row?.level === "own" ? row : null;
}

/** Does the edge count for this row at all (its condition)? */
export function satisfies(reached: ReachedTable, row: ReachedRow, edge: Edge): boolean {
  return holds(edge.when, (column) => readValue(reached, row, column));
}

/** Can its rows be asked for? A view is computed from other tables; what may not be read is a finding of its own. */
export function isReadable(table: ModelTable | undefined): table is ModelTable {
  return table !== undefined && table.kind !== "view" && table.schema.may.read;
}

/** A table of which no row is known yet. */
export function describeTable(reach: Reach, table: ModelTable): ReachedTable {
  const select = reach.selects(table);
  const positions = new Map(select.map((column, position) => [column, position]));
  return { table, select, positions, rows: new Map(), foreign: new Map(), noEdges: new EdgeSet([]) };
}

/** Without a usable key, rows are told apart by all that is known of them; erasure refuses such tables anyway. */
export function rowId(reached: ReachedTable, values: readonly (string | null)[]): string {
  const { key } = reached.table;
  if (key.length === 1 && typeof values[0] === "string") return values[0];
  return JSON.stringify(key.length > 0 ? values.slice(0, key.length) : values);
}

/** A row as an answer tells it. */
export function makeRow(
  reached: ReachedTable,
  values: readonly (string | null)[],
  level: Level,
  via: Edge | null,
): ReachedRow {
  const width = reached.table.key.length;
  const own = width === values.length ? values : values.slice(0, width);
  const isPartial = own.includes(null);
  const key = isPartial ? own.map((text) => text ?? "") : (own as Key);
  return {
    key,
    isPartial,
    values,
    at: -1,
    level,
    via,
    edges: via === null ? reached.noEdges : reached.noEdges.with(via),
  };
}

/** Is a row of this subject table the person whose key it carries, by this edge? */
export function isSamePerson(table: ModelTable, edge: Edge): boolean {
  return edge.same || (edge.match && edge.list === undefined) || edge.columns.join() === table.key.join();
}

/**
 * Does the edge point at nobody: NULL, nothing that reads as a key, the sentinel that a detached row is given, or the
 * ghost of those who have left?
 */
export function namesNobody(reach: Reach, edge: Edge, value: readonly (string | null)[]): boolean {
  const isNothing = isPlain(edge) ? !isFilled(value) : readEdgeKeys(edge, value).length === 0;
  return isNothing || reach.sentinels.get(edge) === value[0] || namesGhost(reach, edge, value);
}

/** Does the edge point at the ghost of its table, and at nobody else? */
export function namesGhost(reach: Reach, edge: Edge, value: readonly (string | null)[]): boolean {
  const known = reach.ghosts.get(edge.to);
  const target = reach.index.table.get(edge.to);
  if (known?.isThere !== true || target === undefined || !isTableKey(target, edge.toColumns)) return false;
  const isGhost = (key: readonly (string | null)[]) => known.ghost.key.every((part, at) => part === key[at]);
  if (edge.list === undefined || edge.match) return isPlain(edge) && isGhost(value);
  const keys = readEdgeKeys(edge, value);
  return keys.length > 0 && keys.every(isGhost);
}

/** Does the edge hold keys as they are, and not inside of something? */
export function isPlain(edge: Edge): boolean {
  return !edge.match && edge.pattern === null && edge.path.length === 0 && edge.list === undefined;
}
