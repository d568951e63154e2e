/** How SQLite spells what the shared store asks. Key sets travel as JSON, whatever their size. */
import { foldText } from "@kept/engine/edge-values";
import { readList, withoutKeys } from "@kept/engine/lists";
import type { Capabilities } from "../connector.ts";
import type { CatalogueColumn } from "../dialect/catalogue.ts";
import type { Dialect, FittedKey } from "../dialect/dialect.ts";
import { anyOf, type Fragment, join, param, raw, sql } from "../dialect/fragment.ts";
import { exactNumber, hexOfText, parseJson } from "../dialect/json-values.ts";
import { trimDecimal } from "../dialect/key-value.ts";
import { introspectSqlite } from "./introspect-sqlite.ts";
import { jsonScalar, quoteName } from "./sqlite-literals.ts";
import type { SqliteNative } from "./sqlite-types.ts";

type Column = CatalogueColumn<SqliteNative>;

export const sqliteCapabilities: Capabilities = {
  schemes: ["sqlite", "sqlite3", "file"],
  snapshotReads: true,
  deferredConstraints: true,
  checksForeignKeysByRow: false,
  canSuspendForeignKeys: true,
  joinsStatements: false,
  // A transaction that writes locks the whole file.
  rowLocks: true,
};

let lastPattern = { source: "", expression: /$^/ };

/** SQL functions that every session has, beside SQLite's own: its `lower` knows ASCII only, and it has no expressions. */
export const sessionFunctions = {
  kept_fold: (value: unknown) => (typeof value === "string" ? value.toLowerCase() : null),
  kept_text: (value: unknown) => {
    if (value === null || value === undefined) return null;
    // Texts of SQLite end at a NUL for most of its own functions.
    return (value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : String(value)).replaceAll("\0", " ");
  },
  kept_matches: (pattern: unknown, text: unknown) => {
    if (typeof pattern !== "string" || typeof text !== "string") return 0;
    if (lastPattern.source !== pattern) lastPattern = { source: pattern, expression: new RegExp(pattern, "iu") };
    return lastPattern.expression.test(text) ? 1 : 0;
  },
  kept_lists: (form: unknown, separator: unknown, keys: unknown, fold: unknown, value: unknown) => {
    const listed = readListed(form, separator, value);
    if (listed === null) return 0;
    const wanted = keySet(keys);
    return readList(listed.list, listed.text).some((key) => wanted.has(fold === 1 ? foldText(key) : key)) ? 1 : 0;
  },
  kept_without: (form: unknown, separator: unknown, keys: unknown, fold: unknown, value: unknown) => {
    const listed = readListed(form, separator, value);
    return listed === null ? null : withoutKeys(listed.list, listed.text, keySet(keys), fold === 1);
  },
} as const;

let lastKeys: { readonly source: unknown; readonly keys: ReadonlySet<string> } = { source: "", keys: new Set() };

/** The same keys are asked of row after row. */
function keySet(source: unknown): ReadonlySet<string> {
  if (lastKeys.source !== source) lastKeys = { source, keys: new Set(JSON.parse(String(source)) as string[]) };
  return lastKeys.keys;
}

function readListed(form: unknown, separator: unknown, value: unknown) {
  if (value === null || value instanceof Uint8Array) return null;
  return {
    list: { form: form === "json" ? ("json" as const) : ("text" as const), separator: String(separator) },
    text: String(value),
  };
}

