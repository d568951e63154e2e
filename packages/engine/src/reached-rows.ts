/** Rows as reach knows them, and how their columns are read. */
import { holds, readEdgeKeys } from "./edge-values.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import type { Level, RowRef } from "./rights.ts";
import type { SelectLists } from "./select-lists.ts";
import type { Key, RowMatch } from "./store.ts";

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
  /** Where a column stands in {@link select}. */
  readonly positions: ReadonlyMap<string, number>;
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
  readonly selects: SelectLists;
  /** Edges with a value that says "nobody" (a default of 0), where there is nobody with that key. */
  readonly sentinels: Map<Edge, string>;
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
  return { table, select, positions, rows: new Map(), foreign: new Map() };
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
  const key = values.slice(0, reached.table.key.length).map((text) => text ?? "");
  return { key, values, level, via, edges: new Set(via === null ? [] : [via]) };
}

/** Is a row of this subject table the person whose key it carries, by this edge? */
export function isSamePerson(table: ModelTable, edge: Edge): boolean {
  return edge.same || edge.match || edge.columns.join() === table.key.join();
}

/** Does the edge point at nothing: NULL, nothing that reads as a key, or the sentinel that a detached row is given? */
export function namesNobody(reach: Reach, edge: Edge, value: readonly (string | null)[]): boolean {
  return readEdgeKeys(edge, value).length === 0 || reach.sentinels.get(edge) === value[0];
}
