/**
 * Ghosts: one shared row for each table of people that stands in where rows of others must name somebody who has left.
 * A ghost is nobody: it is never found as a person, never exported, and owns nothing.
 */
import { blankValueOf, isBlanked } from "./blank-values.ts";
import { isChecked, mayBeNull } from "./check-constraints.ts";
import { type Edge, indexModel, type Model, type ModelIndex, type ModelTable } from "./model.ts";
import { isPlain, isReadable } from "./reached-rows.ts";
import { isSameValue } from "./same-value.ts";
import { type ColumnKind, type ColumnSchema, findColumn } from "./schema.ts";
import { type Key, type KeyQuery, matchKeys, type Operation } from "./store.ts";

export interface Ghost {
  readonly table: string;
  readonly key: Key;
  /** What its columns hold; columns that are not here are NULL, or left to their default. */
  readonly values: Readonly<Record<string, string>>;
  /** The key, then all other columns by which it is known: those with values, and those that are NULL in it. */
  readonly columns: readonly string[];
  readonly kinds: ReadonlyMap<string, ColumnKind>;
  /** Ghosts of other tables that it names. */
  readonly needs: readonly string[];
}

const KEY_TEXT = "kept-ghost";
const KEY_UUID = "00000000-6b65-8000-8000-7067686f7374";
/** Below zero, where no sequence counts: a number from above would collide with it some day. */
const KEY_NUMBER = "-1";

/** Values that satisfy NOT NULL and say nothing, where neither a category nor a default tells a better one. */
const EMPTY: Readonly<Partial<Record<ColumnSchema["kind"], string>>> = {
  integer: "0",
  decimal: "0",
  boolean: "false",
  date: "1900-01-01",
  time: "00:00:00",
  timestamp: "1970-01-02 00:00:00",
  json: "{}",
  text: "",
};

const known = new WeakMap<Model, ReadonlyMap<string, Ghost>>();

/** The ghosts that tables of people can have, whether they are there or not. */
export function possibleGhosts(model: Model): ReadonlyMap<string, Ghost> {
  let ghosts = known.get(model);
  if (ghosts === undefined) {
    const index = indexModel(model);
    const found = new Map<string, Ghost | null>();
    for (const table of index.model.tables) if (table.kind === "subject") describeGhost(index, table, found);
    ghosts = new Map([...found].flatMap(([name, ghost]) => (ghost === null ? [] : [[name, ghost]])));
    known.set(model, ghosts);
  }
  return ghosts;
}

/** Null where no row can be made up that every constraint lets pass, or none that says nothing. */
function describeGhost(index: ModelIndex, table: ModelTable, found: Map<string, Ghost | null>): Ghost | null {
  const before = found.get(table.name);
  if (before !== undefined) return before;
  // A ghost that needs itself by way of others cannot be made.
  found.set(table.name, null);
  const { schema } = table;
  const isPossible =
    isReadable(table) &&
    table.kind === "subject" &&
    table.key.length > 0 &&
    table.confirmed &&
    schema.may.insert !== false;
  // What a trigger makes of a row that is made up is not known.
  if (!isPossible || schema.triggers.length > 0) return null;
  const named = nameOthers(index, table, found);
  if (named === null) return null;
  const values: Record<string, string> = { ...named.values };
  for (const name of table.key) {
    const column = findColumn(schema, name);
    const value = values[name] ?? (column === undefined ? null : keyValue(table, column));
    if (value === null) return null;
    values[name] = value;
  }
  const key = table.key.map((name) => values[name] ?? "");
  const empty: string[] = [];
  for (const column of schema.columns) {
    if (column.generated || values[column.name] !== undefined) continue;
    if (mayBeNull(table, column)) {
      if (column.default === null) empty.push(column.name);
      continue;
    }
    const value = fillValue(table, column, key);
    if (value === undefined) return null;
    if (value !== null) values[column.name] = value;
  }
  const kinds = new Map(schema.columns.map(({ name, kind }) => [name, kind]));
  const columns = [...new Set([...table.key, ...Object.keys(values), ...empty])];
  const ghost = {
    table: table.name,
    key,
    values: nameSelf(values, named.self, key, table),
    columns,
    kinds,
    needs: named.needs,
  };
  found.set(table.name, ghost);
  return ghost;
}

