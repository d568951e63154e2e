/** The reads that fill a package, and how it shows what they give. */
import { ANOTHER_PERSON, isIdentity, personColumns } from "./access-columns.ts";
import { copiesIn, type MarkedCopy } from "./copies.ts";
import { foldText, readEdgeKeys } from "./edge-values.ts";
import { replaceKeys } from "./lists.ts";
import { maskInside } from "./mask-inside.ts";
import type { Condition, Edge, ModelTable } from "./model.ts";
import { type Reach, type ReachedRow, readValue, readValues } from "./reached-rows.ts";
import type { AccessRow, AccessTable, StoredName } from "./rights.ts";
import { type ColumnKind, findColumn } from "./schema.ts";
import type { Key, RowMatch, RowQuery, RowValues } from "./store.ts";
import { type BlobMark, readOwnBlobName } from "./stored-files.ts";

/** Rows to fetch for one table of the plan. `act` rows need no read: their lines are made from keys alone. */
export interface AccessRead {
  readonly table: string;
  readonly level: "own" | "view";
  readonly query: RowQuery;
  /** How many rows the plan promises of it, and whether one of them can be large. */
  readonly rows: number;
  readonly hasLarge: boolean;
  /** Makes the row that the package shows. */
  readonly show: (values: RowValues) => AccessRow;
}

/** Kinds of value that every store can sort. */
const SORTABLE: readonly ColumnKind[] = [
  "integer",
  "decimal",
  "text",
  "boolean",
  "date",
  "time",
  "timestamp",
  "uuid",
  "enum",
];

/** The read of the rows that match `any`, shown as `described` says. */
export function makeRead(
  reach: Reach,
  table: ModelTable,
  level: "own" | "view",
  described: AccessTable,
  any: readonly RowMatch[],
  inOrder: boolean,
): AccessRead {
  const naming = Map.groupBy(
    personColumns(reach.index, table).map(({ column, edge }) => ({
      column,
      edge,
      mine: ownValues(reach, edge),
    })),
    ({ column }) => column,
  );
  const identity = new Set(level === "view" ? table.columns.filter(isIdentity).map(({ name }) => name) : []);
  const key = new Set(reach.tables.get(table.name)?.table.kind === "subject" ? table.key : []);
  const copies = new Map(
    copiesIn(reach.index, table)
      .filter(({ of }) => reach.index.table.get(of.table)?.kind === "subject")
      .map((copy): [string, ShownCopy] => [copy.column.name, describeCopy(reach, table, copy)]),
  );
  // Of a row that is only shared, the file may show somebody else.
  const filing = level === "own" ? columnsOfFiles(table, described.columns) : [];
  const show = (values: RowValues): AccessRow => {
    const shown: Record<string, unknown> = {};
    for (const column of described.columns) {
      const value = values[column];
      shown[column] =
        value === null || value === undefined || key.has(column) ? (value ?? null) : conceal(column, value, values);
    }
    const named = described.key === undefined ? null : keyOf(described.key, values);
    const files = filing.flatMap(({ column, mark }) => readFile(table, column, mark, shown[column]));
    return {
      table: table.name,
      level,
      values: shown,
      ...(named === null ? {} : { key: named }),
      ...(files.length === 0 ? {} : { files: Object.fromEntries(files) }),
    };
  };
  const conceal = (column: string, value: unknown, row: RowValues): unknown => {
    // A pair of type and id names a person in some rows only.
    const names = (naming.get(column) ?? []).filter(({ edge }) => mayHold(table, edge.when, row));
    const isMine = (key: string) => names.some(({ mine }) => mine.has(foldText(key)));
    const list = names.find(({ edge }) => edge.list !== undefined)?.edge.list;
    if (list !== undefined) return replaceKeys(list, value, (key) => (isMine(key) ? key : ANOTHER_PERSON));
    const inside = names.filter(({ edge }) => !holdsKeyAlone(edge));
    if (names.length > inside.length) return isMine(String(value)) ? value : ANOTHER_PERSON;
    if (identity.has(column)) return ANOTHER_PERSON;
    if (copies.get(column)?.isOthers(String(value), row) === true) return ANOTHER_PERSON;
    return inside.reduce((shown, { edge }) => maskInside(edge, shown, isMine), value);
  };
  const order = inOrder ? { order: orderOf(table) } : {};
  const query = { table: table.name, columns: described.columns, any, ...order };
  return {
    table: table.name,
    level,
    query,
    rows: described.rows,
    hasLarge: hasLargeColumn(table, query.columns),
    show,
  };
}

function columnsOfFiles({ columns }: ModelTable, shown: readonly string[]) {
  return columns.flatMap(({ name, blob }) =>
    blob === undefined || !shown.includes(name) ? [] : [{ column: name, mark: blob }],
  );
}

/** The file that a value names, if it names one here. */
function readFile(
  table: ModelTable,
  column: string,
  mark: BlobMark,
  value: unknown,
): readonly (readonly [string, StoredName | null])[] {
  if (typeof value !== "string" || value === ANOTHER_PERSON) return [];
  const file = readOwnBlobName(mark, findColumn(table.schema, column)?.default ?? null, value);
  if (file.kind === "unclear") return [[column, null]];
  return file.kind === "file" ? [[column, { store: mark.store, name: file.key }]] : [];
}

