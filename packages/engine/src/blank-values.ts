/** What a column is set to when its row is blanked or taken apart from a person, so that every constraint still holds. */
import { readBlank } from "./blank-statement.ts";
import { findCategory } from "./categories.ts";
import { checksOf, mayBeNull } from "./check-constraints.ts";
import { limitedDay, limitedNumber, limitedText } from "./limited-values.ts";
import type { ListForm } from "./lists.ts";
import type { Edge, ModelColumn, ModelIndex, ModelTable } from "./model.ts";
import { type ColumnSchema, findColumn } from "./schema.ts";
import type { Blank, SetValue } from "./store.ts";

const NULL: Blank = { kind: "null" };
const text = (value: string): Blank => ({ kind: "text", text: value });

/** Values that satisfy NOT NULL and say nothing. */
const EMPTY: Readonly<Partial<Record<ColumnSchema["kind"], string>>> = {
  integer: "0",
  decimal: "0",
  boolean: "false",
  date: "1900-01-01",
  time: "00:00:00",
  // The earliest day that every database's time stamps can hold, in any zone.
  timestamp: "1970-01-02 00:00:00",
  json: "{}",
  uuid: "00000000-0000-0000-0000-000000000000",
};

/** The same of types that only some databases have, each as its database prints it. */
const EMPTY_OF_TYPE: readonly (readonly [RegExp, string])[] = [
  [/\[\]$/, "{}"],
  [/^set\(/, ""],
  [/^(inet|inet4)$/, "0.0.0.0"],
  [/^inet6$/, "::"],
  [/^cidr$/, "0.0.0.0/0"],
  [/^macaddr$/, "00:00:00:00:00:00"],
  [/^macaddr8$/, "00:00:00:00:00:00:00:00"],
  [/multirange$/, "{}"],
  [/range$/, "empty"],
  [/^interval\b/, "00:00:00"],
  [/^(tsvector|xml|hstore|ltree)$/, ""],
];

function emptyOf({ kind, nativeType }: ColumnSchema): string | undefined {
  if (kind === "binary") return "";
  if (kind !== "array" && kind !== "other") return EMPTY[kind];
  const type = nativeType.toLowerCase();
  return EMPTY_OF_TYPE.find(([pattern]) => pattern.test(type))?.[1];
}

/** What to set in a row of this table to blank it: personal and free-text columns; ids, times and structure stay. */
export function blankColumns(index: ModelIndex, table: ModelTable): Readonly<Record<string, SetValue>> {
  const structural = structuralColumns(index, table);
  const natural = (index.outgoing.get(table.name) ?? []).filter(({ match }) => match).flatMap(({ columns }) => columns);
  const set: Record<string, SetValue> = {};
  for (const { column, schema } of erasableColumns(table)) {
    if (structural.has(column.name)) continue;
    const value = blankValueOf(table, column, schema);
    if (value === null) continue;
    const isAddress = value.kind === "keyed" && natural.includes(column.name) && column.blank === undefined;
    set[column.name] = isAddress ? addressOfNobody(table, schema) : value;
  }
  return set;
}

/** Columns that ought to be blanked and cannot be: their row is named by them, or they allow no value that says nothing. */
export function stubbornColumns(index: ModelIndex, table: ModelTable): readonly string[] {
  const structural = structuralColumns(index, table);
  const referenced = new Set([...table.key, ...referencedColumns(index, table)]);
  return erasableColumns(table)
    .filter(({ column, schema }) =>
      structural.has(column.name) ? referenced.has(column.name) : blankValueOf(table, column, schema) === null,
    )
    .map(({ column }) => column.name);
}

function erasableColumns(table: ModelTable) {
  return table.columns.flatMap((column) => {
    const schema = findColumn(table.schema, column.name);
    if (schema === undefined || schema.generated || column.keep) return [];
    return isBlanked(column) ? [{ column, schema }] : [];
  });
}

/** Is it blanked in a row that stays without its content? */
export function isBlanked({ hide, blank, category }: Pick<ModelColumn, "hide" | "blank" | "category">): boolean {
  return hide || blank !== undefined || (findCategory(category)?.erasable ?? false);
}

/** What the map says, and otherwise what says nothing and is allowed. */
export function blankValueOf(
  table: ModelTable,
  { blank, category }: Pick<ModelColumn, "blank" | "category">,
  schema: ColumnSchema,
): Blank | null {
  return blank === undefined ? blankValue(table, schema, category) : readBlank(schema, blank);
}

/**
 * Columns by which rows hang together. A key inside a text or a JSON value does not make all of it structure, nor does one that
 * stands there in some rows only, as another column says.
 */
function structuralColumns(index: ModelIndex, table: ModelTable): ReadonlySet<string> {
  const structural = new Set([...table.key, ...referencedColumns(index, table)]);
  for (const edge of index.outgoing.get(table.name) ?? []) {
    const isPlain = edge.pattern === null && edge.path.length === 0 && Object.keys(edge.when).length === 0;
    const isOwnIdentity =
      edge.role === "owner" && edge.list === undefined && (edge.match || namesIdentity(index, edge));
    if (edge.onDelete !== null || (edge.role !== "context" && isPlain && !isOwnIdentity)) {
      for (const column of edge.columns) structural.add(column);
    }
  }
  return structural;
}

/** Is the person named by what is blanked in their own row, as by a login? Blanked there alone it would go on standing here. */
function namesIdentity(index: ModelIndex, { to, toColumns, onDelete }: Edge): boolean {
  const target = index.table.get(to);
  if (target?.kind !== "subject" || onDelete !== null) return false;
  const structural = new Set([...target.key, ...referencedColumns(index, target)]);
  return erasableColumns(target).some(({ column: { name } }) => toColumns.includes(name) && !structural.has(name));
}

/** What declared foreign keys of other tables point at. */
function referencedColumns(index: ModelIndex, table: ModelTable): readonly string[] {
  const declared = (index.incoming.get(table.name) ?? []).filter((edge) => edge.onDelete !== null);
  return declared.flatMap((edge) => edge.toColumns);
}

/** Null when no value can be found that says nothing and is allowed (an enumeration that may not be null). */
function blankValue(table: ModelTable, column: ColumnSchema, category: string): Blank | null {
  if (mayBeNull(table, column)) return NULL;
  const unique = isUnique(table, column.name);
  if (column.kind === "text" && (unique || category === "contact.email")) {
    const suffix = category === "contact.email" ? "@kept.invalid" : "";
    const prefix = (column.maxLength ?? 255) < 24 + suffix.length ? "x" : "erased-";
    return { kind: "keyed", prefix, suffix: (column.maxLength ?? 255) < 12 + suffix.length ? "" : suffix };
  }
  if (column.kind === "text") return emptyDocument(table, column) ?? blankText(table, column);
  if (unique) return null;
  const empty = emptyOf(column);
  if (empty === undefined) return null;
  const checks = checksOf(table, column);
  const allowed = checks.length === 0 ? empty : withinChecks(column, checks, empty);
  return allowed === undefined ? null : text(allowed);
}

/** A text whose default is an empty document is read as one: "" would break whoever parses it. */
function emptyDocument(table: ModelTable, column: ColumnSchema): Blank | null {
  const document = /^'(\{\}|\[\])'(::[\w ]+)?$/.exec(column.default ?? "")?.[1];
  const fits = (column.maxLength ?? 2) >= 2 && checksOf(table, column).length === 0;
  return document !== undefined && fits ? text(document) : null;
}

function withinChecks(column: ColumnSchema, checks: readonly string[], empty: string): string | undefined {
  const { name, kind } = column;
  if (kind === "integer" || kind === "decimal") return limitedNumber(checks, column, empty);
  return kind === "date" || kind === "timestamp" ? limitedDay(checks, name, empty) : empty;
}

/** One value for all rows would collide in such a column. */
function isUnique(table: ModelTable, column: string): boolean {
  return [table.schema.primaryKey, ...table.schema.uniqueKeys].some((key) => key.includes(column));
}

/** Text that may not be null: empty, or what the check constraints that name the column let pass. */
function blankText(table: ModelTable, column: ColumnSchema): Blank | null {
  const checks = checksOf(table, column);
  if (checks.length === 0) return text("");
  // A list of allowed values: whatever stands there is one of a few words, and none of them means "nobody".
  if (checks.some((check) => /\bin\s*\(|= any\s*\(/i.test(check))) return null;
  if (checks.some((check) => /json_valid\s*\(|is\s+json\b/i.test(check))) return text("{}");
  const exact = checks
    .map((check) => /length\s*\([^)]*\)+\s*=\s*(\d+)/i.exec(check)?.[1])
    .find((size) => size !== undefined);
  if (exact !== undefined) return text("x".repeat(Number(exact)));
  return text(limitedText(checks, column.name, "erased".slice(0, column.maxLength ?? undefined)));
}

export interface DetachOptions {
  /** The value by which the edge says "nobody", where that is nobody's key. */
  readonly sentinel: string | null;
  /** The row is to be blanked anyway. */
  readonly mayBlank: boolean;
}

/**
 * What takes a row apart from what one of its edges points at: NULL; a sentinel that the column defaults to, where no
 * foreign key forbids it; a placeholder in a natural key or a string; the rest of a list. Null when nothing is allowed: the row pointed at has
 * to stay. A text or JSON value that says more than the key is given up only where the whole row may be blanked.
 */
export function detachColumns(
  table: ModelTable,
  edge: Edge,
  { sentinel, mayBlank }: DetachOptions,
): Readonly<Record<string, SetValue>> | null {
  if (edge.list !== undefined) return detachList(table, edge, edge.list);
  const saysMore = edge.path.length > 0 || (edge.pattern?.includes("*") ?? false);
  if (saysMore && !mayBlank) return null;
  const columns = edge.columns.map((name) => findColumn(table.schema, name)).filter((column) => column !== undefined);
  const free = columns.filter((column) => !table.key.includes(column.name) && !column.generated);
  const nullable = free.filter((column) => mayBeNull(table, column));
  if (nullable.length > 0) {
    return Object.fromEntries(leastOf(table, edge, nullable).map(({ name }) => [name, NULL]));
  }
  const [only] = free;
  if (only === undefined || columns.length !== 1 || edge.onDelete !== null) return null;
  const unique = isUnique(table, only.name);
  if (edge.pattern !== null && !unique) {
    // Without a key in it: any word in its place could be somebody's name.
    return { [only.name]: text(edge.pattern.replace("{}", "").replaceAll("*", "")) };
  }
  if (edge.path.length > 0) return unique ? null : { [only.name]: text("{}") };
  if (edge.match) return { [only.name]: addressOfNobody(table, only) };
  return sentinel === null ? null : { [only.name]: text(sentinel) };
}

/** A list goes on without the key; which key, whoever asks adds. The list that is left may be empty, and is there. */
function detachList(table: ModelTable, edge: Edge, list: ListForm): Readonly<Record<string, SetValue>> | null {
  const [name = ""] = edge.columns;
  const column = findColumn(table.schema, name);
  if (column === undefined || column.generated || table.key.includes(name) || isUnique(table, name)) return null;
  return { [name]: { kind: "without", list, keys: [], fold: edge.match } };
}

/**
 * What stands in for a natural key that names a row of another table. It names its own table, or else a row of the same key
 * that was blanked there would be what it means.
 */
function addressOfNobody({ name }: ModelTable, { maxLength }: ColumnSchema): SetValue {
  const said = `erased-${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-`;
  const most = maxLength ?? 255;
  const room = [said, "nobody-", "y"].find((prefix) => prefix.length + KEY_ROOM + AT_NOBODY.length <= most);
  return { kind: "keyed", prefix: room ?? "y", suffix: room === undefined ? "" : AT_NOBODY };
}

const AT_NOBODY = "@kept.invalid";
/** For a key of usual length. */
const KEY_ROOM = 17;

/** The value by which a column without a foreign key says "nobody": its default of 0. Null when it has none. */
export function sentinelOf(table: ModelTable, edge: Edge): string | null {
  const [name = ""] = edge.columns;
  if (edge.columns.length !== 1 || edge.onDelete !== null || edge.list !== undefined || isUnique(table, name))
    return null;
  const standard = findColumn(table.schema, name)?.default ?? "";
  return /^\(?'?0'?(::\w+)?\)?$/.test(standard) ? "0" : null;
}

/** One NULL lets go of a composite key. Columns of other keys (a tenant) are spared, so that the row stays where it belongs. */
function leastOf(table: ModelTable, edge: Edge, nullable: readonly ColumnSchema[]): readonly ColumnSchema[] {
  const mine = edge.columns.join();
  const others = table.schema.foreignKeys.filter((key) => key.columns.join() !== mine).flatMap((key) => key.columns);
  const alone = nullable.filter((column) => !others.includes(column.name));
  return alone.length > 0 ? alone : nullable;
}
