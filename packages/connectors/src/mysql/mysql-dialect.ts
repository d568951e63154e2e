/** How MySQL and MariaDB spell what the shared store asks. */
import type { Capabilities } from "../connector.ts";
import type { CatalogueColumn } from "../dialect/catalogue.ts";
import { chunk } from "../dialect/chunk.ts";
import type { Dialect, FittedKey } from "../dialect/dialect.ts";
import { allOf, anyOf, type Fragment, join, param, raw, sql } from "../dialect/fragment.ts";
import { exactNumber, hexOfText, parseJson } from "../dialect/json-values.ts";
import { trimDecimal } from "../dialect/key-value.ts";
import {
  asWord,
  CLOSED,
  isWord,
  JSON_LIST,
  type ListPattern,
  withoutInJson,
  withoutInText,
} from "../dialect/list-patterns.ts";
import { introspectMysql } from "./introspect-mysql.ts";
import { quoteName } from "./mysql-literals.ts";
import type { MysqlNative } from "./mysql-types.ts";

type Column = CatalogueColumn<MysqlNative>;

export const mysqlCapabilities: Capabilities = {
  schemes: ["mysql", "mariadb"],
  snapshotReads: true,
  deferredConstraints: false,
  checksForeignKeysByRow: true,
  canSuspendForeignKeys: true,
  joinsStatements: false,
  rowLocks: true,
};

/** The dialect for one system. */
export function createMysqlDialect(schemas: readonly string[] | undefined): Dialect<MysqlNative> {
  return {
    kind: "mysql",
    capabilities: mysqlCapabilities,
    questionsPerStatement: 20,
    keysPerStatement: 10_000,
    quote: (name) => raw(quoteName(name)),
    introspect: (session) => introspectMysql(session, schemas),
    keyText,
    finishKeyText: (column, text) => {
      if (column.schema.kind === "decimal") return trimDecimal(text);
      return column.schema.kind === "uuid" ? text.toLowerCase() : text;
    },
    matchKeys,
    matchFolded,
    matchLike: (column, patterns) =>
      anyOf(patterns.map((pattern) => sql`${keyText(column)} LIKE ${param(pattern)} ESCAPE '\\\\'`)),
    async matchJson(_session, _table, column, path, values) {
      const own = name(column);
      const places = jsonPaths(path).map((place) => {
        const value = sql`JSON_EXTRACT(${own}, ${param(place)})`;
        return sql`CASE WHEN JSON_TYPE(${value}) NOT IN ('NULL', 'OBJECT', 'ARRAY') THEN JSON_UNQUOTE(${value}) END`;
      });
      // Valid, or the functions raise an error on MySQL.
      const found = sql`CASE WHEN JSON_VALID(${own}) THEN COALESCE(${join(places, ", ")}) END`;
      return sql`${binaryText(found)} IN (${listOf(values)})`;
    },
    matchList,
    withoutKeys,
    scanText,
    matchPattern: (text, pattern) => sql`${text} REGEXP ${param(pattern)}`,
    equalColumns: (left, right, leftOf, rightOf) =>
      left.schema.kind === right.schema.kind && left.native.collation === right.native.collation
        ? sql`${name(left, leftOf)} = ${name(right, rightOf)}`
        : sql`${keyText(left, leftOf)} = ${keyText(right, rightOf)}`,
    readColumn(column) {
      if (column.schema.kind === "binary") return sql`HEX(${name(column)})`;
      if (column.native.dataType === "bit") return sql`CAST(${name(column)} AS UNSIGNED)`;
      // The server labels JSON as bytes, which a driver would not decode.
      return column.schema.kind === "json" || isSpatial(column) ? keyText(column) : name(column);
    },
    readValue,
    exactText,
    setExact: (column, text) =>
      isSpatial(column) || column.schema.kind === "binary" ? raw(`X'${hexOfText(text)}'`) : literal(column, text),
    insertWithKeys: raw(""),
    setText: literal,
    setKeyed(_column, prefix, keys, suffix) {
      const texts = keys.flatMap((key, index) => (index === 0 ? [keyText(key)] : [raw("'-'"), keyText(key)]));
      return sql`CONCAT(${join([param(prefix), ...texts, param(suffix)], ", ")})`;
    },
    // Spatial values are never set; of the rest, what the server does not compare as itself it compares as text.
    differs: (column, value) =>
      isComparable(column)
        ? sql`NOT (${name(column)} <=> ${value})`
        : sql`NOT (${keyText(column)} <=> ${binaryText(sql`CAST(${value} AS CHAR)`)})`,
    joinStatements: null,
    shorten: (text, characters) => sql`LEFT(${text}, ${raw(String(characters))})`,
    // A table cannot be counted while it is updated, a copy of it can; the LIMIT keeps the copy from being optimised away.
    countSource: (of, updated) =>
      of.quotedName === updated.quotedName
        ? raw(`(SELECT * FROM ${of.quotedName} LIMIT 18446744073709551615)`)
        : raw(of.quotedName),
    lock: (table, _keys, where) =>
      table.schema.kind === "view"
        ? null
        : sql`SELECT count(*) FROM ${raw(table.quotedName)} WHERE ${where} FOR UPDATE`,
  };
}