/** The dialect; `isWritable` tells whether the file may be changed. */
export function createSqliteDialect(isWritable: () => boolean): Dialect<SqliteNative> {
  return {
    kind: "sqlite",
    capabilities: sqliteCapabilities,
    questionsPerStatement: 1,
    keysPerStatement: 500_000,
    quote: (name) => raw(quoteName(name)),
    introspect: (session) => introspectSqlite(session, isWritable()),
    keyText,
    finishKeyText,
    matchKeys,
    matchFolded,
    matchLike: (column, patterns) =>
      balancedOr(patterns.map((pattern) => sql`${name(column)} LIKE ${param(pattern)} ESCAPE '\\'`)),
    async matchJson(_session, _table, column, path, values) {
      const own = name(column);
      const place = param(`$${path.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `."${step}"`)).join("")}`);
      const asKeys = param(`$${path.map((step) => `."${step}"`).join("")}`);
      const at = (step: Fragment) =>
        sql`CASE json_type(${own}, ${step}) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'object' THEN NULL WHEN 'array' THEN NULL ELSE CAST(json_extract(${own}, ${step}) AS TEXT) END`;
      const texts = param(`[${values.map((value) => JSON.stringify(value)).join(",")}]`);
      const found = path.some((step) => /^\d+$/.test(step)) ? sql`coalesce(${at(place)}, ${at(asKeys)})` : at(asKeys);
      // A BLOB that is no text would be read as SQLite's binary JSON.
      return sql`CASE WHEN typeof(${own}) = 'text' AND json_valid(${own}) THEN ${found} END IN (SELECT j.value FROM json_each(${texts}) AS j)`;
    },
    matchList: (column, keys, separator, fold) => sql`kept_lists(${listed(column, keys, separator, fold)}) = 1`,
    withoutKeys: (column, keys, separator, fold) => sql`kept_without(${listed(column, keys, separator, fold)})`,
    scanText: (column) => sql`kept_text(${name(column)})`,
    matchPattern: (text, pattern) => sql`kept_matches(${param(pattern)}, ${text})`,
    equalColumns: (left, right, leftOf, rightOf) => sql`${name(left, leftOf)} = ${name(right, rightOf)}`,
    readColumn: (column) => name(column),
    readValue,
    exactText,
    setExact: (_column, text) => exactValue(text),
    insertWithKeys: raw(""),
    setText(column, text) {
      if (column.schema.kind === "binary") return param(new Uint8Array(Buffer.from(hexOfText(text), "hex")));
      return param(column.schema.kind === "boolean" ? booleanDigit(text) : text);
    },
    setKeyed(_column, prefix, keys, suffix) {
      const key = join(
        keys.map((one) => keyText(one)),
        " || '-' || ",
      );
      return sql`${param(prefix)} || ${key} || ${param(suffix)}`;
    },
    differs: (column, value) => sql`${name(column)} IS NOT (${value})`,
    joinStatements: null,
    shorten: (text, characters) => sql`substr(${text}, 1, ${raw(String(characters))})`,
    countSource: (of) => raw(of.quotedName),
    lock: () => null,
  };
}

function name(column: Column, of?: string): Fragment {
  const own = quoteName(column.schema.name);
  return raw(of === undefined ? own : `${of}.${own}`);
}

function listed(column: Column, keys: readonly string[], separator: string, fold: boolean): Fragment {
  const wanted = JSON.stringify(fold ? keys.map(foldText) : keys);
  const form = raw(column.schema.kind === "json" ? "'json'" : "'text'");
  return join([form, param(separator), param(wanted), raw(fold ? "1" : "0"), name(column)], ", ");
}

/** Any column may hold a BLOB. */
function keyText(column: Column, of?: string): Fragment {
  const own = name(column, of);
  return sql`CASE typeof(${own}) WHEN 'blob' THEN lower(hex(${own})) ELSE CAST(${own} AS TEXT) END`;
}

/** Any column may hold a value of any type: its first letter tells which. Texts as bytes, because they may hold a NUL. */
function exactText(column: Column): Fragment {
  const own = name(column);
  return sql`CASE typeof(${own}) WHEN 'null' THEN NULL WHEN 'integer' THEN 'i' || ${own} WHEN 'real' THEN 'r' || quote(${own}) WHEN 'text' THEN 't' || hex(CAST(${own} AS BLOB)) ELSE 'b' || hex(${own}) END`;
}

function exactValue(text: string): Fragment {
  const value = text.slice(1);
  if (text.startsWith("i")) return sql`CAST(${param(value)} AS INTEGER)`;
  if (text.startsWith("r")) return sql`CAST(${param(value)} AS REAL)`;
  const bytes = param(new Uint8Array(Buffer.from(value, "hex")));
  return text.startsWith("t") ? sql`CAST(${bytes} AS TEXT)` : bytes;
}

function finishKeyText(column: Column, text: string): string {
  if (column.schema.kind === "uuid") return text.toLowerCase();
  return column.schema.kind === "decimal" ? trimDecimal(text) : text;
}

