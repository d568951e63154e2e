/** Turns cells into what CSV and JSON can hold, and watches their types for the JSON Schema. */
import { categoryOf } from "@kept/engine/categories";
import type { ColumnHolding } from "@kept/engine/rights";

/** A cell of CSV (RFC 4180). A leading sign that spreadsheets take for a formula is quoted with an apostrophe. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : typeof value === "object" ? JSON.stringify(value) : String(value);
  const guarded =
    typeof value === "string" && /^[=+@\t\r-]/.test(text) && !/^[+-]?[\d.,]+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** The value as JSON holds it: dates as ISO text, large integers as text, everything else as it is. */
export function toJsonValue(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map(toJsonValue);
  if (value !== null && typeof value === "object" && !(value instanceof Uint8Array)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toJsonValue(part)]));
  }
  return value;
}

export type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

/** The JSON type of a value that {@link toJsonValue} made. */
export function jsonType(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  switch (typeof value) {
    case "boolean":
      return "boolean";
    case "number":
      return Number.isInteger(value) ? "integer" : "number";
    case "string":
      return "string";
    default:
      return "object";
  }
}

/** A JSON Schema of the rows that were written, from the types that were seen. */
export function describeRows(
  title: string,
  why: string,
  columns: readonly string[],
  seen: ReadonlyMap<string, ReadonlySet<JsonType>>,
  holds: Readonly<Record<string, ColumnHolding>> = {},
): object {
  const properties = columns.map((column) => {
    const types = [...(seen.get(column) ?? [])].sort();
    const folded = types.includes("number") ? types.filter((type) => type !== "integer") : types;
    const holding = holds[column];
    const iri = categoryOf(holding?.category ?? "").iri;
    return [
      column,
      {
        ...(folded.length === 0 ? {} : { type: folded.length === 1 ? folded[0] : folded }),
        // Annotations: a validator that does not know them passes them by (JSON Schema 2020-12, 7.7).
        ...(holding === undefined ? {} : { "x-category": holding.category, "x-provenance": holding.provenance }),
        ...(iri === null ? {} : { "x-dpv": iri }),
      },
    ] as const;
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    description: why,
    type: "array",
    items: { type: "object", properties: Object.fromEntries(properties) },
  };
}

/** Gives every name a file name of its own that any operating system can hold, also where case is ignored. */
export function createFileNamer(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const plain =
      name
        .replaceAll(/[^\p{L}\p{N}._-]+/gu, "_")
        .replace(/^[.]+/, "_")
        .slice(0, 80) || "_";
    let candidate = plain;
    for (let number = 2; taken.has(candidate.toLowerCase()); number += 1) candidate = `${plain}-${number}`;
    taken.add(candidate.toLowerCase());
    return candidate;
  };
}

/** A table's or column's name as people read it: `orderItems`, `order_items` -> `Order items`. */
export function humanTitle(name: string): string {
  const words = name
    .replace(/^.*\./, "")
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replaceAll(/[_\-\s]+/g, " ")
    .trim();
  const spelled = words
    .split(" ")
    .map((word) => (/^(id|ip|url|vat|iban)$/i.test(word) ? word.toUpperCase() : word.toLowerCase()))
    .join(" ");
  return spelled === "" ? name : spelled.charAt(0).toUpperCase() + spelled.slice(1);
}