function name(column: Column, of?: string): Fragment {
  const own = quoteName(column.schema.name);
  return raw(of === undefined ? own : `${of}.${own}`);
}

/** Text compared by its characters, whatever collation it comes from. */
function binaryText(text: Fragment): Fragment {
  return sql`CONVERT(${text} USING utf8mb4) COLLATE utf8mb4_bin`;
}

function keyText(column: Column, of?: string): Fragment {
  const own = name(column, of);
  if (column.schema.kind === "binary") return binaryText(sql`LOWER(HEX(${own}))`);
  if (column.native.dataType === "bit") return binaryText(sql`CAST(CAST(${own} AS UNSIGNED) AS CHAR)`);
  if (isSpatial(column)) return binaryText(sql`ST_AsText(${own})`);
  return binaryText(column.native.collation === "" ? sql`CAST(${own} AS CHAR)` : own);
}

/** Bytes as the text that they are, or else letter by letter; every text in a collation without regard to case. */
function scanText(column: Column): Fragment {
  const bytes = name(column);
  const own =
    column.schema.kind === "binary"
      ? sql`COALESCE(CONVERT(${bytes} USING utf8mb4), CONVERT(${bytes} USING latin1))`
      : keyText(column);
  return sql`CONVERT(${own} USING utf8mb4) COLLATE utf8mb4_general_ci`;
}

/** Bytes as hex; numbers that are not exact with all of their digits, which a plain cast would cut. */
function exactText(column: Column): Fragment {
  const own = name(column);
  if (isSpatial(column)) return sql`HEX(${own})`;
  if (/^(float|double)$/.test(column.native.dataType)) return binaryText(sql`CAST(${own} + 0e0 AS CHAR)`);
  return keyText(column);
}

function isSpatial(column: Column): boolean {
  return /^(geometry|point|linestring|polygon|multi\w+|geom\w*collection)$/.test(column.native.dataType);
}

/** Types whose values are compared as the type itself; the others as text. */
function isComparable(column: Column): boolean {
  return column.schema.kind !== "json" && column.schema.kind !== "other" && column.native.dataType !== "float";
}

/** A value that has been checked to fit the column, or text for the column to be set to. */
function literal(column: Column, text: string): Fragment {
  switch (column.schema.kind) {
    case "boolean":
      if (/^-?\d+$/.test(text)) return raw(text);
      return raw(/^t(rue)?$/i.test(text) ? "1" : "0");
    case "integer":
    case "decimal":
      // A number in quotes would be compared as text or as an inexact number.
      return /^-?\d+(\.\d+)?$/.test(text) ? raw(text) : param(text);
    case "binary":
      return raw(`X'${hexOfText(text)}'`);
    default:
      return param(text);
  }
}

function listOf(values: readonly string[]): Fragment {
  return join(
    values.map((value) => param(value)),
    ", ",
  );
}

function matchKeys(columns: readonly Column[], keys: readonly FittedKey[]): Fragment {
  const foreign = keys.filter((key) => key.some((text, index) => !fitsCharset(columns[index], text)));
  if (foreign.length === 0) return matchMembers(columns, keys, isComparable);
  const native = keys.filter((key) => !foreign.includes(key));
  const any = native.length === 0 ? [] : [matchMembers(columns, native, isComparable)];
  return anyOf([...any, matchMembers(columns, foreign, () => false)]);
}

/** Comparing a column with characters that its character set lacks is an error, so such a key is compared as text. */
function fitsCharset(column: Column | undefined, text: string): boolean {
  const collation = column?.native.collation ?? "";
  if (collation === "" || collation.startsWith("utf8mb4")) return true;
  const limit = collation.startsWith("utf8")
    ? /^[\0-\uffff]*$/u
    : collation.startsWith("latin1")
      ? /^[\0-\xff]*$/u
      : /^[\0-\x7f]*$/u;
  return limit.test(text);
}

