/** How Postgres finds keys in lists and takes them out: arrays, JSON arrays, text. */
import { foldText } from "@kept/engine/edge-values";
import type { CatalogueColumn } from "../dialect/catalogue.ts";
import { anyOf, type Fragment, param, raw, sql } from "../dialect/fragment.ts";
import {
  betweenWords,
  CLOSED,
  isWord,
  JSON_LIST,
  type ListPattern,
  withoutInJson,
  withoutInText,
} from "../dialect/list-patterns.ts";
import { arrayLiteral, quoteName } from "./postgres-literals.ts";
import type { PostgresNative } from "./postgres-types.ts";

type Column = CatalogueColumn<PostgresNative>;

/** Keys that are looked for one by one, so that an index on a JSON column serves. */
const MOST_SINGLE_KEYS = 20;

/** Arrays whose items can be compared as they are, and how a key has to look to be one of them. */
const ITEMS: Readonly<Record<string, RegExp>> = {
  _int2: /^-?\d{1,4}$/,
  _int4: /^-?\d{1,9}$/,
  _int8: /^-?\d{1,18}$/,
  _uuid: /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i,
  _text: /^/,
};

/** The list in the column holds one of the keys; see {@link Dialect.matchList}. */
export function matchList(column: Column, keys: readonly string[], separator: string, fold: boolean): Fragment {
  const own = raw(quoteName(column.schema.name));
  const lowered = fold ? keys.map(foldText) : keys;
  if (column.schema.kind === "array") {
    if (fold) {
      const item = raw("pg_catalog.lower(pg_catalog.btrim(u.item::text))");
      return sql`EXISTS (SELECT FROM pg_catalog.unnest(${own}) AS u(item) WHERE ${item} = ANY(${texts(lowered)}))`;
    }
    const item = ITEMS[column.native.typeName];
    const fitting = item === undefined ? [] : keys.filter((key) => item.test(key));
    // What does not look like an item of it is rare: as text it can be asked for all the same.
    if (item === undefined || fitting.length < keys.length) return sql`${own}::text[] && ${texts(keys)}`;
    return sql`${own} && ${param(arrayLiteral(fitting))}::${raw(column.native.castType)}`;
  }
  if (!keys.every((key) => isWord(key, separator))) return sql`${own} IS NOT NULL`;
  if (column.native.typeName === "jsonb" && !fold && keys.length <= MOST_SINGLE_KEYS) {
    const wanted = keys.flatMap((key) => [
      JSON.stringify([key]),
      ...(/^(0|-?[1-9]\d*)$/.test(key) ? [`[${key}]`] : []),
    ]);
    return anyOf(wanted.map((one) => sql`${own} @> ${param(one)}::pg_catalog.jsonb`));
  }
  const written = fold ? sql`pg_catalog.lower(${own}::text)` : sql`${own}::text`;
  return sql`pg_catalog.regexp_split_to_array(${written}, ${param(betweenWords(separator))}) && ${texts(lowered)}`;
}

/** The list in the column without these keys. */
export function withoutListed(column: Column, keys: readonly string[], separator: string, fold: boolean): Fragment {
  const own = raw(quoteName(column.schema.name));
  if (column.schema.kind === "array") {
    const item = fold ? raw("pg_catalog.lower(pg_catalog.btrim(u.item::text))") : raw("u.item::text");
    const left = sql`SELECT pg_catalog.array_agg(u.item ORDER BY u.at) FROM pg_catalog.unnest(${own}) WITH ORDINALITY AS u(item, at) WHERE u.item IS NULL OR NOT (${item} = ANY(${texts(keys)}))`;
    return sql`CASE WHEN pg_catalog.array_ndims(${own}) = 1 THEN COALESCE((${left}), '{}') ELSE ${own} END`;
  }
  if (column.schema.kind === "json") {
    const value = fold ? raw("pg_catalog.lower(pg_catalog.btrim(u.item #>> '{}'))") : raw("(u.item #>> '{}')");
    const left = sql`SELECT pg_catalog.string_agg(u.item::text, ', ' ORDER BY u.at) FROM pg_catalog.json_array_elements(${own}::pg_catalog.json) WITH ORDINALITY AS u(item, at) WHERE pg_catalog.json_typeof(u.item) NOT IN ('string', 'number') OR NOT (${value} = ANY(${texts(keys)}))`;
    const list = sql`('[' || COALESCE((${left}), '') || ']')::${raw(column.native.castType)}`;
    return sql`CASE WHEN pg_catalog.json_typeof(${own}::pg_catalog.json) = 'array' THEN ${list} ELSE ${own} END`;
  }
  const [inJson, end] = withoutInJson(keys);
  const json = replaceAll(replaceAll(sql`${own}::text`, inJson, "", fold), end, CLOSED, fold);
  const text = withoutInText(keys, separator).reduce((all, one) => replaceAll(all, one, "", fold), sql`${own}::text`);
  return sql`CASE WHEN ${own}::text ~ ${param(JSON_LIST)} THEN ${json} ELSE ${text} END`;
}

function replaceAll(text: Fragment, one: ListPattern | undefined, instead: string, fold: boolean): Fragment {
  if (one === undefined) return text;
  const by = one.keepsGroup ? "\\1" : instead;
  return sql`pg_catalog.regexp_replace(${text}, ${param(one.pattern)}, ${param(by)}, ${param(fold ? "gi" : "g")})`;
}

function texts(values: readonly string[]): Fragment {
  return sql`${param(arrayLiteral(values))}::text[]`;
}
