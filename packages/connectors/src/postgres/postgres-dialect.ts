/** How Postgres spells what the shared store asks. */
import type { Capabilities } from "../connector.ts";
import type { CatalogueColumn, CatalogueTable } from "../dialect/catalogue.ts";
import type { Dialect, FittedKey, Session } from "../dialect/dialect.ts";
import { allOf, type Fragment, join, param, raw, sql } from "../dialect/fragment.ts";
import { exactNumber, hexOfText, parseJson } from "../dialect/json-values.ts";
import { isStorable } from "../dialect/key-value.ts";
import { introspectPostgres } from "./introspect-postgres.ts";
import { matchList, withoutListed } from "./postgres-lists.ts";
import { arrayLiteral, quoteName } from "./postgres-literals.ts";
import type { PostgresNative } from "./postgres-types.ts";

type Column = CatalogueColumn<PostgresNative>;

/** More values than these are not looked for by LIKE before a JSON text is parsed. */
const prefilteredValues = 50;

/** The dialect under a kind's name and capabilities. */
export function createPostgresDialect(
  kind: string,
  capabilities: Capabilities,
  schemas: readonly string[] | undefined,
): Dialect<PostgresNative> {
  return {
    kind,
    capabilities,
    questionsPerStatement: 40,
    keysPerStatement: 100_000,
    quote: (name) => raw(quoteName(name)),
    introspect: (session) => introspectPostgres(session, schemas),
    keyText,
    finishKeyText: null,
    matchKeys,
    matchFolded,
    matchLike: (column, patterns) => sql`${name(column)}::text LIKE ${listOf(patterns, "text")}`,
    matchJson,
    matchList,
    withoutKeys: withoutListed,
    scanText,
    matchPattern: (text, pattern) => sql`${text} ~* ${param(pattern)}::text`,
    equalColumns,
    readColumn: (column) =>
      column.schema.kind === "array" ? sql`pg_catalog.array_to_json(${name(column)})::text` : name(column),
    readValue,
    exactText: (column) =>
      column.schema.kind === "binary" ? sql`pg_catalog.encode(${name(column)}, 'hex')` : sql`${name(column)}::text`,
    setExact: (column, text) =>
      sql`${param(column.schema.kind === "binary" ? `\\x${text}` : text)}::${raw(column.native.castType)}`,
    insertWithKeys: raw(" OVERRIDING SYSTEM VALUE"),
    setText: (column, text) => param(column.schema.kind === "binary" ? `\\x${hexOfText(text)}` : text),
    setKeyed(column, prefix, keys, suffix) {
      const key = join(
        keys.map((one) => keyText(one)),
        " || '-' || ",
      );
      return sql`(${param(prefix)}::text || ${key} || ${param(suffix)}::text)::${raw(column.native.castType)}`;
    },
    differs,
    joinStatements,
    shorten: (text, characters) => sql`pg_catalog.left(${text}, ${raw(String(characters))})`,
    countSource: (of) => raw(of.quotedName),
    lock: (table, keys, where) =>
      table.schema.kind === "view"
        ? null
        : sql`SELECT count(*) FROM (SELECT 1 FROM ${raw(table.quotedName)} WHERE ${where} ORDER BY ${join(
            keys.map((key) => name(key)),
            ", ",
          )} FOR UPDATE) AS locked`,
  };
}

function name(column: Column, of?: string): Fragment {
  const own = quoteName(column.schema.name);
  return raw(of === undefined ? own : `${of}.${own}`);
}

function listOf(values: readonly string[], type: string): Fragment {
  return sql`ANY(${param(arrayLiteral(values))}::${raw(type)}[])`;
}

function keyText(column: Column, of?: string): Fragment {
  const own = name(column, of);
  if (column.schema.kind === "binary") return sql`pg_catalog.encode(${own}, 'hex')`;
  if (column.native.typeName === "numeric") return sql`pg_catalog.trim_scale(${own})::text`;
  // The cast of an address to text adds its mask; what the server prints does not.
  if (column.native.typeName === "inet") return sql`pg_catalog.abbrev(${own})`;
  return sql`${own}::text`;
}

/** Values of one column as array, in its own type where that can be compared. */
function arrayOf(column: Column, values: readonly string[]): Fragment {
  const texts = column.schema.kind === "binary" ? values.map((value) => `\\x${value}`) : values;
  return sql`${param(arrayLiteral(texts))}::${raw(column.native.comparable ? column.native.castType : "text")}[]`;
}

function comparedColumn(column: Column): Fragment {
  return column.native.comparable ? name(column) : keyText(column);
}

/** Arrays side by side as a table; `unnest` of several arrays at once cannot be schema-qualified. */
function rowsOf(arrays: readonly Fragment[]): Fragment {
  return sql`ROWS FROM (${join(
    arrays.map((array) => sql`pg_catalog.unnest(${array})`),
    ", ",
  )})`;
}

function matchKeys(columns: readonly Column[], keys: readonly FittedKey[]): Fragment {
  const arrays = columns.map((column, index) =>
    arrayOf(
      column,
      keys.map((key) => key[index] ?? ""),
    ),
  );
  const [first] = columns;
  if (columns.length === 1 && first !== undefined) return sql`${comparedColumn(first)} = ANY(${join(arrays, ", ")})`;
  const tuple = join(columns.map(comparedColumn), ", ");
  const member = sql`(${tuple}) IN (SELECT * FROM ${rowsOf(arrays)})`;
  if (first === undefined || !first.native.comparable) return member;
  // Under an OR the planner cannot use an index for the tuple; for its first column it can.
  const leading = arrayOf(first, [...new Set(keys.map((key) => key[0] ?? ""))]);
  return allOf([sql`${name(first)} = ANY(${leading})`, member]);
}