function matchMembers(
  columns: readonly Column[],
  keys: readonly FittedKey[],
  isNative: (column: Column) => boolean,
): Fragment {
  const sides = columns.map((column) => (isNative(column) ? name(column) : keyText(column)));
  const values = keys.map((key) => {
    const texts = key.map((text, index) => {
      const column = columns[index];
      return column !== undefined && isNative(column) ? literal(column, text) : param(text);
    });
    return texts.length === 1 ? join(texts, "") : sql`(${join(texts, ", ")})`;
  });
  const left = sides.length === 1 ? join(sides, "") : sql`(${join(sides, ", ")})`;
  return sql`${left} IN (${join(values, ", ")})`;
}

function matchFolded(columns: readonly Column[], keys: readonly FittedKey[]): Fragment {
  const sides = columns.map((column) => sql`LOWER(${keyText(column)})`);
  const values = keys.map((key) => {
    const texts = key.map((text) => sql`LOWER(${param(text)})`);
    return texts.length === 1 ? join(texts, "") : sql`(${join(texts, ", ")})`;
  });
  const left = sides.length === 1 ? join(sides, "") : sql`(${join(sides, ", ")})`;
  const exact = sql`${left} IN (${join(values, ", ")})`;
  // A collation without regard to case can use its index, but takes other letters for equal too (e and é).
  const indexed = columns.every((column) => column.native.collation.endsWith("_ci"));
  return indexed ? allOf([matchKeys(columns, keys), exact]) : exact;
}

/** Keys that one expression looks for: databases bound how long it may be. */
const KEYS_PER_PATTERN = 500;

function matchList(column: Column, keys: readonly string[], separator: string, fold: boolean): Fragment {
  if (!keys.every((key) => isWord(key, separator))) return sql`${name(column)} IS NOT NULL`;
  const own = keyText(column);
  const patterns = chunk(keys, KEYS_PER_PATTERN).map((some) => asWord(some, separator));
  return anyOf(patterns.map((pattern) => sql`${own} REGEXP ${param(fold ? `(?i)${pattern}` : pattern)}`));
}

function withoutKeys(column: Column, keys: readonly string[], separator: string, fold: boolean): Fragment {
  const own = keyText(column);
  const take = (text: Fragment, parts: readonly (readonly string[])[], patternsOf: typeof withoutInJson, end: string) =>
    parts.reduce(
      (all, some) => patternsOf(some).reduce((one, pattern) => replaceAll(one, pattern, end, fold), all),
      text,
    );
  const parts = chunk(keys, KEYS_PER_PATTERN);
  const json = take(own, parts, withoutInJson, CLOSED);
  if (column.schema.kind === "json") return sql`IF(${own} REGEXP ${param(JSON_LIST)}, ${json}, ${own})`;
  const text = take(own, parts, (some) => withoutInText(some, separator), "");
  return sql`IF(${own} REGEXP ${param(JSON_LIST)}, ${json}, ${text})`;
}

/** The two servers name a group in their own ways. */
function replaceAll(text: Fragment, { pattern, keepsGroup }: ListPattern, instead: string, fold: boolean): Fragment {
  const by = keepsGroup ? raw("IF(VERSION() LIKE '%MariaDB%', '\\\\1', '$1')") : param(instead);
  return sql`REGEXP_REPLACE(${text}, ${param(fold ? `(?i)${pattern}` : pattern)}, ${by})`;
}

/** A step of digits may be a place in an array or a name in an object. */
function jsonPaths(path: readonly string[]): readonly string[] {
  const byName = `$${path.map((step) => `.${JSON.stringify(step)}`).join("")}`;
  const byPlace = `$${path.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${JSON.stringify(step)}`)).join("")}`;
  return byName === byPlace ? [byName] : [byPlace, byName];
}

function readValue(column: Column, value: unknown): unknown {
  if (typeof value !== "string") return null;
  switch (column.schema.kind) {
    case "boolean":
      return value === "0" || value === "1" ? value === "1" : exactNumber(value);
    case "integer":
    case "decimal":
      return exactNumber(value);
    case "timestamp":
      // TIMESTAMP is a moment, told in UTC here; DATETIME is a day and a time on some clock.
      return value.replace(" ", "T") + (column.native.dataType === "timestamp" ? "Z" : "");
    case "binary":
      return new Uint8Array(Buffer.from(value, "hex"));
    case "array":
      return value === "" ? [] : value.split(",");
    case "json":
      try {
        return parseJson(value);
      } catch {
        return value;
      }
    default:
      return value;
  }
}
