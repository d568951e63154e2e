/** Values of a package, JSON and bytes, as the texts that a store reads. */
import type { ColumnSchema } from "./schema.ts";

/** A value of a package as text that the column's type reads. */
export function textOf(column: ColumnSchema, value: unknown): string {
  if (value instanceof Uint8Array) return [...value].map((byte) => byte.toString(16).padStart(2, "0")).join("");
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
