/** What a column is set to when its row is blanked or taken apart from a person, so that every constraint still holds. */
import { findCategory } from "./categories.ts";
import type { Edge, ModelIndex, ModelTable } from "./model.ts";
import { type ColumnSchema, findColumn } from "./schema.ts";
import type { SetValue } from "./store.ts";

const NULL: SetValue = { kind: "null" };
const text = (value: string): SetValue => ({ kind: "text", text: value });

/** Values that satisfy NOT NULL and say nothing. */
const EMPTY: Readonly<Partial<Record<ColumnSchema["kind"], string>>> = {
  integer: "0",
  decimal: "0",
  boolean: "false",
  date: "1900-01-01",
  time: "00:00:00",
  timestamp: "1900-01-01 00:00:00",
  json: "{}",
  uuid: "00000000-0000-0000-0000-000000000000",
};

/** What to set in a row of this table to blank it: personal and free-text columns; ids, times and structure stay. */
export function blankColumns(index: ModelIndex, table: ModelTable): Readonly<Record<string, SetValue>> {
  const structural = new Set(table.key);
  for (const edge of index.outgoing.get(table.name) ?? []) {
    // A natural key, or a key inside text, is personal itself: it is blanked like any other such column.
    if (edge.match || edge.pattern !== null || edge.path.length > 0) continue;
    if (edge.onDelete !== null || edge.role !== "context") for (const column of edge.columns) structural.add(column);
  }
  const set: Record<string, SetValue> = {};
  for (const column of table.columns) {
    const category = findCategory(column.category);
    const schema = findColumn(table.schema, column.name);
    if (schema === undefined || schema.generated || column.keep || structural.has(column.name)) continue;
    if (!(category?.erasable ?? false) && !column.hide) continue;
    const value = blankValue(table, schema, column.category);
    if (value !== null) set[column.name] = value;
  }
  return set;
}

/** Null when no value can be found that says nothing and is allowed (an enumeration that may not be null). */
export function blankValue(table: ModelTable, column: ColumnSchema, category: string): SetValue | null {
  if (column.nullable) return NULL;
  const unique = table.schema.uniqueKeys.some((key) => key.includes(column.name));
  if (column.kind === "text" && (unique || category === "contact.email")) {
    const suffix = category === "contact.email" ? "@kept.invalid" : "";
    const prefix = (column.maxLength ?? 255) < 24 + suffix.length ? "x" : "erased-";
    return { kind: "keyed", prefix, suffix: (column.maxLength ?? 255) < 12 + suffix.length ? "" : suffix };
  }
  if (column.kind === "text") return blankText(table, column);
  if (column.kind === "binary") return text("");
  const empty = EMPTY[column.kind];
  return empty === undefined ? null : text(empty);
}

/** Text that may not be null: empty, or what the check constraints that name the column let pass. */
function blankText(table: ModelTable, column: ColumnSchema): SetValue | null {
  const name = column.name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const checks = table.schema.checks.filter((check) => new RegExp(`(^|\\W)${name}(\\W|$)`, "i").test(check));
  if (checks.length === 0) return text("");
  // A list of allowed values: whatever stands there is one of a few words, and none of them means "nobody".
  if (checks.some((check) => /\bin\s*\(|= any\s*\(/i.test(check))) return null;
  const exact = checks.map((check) => /length\s*\([^)]*\)+\s*=\s*(\d+)/i.exec(check)?.[1]).find((size) => size !== undefined);
  if (exact !== undefined) return text("x".repeat(Number(exact)));
  return text("erased".slice(0, column.maxLength ?? undefined));
}

/**
 * What takes a row apart from what one of its edges points at: NULL; a sentinel that the column defaults to, where no
 * foreign key forbids it; a placeholder in a natural key or a string. Null when nothing is allowed: the row pointed at has to stay.
 */
export function detachColumns(table: ModelTable, edge: Edge): Readonly<Record<string, SetValue>> | null {
  const set: Record<string, SetValue> = {};
  const columns = edge.columns.map((name) => findColumn(table.schema, name)).filter((column) => column !== undefined);
  const free = columns.filter((column) => !table.key.includes(column.name) && !column.generated);
  const nullable = free.filter((column) => column.nullable);
  if (nullable.length > 0 && (edge.onDelete !== null || nullable.length === columns.length)) {
    for (const column of nullable) set[column.name] = NULL;
    return set;
  }
  const [only] = free;
  if (only === undefined || columns.length !== 1 || edge.onDelete !== null) return null;
  if (edge.pattern !== null) return { [only.name]: text(edge.pattern.replace("{}", "erased").replaceAll("*", "")) };
  if (edge.path.length > 0) return { [only.name]: text("{}") };
  if (edge.match) return { [only.name]: { kind: "keyed", prefix: "erased-", suffix: "@kept.invalid" } };
  return /^\(?'?0'?(::\w+)?\)?$/.test(only.default ?? "") ? { [only.name]: text("0") } : null;
}
