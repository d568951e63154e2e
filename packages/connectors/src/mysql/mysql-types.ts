/** How MySQL and MariaDB types fold into the kinds of value that the engine tells apart. */
import type { ColumnKind } from "@kept/engine/schema";
import type { ValueBounds } from "../dialect/key-value.ts";

export interface MysqlNative {
  /** Type without length and attributes, in lower case. */
  readonly dataType: string;
  /** Empty where the type has none. */
  readonly collation: string;
}

const kinds: Readonly<Record<string, ColumnKind>> = {
  tinyint: "integer",
  smallint: "integer",
  mediumint: "integer",
  int: "integer",
  bigint: "integer",
  year: "integer",
  bit: "integer",
  decimal: "decimal",
  float: "decimal",
  double: "decimal",
  char: "text",
  varchar: "text",
  tinytext: "text",
  text: "text",
  mediumtext: "text",
  longtext: "text",
  date: "date",
  time: "time",
  datetime: "timestamp",
  timestamp: "timestamp",
  json: "json",
  binary: "binary",
  varbinary: "binary",
  tinyblob: "binary",
  blob: "binary",
  mediumblob: "binary",
  longblob: "binary",
  enum: "enum",
  set: "array",
  uuid: "uuid",
};

const bits: Readonly<Record<string, bigint>> = { tinyint: 8n, smallint: 16n, mediumint: 24n, int: 32n, bigint: 64n };

/** The kind; `holdsJson`: a check constraint says so, which is how MariaDB spells its JSON type. */
export function foldType(dataType: string, columnType: string, holdsJson: boolean): ColumnKind {
  if (holdsJson) return "json";
  if (/^(tinyint|bit)\(1\)/.test(columnType)) return "boolean";
  return kinds[dataType] ?? "other";
}

/** Bounds of the type's values. */
export function boundsOfType(dataType: string, columnType: string): ValueBounds {
  const size = bits[dataType] ?? 64n;
  const unsigned = columnType.includes("unsigned") || dataType === "bit" || dataType === "year";
  const integers: readonly [bigint, bigint] = unsigned
    ? [0n, 2n ** size - 1n]
    : [-(2n ** (size - 1n)), 2n ** (size - 1n) - 1n];
  return { integers, zeroDates: true, anyText: false, numericBooleans: true };
}

/** Values out of `enum('a','it''s')` or `set(...)`. */
export function enumValuesOf(columnType: string): readonly string[] {
  if (!/^(enum|set)\(/i.test(columnType)) return [];
  return [...columnType.matchAll(/'((?:[^']|'')*)'/g)].map((match) => (match[1] ?? "").replaceAll("''", "'"));
}