function matchKeys(columns: readonly Column[], keys: readonly FittedKey[]): Fragment {
  const [only] = columns;
  if (columns.length === 1 && only !== undefined) {
    return matchColumn(
      only,
      keys.map((key) => key[0] ?? ""),
    );
  }
  const list = param(
    `[${keys.map((key) => `[${key.map((text, index) => scalarFor(columns[index], text)).join(",")}]`).join(",")}]`,
  );
  const parts = columns.map((column, index) => {
    const part = raw(`json_extract(j.value, '$[${index}]')`);
    return column.schema.kind === "binary" ? sql`coalesce(unhex(${part}), ${part})` : part;
  });
  return sql`(${join(
    columns.map((column) => name(column)),
    ", ",
  )}) IN (SELECT ${join(parts, ", ")} FROM json_each(${list}) AS j)`;
}

function matchColumn(column: Column, values: readonly string[]): Fragment {
  const variants =
    column.schema.kind === "uuid" ? values.flatMap((value) => [value.toLowerCase(), value.toUpperCase()]) : values;
  const texts = sql`(SELECT j.value FROM json_each(${param(
    `[${variants.map((value) => scalarFor(column, value)).join(",")}]`,
  )}) AS j)`;
  const any = [sql`${name(column)} IN ${texts}`];
  // A column without affinity keeps numbers and texts apart, and bytes are neither.
  if (column.native.affinity === "blob") {
    const strings = param(JSON.stringify(variants));
    any.push(sql`${name(column)} IN (SELECT j.value FROM json_each(${strings}) AS j)`);
  }
  if (column.native.affinity === "blob" || column.schema.kind === "binary" || column.schema.kind === "uuid") {
    const hex = values.filter((value) => /^([0-9a-f]{2})+$/i.test(value));
    if (hex.length > 0) {
      any.push(sql`${name(column)} IN (SELECT unhex(j.value) FROM json_each(${param(JSON.stringify(hex))}) AS j)`);
    }
  }
  return anyOf(any);
}

function scalarFor(column: Column | undefined, text: string): string {
  if (column?.schema.kind === "boolean") return jsonScalar(booleanDigit(text));
  return column?.native.affinity === "text" ? JSON.stringify(text) : jsonScalar(text);
}

function booleanDigit(text: string): string {
  const lowered = text.toLowerCase();
  if (lowered === "true" || lowered === "t") return "1";
  return lowered === "false" || lowered === "f" ? "0" : text;
}

function matchFolded(columns: readonly Column[], keys: readonly FittedKey[]): Fragment {
  const lowered = keys.map((key) => key.map((text) => text.toLowerCase()));
  const list = param(JSON.stringify(lowered));
  const tuple = columns.map((column) => folded(column, lowered.flat()));
  const parts = columns.map((_, index) => raw(`json_extract(j.value, '$[${index}]')`));
  return sql`(${join(tuple, ", ")}) IN (SELECT ${join(parts, ", ")} FROM json_each(${list}) AS j)`;
}

/** Lower case of the column, by the fast built-in function where what it is compared with is ASCII. */
function folded(column: Column, comparedWith: readonly string[]): Fragment {
  const isAscii = comparedWith.every((text) => /^[\0-\x7f]*$/.test(text));
  return sql`${raw(isAscii ? "lower" : "kept_fold")}(${keyText(column)})`;
}

/** SQLite limits the depth of an expression, so that a long chain of OR has to be a tree. */
function balancedOr(parts: readonly Fragment[]): Fragment {
  if (parts.length <= 2) return anyOf(parts);
  const half = Math.ceil(parts.length / 2);
  return sql`(${balancedOr(parts.slice(0, half))} OR ${balancedOr(parts.slice(half))})`;
}

function readValue(column: Column, value: unknown): unknown {
  if (typeof value === "bigint") {
    if (column.schema.kind === "boolean" && (value === 0n || value === 1n)) return value === 1n;
    return exactNumber(String(value));
  }
  if (typeof value !== "string") return value;
  if (column.schema.kind === "timestamp") return value.replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, "$1T");
  if (column.schema.kind !== "json") return value;
  try {
    return parseJson(value);
  } catch {
    return value;
  }
}