/** Where it must name rows of other tables: only ghosts will do. Null when it must name anything else. */
function nameOthers(index: ModelIndex, table: ModelTable, found: Map<string, Ghost | null>) {
  const values: Record<string, string> = {};
  const needs: string[] = [];
  const self: Edge[] = [];
  for (const edge of index.outgoing.get(table.name) ?? []) {
    const columns = edge.columns.map((name) => findColumn(table.schema, name));
    if (columns.some((column) => column === undefined || column.nullable)) continue;
    if (!isPlain(edge)) {
      if (edge.onDelete !== null) return null;
      continue;
    }
    if (edge.to === table.name) {
      self.push(edge);
      continue;
    }
    const target = index.table.get(edge.to);
    const ghost = target === undefined ? null : describeGhost(index, target, found);
    if (ghost === null || edge.toColumns.some((name) => ghost.values[name] === undefined)) return null;
    edge.columns.forEach((name, at) => {
      values[name] = ghost.values[edge.toColumns[at] ?? ""] ?? "";
    });
    needs.push(ghost.table);
  }
  return { values, needs, self };
}

/** A row that must name one of its own table names itself. */
function nameSelf(
  values: Readonly<Record<string, string>>,
  self: readonly Edge[],
  key: Key,
  table: ModelTable,
): Ghost["values"] {
  const named = { ...values };
  for (const { columns, toColumns } of self) {
    columns.forEach((name, at) => {
      const position = table.key.indexOf(toColumns[at] ?? "");
      if (position >= 0) named[name] = key[position] ?? "";
    });
  }
  return named;
}

/** A key for a row that is made up; null where none is safe. */
export function keyValue(table: ModelTable, column: ColumnSchema): string | null {
  if (isChecked(table, column)) return null;
  switch (column.kind) {
    case "integer":
    case "decimal":
      return /unsigned/i.test(column.nativeType) ? null : KEY_NUMBER;
    case "uuid":
      return KEY_UUID;
    case "text":
      return (column.maxLength ?? 255) >= KEY_TEXT.length ? KEY_TEXT : null;
    default:
      return null;
  }
}

/** What a column that may not be NULL holds in a row that is made up. Null: the default will do. Undefined: nothing that says nothing is known to be allowed. */
export function fillValue(table: ModelTable, column: ColumnSchema, key: Key): string | null | undefined {
  const known = table.columns.find(({ name }) => name === column.name);
  const category = known?.category ?? "other";
  if (known !== undefined && isBlanked({ ...known, hide: false })) {
    const value = blankValueOf(table, known, column);
    if (value === null || value.kind === "null") return undefined;
    const text = value.kind === "text" ? value.text : `${value.prefix}${key.join("-")}${value.suffix}`;
    return column.maxLength !== null && text.length > column.maxLength ? undefined : text;
  }
  if (column.default !== null) return null;
  if (isChecked(table, column)) return undefined;
  const isUnique = [table.schema.primaryKey, ...table.schema.uniqueKeys].some((one) => one.includes(column.name));
  if (isUnique) return undefined;
  // A time that is kept as text, as SQLite keeps it, stays one that can be read.
  if (column.kind === "text" && category === "system.time") return fitting(column, TEXT_TIMES);
  return column.kind === "text" ? fitting(column, ["erased", ""]) : EMPTY[column.kind];
}

/** The earliest day that every database's time stamps can hold, in the ways in which texts hold times. */
const TEXT_TIMES = ["1970-01-02T00:00:00.000Z", "1970-01-02 00:00:00", "1970-01-02"];

function fitting({ maxLength }: ColumnSchema, values: readonly string[]): string {
  return values.find((value) => value.length <= (maxLength ?? value.length)) ?? "";
}

/** Asks for whatever stands under the keys of ghosts. */
export function askGhosts(index: ModelIndex): readonly { readonly ghost: Ghost; readonly query: KeyQuery }[] {
  return [...possibleGhosts(index.model).values()].map((ghost) => {
    const key = ghost.columns.slice(0, ghost.key.length);
    const any = [matchKeys(key, [ghost.key])];
    return { ghost, query: { table: ghost.table, select: ghost.columns, any } };
  });
}

/** Is this the ghost, and not somebody who happens to have its key? `values` are of the columns `select`, in that order. */
export function isGhost(ghost: Ghost, select: readonly string[], values: readonly (string | null)[]): boolean {
  return ghost.columns.every((name) => {
    const now = values[select.indexOf(name)] ?? null;
    const wanted = ghost.values[name] ?? null;
    return (
      now === wanted || (now !== null && wanted !== null && isSameValue(ghost.kinds.get(name) ?? "text", now, wanted))
    );
  });
}

/** The statement that makes a ghost. */
export function createGhost({ table, values }: Ghost): Operation {
  const keyColumns = Object.keys(values);
  const keys = [keyColumns.map((name) => values[name] ?? "")];
  return { op: "insert", table, keyColumns, keys, lasting: true, why: "a placeholder for people who have left" };
}
