/** Values of a package, JSON and bytes, as the texts that a store reads. */

import { ANOTHER_PERSON } from "./access-columns.ts";
import type { ModelTable } from "./model.ts";
import { type ColumnSchema, findColumn } from "./schema.ts";

/** A row as a package gives it: values of JSON, and bytes. */
export type GivenRow = Readonly<Record<string, unknown>>;

export interface ReadRow {
  /** Columns with a value, as text. */
  readonly texts: Map<string, string>;
  readonly empty: Set<string>;
  /** Columns in which somebody else was masked. */
  readonly masked: readonly ColumnSchema[];
  /** Columns that the table does not have. */
  readonly unknown: readonly string[];
}

/** Takes a row apart by what its columns say. */
export function readGiven({ schema }: ModelTable, row: GivenRow): ReadRow {
  const texts = new Map<string, string>();
  const empty = new Set<string>();
  const masked: ColumnSchema[] = [];
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(row)) {
    const column = findColumn(schema, name);
    if (column === undefined) unknown.push(name);
    else if (column.generated || value === undefined) continue;
    else if (value === null) empty.add(name);
    else if (value === ANOTHER_PERSON) masked.push(column);
    else texts.set(name, textOf(column, value));
  }
  return { texts, empty, masked, unknown };
}

/** A value of a package as text that the column's type reads. */
function textOf(column: ColumnSchema, value: unknown): string {
  if (value instanceof Uint8Array) return hexOf(value);
  if (column.kind === "json") return typeof value === "string" && isJson(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return /^set\b/i.test(column.nativeType) ? value.join(",") : arrayLiteral(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object") return JSON.stringify(value);
  const text = String(value);
  // Only types with a zone take one; the others tell a day and a time on some clock.
  const isZoned = /zone|timestamptz/i.test(column.nativeType) && !/without/i.test(column.nativeType);
  if (column.kind === "timestamp" && !isZoned) return text.replace("T", " ").replace(/Z$/, "");
  return text;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function hexOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return /^\s*[[{"]/.test(text);
  } catch {
    return false;
  }
}

function arrayLiteral(items: readonly unknown[]): string {
  const parts = items.map((item) => {
    if (item === null) return "NULL";
    return Array.isArray(item) ? arrayLiteral(item) : `"${String(item).replace(/["\\]/g, "\\$&")}"`;
  });
  return `{${parts.join(",")}}`;
}
