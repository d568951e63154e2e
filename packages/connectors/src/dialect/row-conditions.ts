/** Which rows a question or a statement is about, as a condition in SQL. */
import type { ColumnSchema } from "@kept/engine/schema";
import type { RowMatch } from "@kept/engine/store";
import type { Catalogue, CatalogueColumn, WantedColumns } from "./catalogue.ts";
import type { Dialect, FittedKey, Session } from "./dialect.ts";
import { allOf, anyOf, type Fragment, join, raw, sql } from "./fragment.ts";
import { fitValue, isStorable } from "./key-value.ts";

/** Rows whose key columns equal one of the keys; null when none of the keys can exist. */
export function whereKeys<Native>(
  dialect: Dialect<Native>,
  columns: readonly CatalogueColumn<Native>[],
  keys: readonly (readonly string[])[],
  fold = false,
): Fragment | null {
  if (columns.length === 0) return null;
  const shapes = columns.map(({ schema, bounds }) => ({ bounds, schema: fold ? withoutValues(schema) : schema }));
  const fitted: FittedKey[] = [];
  for (const key of keys) {
    const texts = fitKey(shapes, key);
    if (texts !== null) fitted.push(texts);
  }
  if (fitted.length === 0) return null;
  return fold ? dialect.matchFolded(columns, fitted) : dialect.matchKeys(columns, fitted);
}

/** All conditions hold; null when they cannot. */
export function whereCondition<Native>(
  dialect: Dialect<Native>,
  catalogue: Catalogue<Native, Session>,
  table: string,
  condition: RowMatch["when"],
): Fragment | null {
  const all: Fragment[] = [];
  for (const [name, values] of Object.entries(condition)) {
    const column = catalogue.column(table, name);
    const texts = values.filter((value) => value !== null).map((value) => [value]);
    const equals = whereKeys(dialect, [column], texts);
    const any = equals === null ? [] : [equals];
    if (values.includes(null)) any.push(sql`${dialect.quote(name)} IS NULL`);
    if (any.length === 0) return null;
    all.push(anyOf(any));
  }
  return allOf(all);
}

/** Rows of a table that any of the matches is about; null when there can be none. */
export async function whereMatches<Native>(
  session: Session,
  dialect: Dialect<Native>,
  catalogue: Catalogue<Native, Session>,
  tableName: string,
  matches: readonly RowMatch[],
): Promise<Fragment | null> {
  const any: Fragment[] = [];
  for (const match of matches) {
    const when = whereCondition(dialect, catalogue, tableName, match.when);
    if (when === null) continue;
    const core = await whereMatch(session, dialect, catalogue, tableName, match);
    if (core === null) continue;
    any.push(Object.keys(match.when).length === 0 ? core : allOf([core, when]));
  }
  return any.length === 0 ? null : anyOf(any);
}

async function whereMatch<Native>(
  session: Session,
  dialect: Dialect<Native>,
  catalogue: Catalogue<Native, Session>,
  tableName: string,
  match: RowMatch,
): Promise<Fragment | null> {
  switch (match.kind) {
    case "key": {
      const columns = match.columns.map((name) => catalogue.column(tableName, name));
      return whereKeys(dialect, columns, match.in, match.fold);
    }
    case "like": {
      const patterns = match.patterns.filter(isPattern);
      return patterns.length === 0 ? null : dialect.matchLike(catalogue.column(tableName, match.column), patterns);
    }
    case "json": {
      if (match.in.length === 0) return null;
      const column = catalogue.column(tableName, match.column);
      return dialect.matchJson(session, catalogue.table(tableName), column, match.path, match.in);
    }
    case "list": {
      const keys = match.in.filter(isStorable);
      const column = catalogue.column(tableName, match.column);
      return keys.length === 0 ? null : dialect.matchList(column, keys, match.separator, match.fold);
    }
    case "pointer": {
      const inner = await whereMatches(session, dialect, catalogue, match.to, match.any);
      if (inner === null) return null;
      const names = (columns: readonly string[]) => join(columns.map(dialect.quote), ", ");
      const own = match.columns.length === 1 ? names(match.columns) : sql`(${names(match.columns)})`;
      const target = raw(catalogue.table(match.to).quotedName);
      return sql`${own} IN (SELECT ${names(match.toColumns)} FROM ${target} WHERE ${inner})`;
    }
    default:
      return match satisfies never;
  }
}

/** A pattern that ends in the escape character is an error to databases, and matches nothing. */
function isPattern(pattern: string): boolean {
  const tail = /\\*$/.exec(pattern)?.[0].length ?? 0;
  return tail % 2 === 0 && pattern.isWellFormed() && !pattern.includes("\0");
}

/** The key itself where all of it fits as it is, which is nearly always; null when it cannot exist. */
function fitKey(
  columns: readonly Pick<CatalogueColumn<unknown>, "schema" | "bounds">[],
  key: readonly string[],
): FittedKey | null {
  let fitted: string[] | null = key.length === columns.length ? null : key.slice(0, columns.length);
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index];
    const text = key[index];
    const fits = column === undefined || text === undefined ? null : fitValue(column.schema, column.bounds, text);
    if (fits === null) return null;
    if (fits !== text) fitted ??= [...key];
    if (fitted !== null) fitted[index] = fits;
  }
  return fitted ?? key;
}

/** In another case than its own, a value of an enumeration is none of the allowed ones. */
function withoutValues(schema: ColumnSchema): ColumnSchema {
  return schema.kind === "enum" ? { ...schema, enumValues: [] } : schema;
}

/** What the catalogue has to know before {@link whereMatches}. */
export function columnsOfMatches(table: string, any: readonly RowMatch[]): readonly WantedColumns[] {
  return any.flatMap((match) => {
    const own = match.kind === "key" || match.kind === "pointer" ? match.columns : [match.column];
    const wanted = { table, columns: [...own, ...Object.keys(match.when)] };
    if (match.kind !== "pointer") return [wanted];
    return [wanted, { table: match.to, columns: match.toColumns }, ...columnsOfMatches(match.to, match.any)];
  });
}