/** Is its value the key, or the address, and nothing else? */
function holdsKeyAlone({ pattern, path }: Edge): boolean {
  return pattern === null && path.length === 0;
}

/** What this edge holds where it does not name somebody else: the person's own keys, and what says nobody. */
function ownValues(reach: Reach, edge: Edge): ReadonlySet<string> {
  const reached = reach.tables.get(edge.to);
  const nobody = reach.sentinels.get(edge);
  const values = new Set(nobody === undefined ? [] : [nobody]);
  if (reached === undefined) return values;
  for (const row of reached.rows.values()) {
    if (row.level === "own") values.add(foldText(readValues(reached, row, edge.toColumns)[0] ?? ""));
  }
  return values;
}

/** A column that repeats what stands in a row of somebody whom its row names. */
interface ShownCopy {
  isOthers(value: string, row: RowValues): boolean;
}

/** It is the person's where it says what their own row says, or where the row names nobody else: then it says what they were called. */
function describeCopy(reach: Reach, table: ModelTable, { of, edges }: MarkedCopy): ShownCopy {
  const reached = reach.tables.get(of.table);
  const own = [...(reached?.rows.values() ?? [])].filter(({ level }) => level === "own");
  const texts = new Set(
    reached === undefined ? [] : own.map((row) => foldText(readValue(reached, row, of.column) ?? "")),
  );
  const naming = edges.map((edge) => ({ edge, mine: ownValues(reach, edge) }));
  const namesAnother = ({ edge, mine }: (typeof naming)[number], row: RowValues) => {
    const values = edge.columns.map((name) => row[name]);
    if (values.includes(undefined)) return true;
    if (values.includes(null) || !mayHold(table, edge.when, row)) return false;
    const keys = readEdgeKeys(
      edge,
      values.map((value) => (typeof value === "object" ? JSON.stringify(value) : String(value))),
    );
    return keys.some(([key = ""]) => !mine.has(foldText(key)));
  };
  return {
    isOthers: (value, row) => !texts.has(foldText(value)) && naming.some((one) => namesAnother(one, row)),
  };
}

/** Does the condition hold for a row as a package shows it? Whatever cannot be told from that is taken for a yes. */
function mayHold(table: ModelTable, when: Condition, row: RowValues): boolean {
  return Object.entries(when).every(([name, values]) => {
    const value = row[name];
    const isPlain = ["text", "enum", "integer"].includes(findColumn(table.schema, name)?.kind ?? "other");
    if (value === undefined || !isPlain) return true;
    return values.some((one) => (one === null ? value === null : foldText(one) === foldText(String(value ?? ""))));
  });
}

/** Files and documents stand in columns of these kinds: a few rows of them can be as large as many others. */
function hasLargeColumn({ schema }: ModelTable, columns: readonly string[]): boolean {
  return schema.columns.some(({ name, kind }) => (kind === "binary" || kind === "json") && columns.includes(name));
}

/** The key as a scope names it; null where one of its values has no text that is certain (a day, bytes). */
function keyOf(columns: Key, values: RowValues): Key | null {
  const texts = columns.flatMap((column) => {
    const value = values[column];
    return typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? [String(value)] : [];
  });
  return texts.length === columns.length ? texts : null;
}

/**
 * The order of rows by their key: numbers by their size, and before whatever else a column of numbers may hold; texts by
 * their characters.
 */
export function byKey({ key, schema }: ModelTable): (a: ReachedRow, b: ReachedRow) => number {
  const isNumber = key.map((name) => findColumn(schema, name)?.kind === "integer");
  const sizeOf = (text: string, at: number) => {
    const size = isNumber[at] === true ? Number(text) : 0;
    return Number.isNaN(size) ? Number.POSITIVE_INFINITY : size;
  };
  return (a, b) => {
    for (const [at, mine] of a.key.entries()) {
      const other = b.key[at] ?? "";
      if (mine === other) continue;
      const [size, otherSize] = [sizeOf(mine, at), sizeOf(other, at)];
      return (size === otherSize ? mine < other : size < otherSize) ? -1 : 1;
    }
    return 0;
  };
}

/** By what rows are sorted: their key, or without one all of them that can be compared. */
function orderOf({ key, schema }: ModelTable): readonly string[] {
  if (key.length > 0) return key;
  return schema.columns.filter(({ kind }) => SORTABLE.includes(kind)).map(({ name }) => name);
}

/** One row, told apart by everything that is known of it: the best there is without a key. */
export function keyMatchOf(select: readonly string[], values: readonly (string | null)[]): RowMatch {
  const present = select.map((column, index) => ({ column, value: values[index] ?? null }));
  const filled = present.filter(({ value }) => value !== null);
  return {
    kind: "key",
    columns: filled.map(({ column }) => column),
    in: [filled.map(({ value }) => value ?? "")],
    fold: false,
    when: Object.fromEntries(present.filter(({ value }) => value === null).map(({ column }) => [column, [null]])),
  };
}