function matchFolded(columns: readonly Column[], keys: readonly FittedKey[]): Fragment {
  const [only] = columns;
  if (columns.length === 1 && only?.native.typeName === "citext") return matchKeys(columns, keys);
  const arrays = columns.map((_, index) => sql`${param(arrayLiteral(keys.map((key) => key[index] ?? "")))}::text[]`);
  const tuple = join(
    columns.map((column) => sql`pg_catalog.lower(${keyText(column)})`),
    ", ",
  );
  const names = columns.map((_, index) => raw(`k${index}`));
  const lowered = join(
    names.map((one) => sql`pg_catalog.lower(${one})`),
    ", ",
  );
  return sql`(${tuple}) IN (SELECT ${lowered} FROM ${rowsOf(arrays)} AS keys(${join(names, ", ")}))`;
}

/** Of parts of one statement, foreign keys are checked once all of them are done. */
function joinStatements(statements: readonly Fragment[]): Fragment {
  const parts = statements.map((statement, at) => sql`${raw(`part_${at}`)} AS (${statement} RETURNING 1)`);
  const counts = statements.map((_, at) => raw(`(SELECT pg_catalog.count(*) FROM part_${at})`));
  return sql`WITH ${join(parts, ", ")} SELECT ${join(counts, ", ")}`;
}

/** Where a type cannot be compared, its texts are: both as the server prints them. */
function differs(column: Column, value: Fragment): Fragment {
  const cast = sql`(${value})::${raw(column.native.castType)}`;
  return column.native.comparable
    ? sql`${name(column)} IS DISTINCT FROM ${cast}`
    : sql`${name(column)}::text IS DISTINCT FROM (${cast})::text`;
}

async function matchJson(
  session: Session,
  table: CatalogueTable<PostgresNative>,
  column: Column,
  path: readonly string[],
  values: readonly string[],
): Promise<Fragment> {
  const own = name(column);
  const steps = sql`${param(arrayLiteral(path))}::text[]`;
  const storable = values.filter(isStorable);
  if (column.schema.kind === "json") return sql`(${own} #>> ${steps}) = ${listOf(storable, "text")}`;
  if (table.schema.kind === "view" || (await serverVersion(session)) >= 160_000) {
    return sql`CASE WHEN ${own}::text IS JSON THEN (${own}::text)::json #>> ${steps} END = ${listOf(storable, "text")}`;
  }
  // Older servers have no test for JSON, and a failing cast would end the transaction: the texts are parsed here, and the
  // rows named by their place, which does not change within a snapshot.
  const plain = storable.every((value) => /^[\w.@+ -]+$/.test(value)) && storable.length <= prefilteredValues;
  const patterns = storable.map((value) => `%${value.replace(/[\\%_]/g, "\\$&")}%`);
  const candidates = plain ? sql`${own}::text LIKE ${listOf(patterns, "text")}` : sql`${own} IS NOT NULL`;
  const wanted = new Set(storable);
  const places: FittedKey[] = [];
  const statement = sql`SELECT tableoid::text, ctid::text, ${own}::text FROM ${raw(table.quotedName)} WHERE ${candidates}`;
  for await (const batch of session.stream(statement)) {
    for (const [relation, place, text] of batch as readonly string[][]) {
      const scalar = scalarAt(text ?? "", path);
      if (scalar !== null && wanted.has(scalar)) places.push([relation ?? "", place ?? ""]);
    }
  }
  const relations = arrayLiteral(places.map((place) => place[0] ?? ""));
  const tuples = arrayLiteral(places.map((place) => place[1] ?? ""));
  return sql`(ctid = ANY(${param(tuples)}::tid[]) AND (tableoid, ctid) IN (SELECT * FROM ${rowsOf([
    sql`${param(relations)}::oid[]`,
    sql`${param(tuples)}::tid[]`,
  ])}))`;
}

function scalarAt(text: string, path: readonly string[]): string | null {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    return null;
  }
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return null;
    value = (value as Record<string, unknown>)[step];
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

const versions = new WeakMap<Session, Promise<number>>();

function serverVersion(session: Session): Promise<number> {
  const known = versions.get(session);
  if (known !== undefined) return known;
  const asked = session
    .query(sql`SELECT pg_catalog.current_setting('server_version_num')`)
    .then(({ rows }) => Number(rows[0]?.[0]));
  versions.set(session, asked);
  return asked;
}

/** Bytes letter by letter, those beyond ASCII in octal digits. */
function scanText(column: Column): Fragment {
  const own = name(column);
  return column.schema.kind === "binary" ? sql`pg_catalog.encode(${own}, 'escape')` : sql`${own}::text`;
}

function equalColumns(left: Column, right: Column, leftOf: string, rightOf: string): Fragment {
  const sameFamily =
    left.native.castType === right.native.castType ||
    (left.schema.kind === right.schema.kind && ["integer", "decimal", "text"].includes(left.schema.kind));
  return sameFamily && left.native.comparable
    ? sql`${name(left, leftOf)} = ${name(right, rightOf)}`
    : sql`${keyText(left, leftOf)} = ${keyText(right, rightOf)}`;
}

function readValue(column: Column, value: unknown): unknown {
  if (typeof value !== "string") return null;
  switch (column.schema.kind) {
    case "integer":
    case "decimal":
      return exactNumber(value);
    case "boolean":
      return value === "t";
    case "timestamp":
      return value.replace(" ", "T").replace(/\+00$/, "Z");
    case "binary":
      return new Uint8Array(Buffer.from(value.slice(2), "hex"));
    case "json":
    case "array":
      return parseJson(value);
    default:
      return value;
  }
}
