/** Questions of the engine turned into statements, for every relational kind. */
import type { ColumnSchema } from "@kept/engine/schema";
import { LONGEST_TEXT } from "@kept/engine/sought-values";
import type { KeyQuery, KeyRows, RowMatch, RowQuery, RowValues, TextHit, TextScan } from "@kept/engine/store";
import type { ExactReader, RowReader } from "../connector.ts";
import type { Catalogue, CatalogueColumn, CatalogueTable, WantedColumns } from "./catalogue.ts";
import type { Dialect, FittedKey, Row, Session } from "./dialect.ts";
import { allOf, anyOf, type Fragment, join, raw, sql } from "./fragment.ts";
import { fitValue, isStorable } from "./key-value.ts";

/** One statement's share of a key query. */
interface KeyPart {
  readonly query: number;
  readonly table: CatalogueTable<unknown>;
  readonly select: readonly Fragment[];
  readonly where: Fragment;
  readonly distinct: boolean;
  /** For how many keys it asks. */
  readonly keys: number;
}

/** Keys that questions of one statement ask for together. */
const KEYS_PER_WAVE = 1_000;

/** The reader of one session. */
export function createRowReader<Native>(
  session: Session,
  dialect: Dialect<Native>,
  catalogue: Catalogue<Native, Session>,
): Omit<RowReader, keyof ExactReader> {
  async function findKeys(queries: readonly KeyQuery[]): Promise<readonly KeyRows[]> {
    await catalogue.need(session, queries.flatMap(columnsOfKeyQuery));
    const parts: KeyPart[] = [];
    const partsOfQuery = queries.map(() => 0);
    for (const [index, query] of queries.entries()) {
      const table = catalogue.table(query.table);
      const select = query.select.map((name) => dialect.keyText(catalogue.column(query.table, name)));
      for (const any of splitMatches(query.any, dialect.keysPerStatement)) {
        const where = await whereMatches(session, dialect, catalogue, query.table, any);
        if (where === null) continue;
        const keys = any.reduce((sum, match) => sum + ("in" in match ? match.in.length : 1), 0);
        parts.push({ query: index, table, select, where, distinct: !tellsRowsApart(table, query.select), keys });
        partsOfQuery[index] = (partsOfQuery[index] ?? 0) + 1;
      }
    }
    const found: (string | null)[][][] = queries.map(() => []);
    const statements = wavesOf(parts, dialect.questionsPerStatement).map((wave) =>
      keyStatement(wave, Math.max(...wave.map((part) => part.select.length))),
    );
    for (const { rows } of await session.queryAll(statements)) {
      // Rows are the driver's own arrays, and nobody else's: cut to their answer, not copied.
      for (const row of rows as (string | null)[][]) {
        const query = Number(row.at(-1));
        const width = queries[query]?.select.length ?? 0;
        row.length = width;
        found[query]?.push(row);
      }
    }
    return queries.map((query, index) => {
      const rows = found[index] ?? [];
      const finish = dialect.finishKeyText;
      if (finish !== null) {
        for (const [position, name] of query.select.entries()) {
          const column = catalogue.column(query.table, name);
          for (const row of rows) {
            const text = row[position];
            if (text !== null && text !== undefined) row[position] = finish(column, text);
          }
        }
      }
      const mayRepeat = (partsOfQuery[index] ?? 0) > 1 || finish !== null;
      return mayRepeat ? distinctRows(rows) : rows;
    });
  }

  async function countRows(queries: readonly RowQuery[]): Promise<readonly number[]> {
    await catalogue.need(session, queries.flatMap(columnsOfRowQuery));
    const counts = queries.map(() => 0);
    const statements: Fragment[] = [];
    for (const [index, query] of queries.entries()) {
      const table = catalogue.table(query.table);
      const where = await whereMatches(session, dialect, catalogue, query.table, query.any);
      if (where === null) continue;
      statements.push(sql`SELECT ${raw(String(index))}, count(*) FROM ${raw(table.quotedName)} WHERE ${where}`);
    }
    for (const wave of chunk(statements, dialect.questionsPerStatement)) {
      const { rows } = await session.query(join(wave, " UNION ALL "));
      for (const row of rows) counts[Number(row[0])] = Number(row[1]);
    }
    return counts;
  }

  /** The statement that reads whole rows, and what makes values of them; null when nothing can match. */
  async function prepareRead(query: RowQuery) {
    const table = catalogue.table(query.table);
    const columns = query.columns.map((name) => catalogue.column(query.table, name));
    const where = await whereMatches(session, dialect, catalogue, query.table, query.any);
    if (where === null) return null;
    const select = columns.length === 0 ? raw("1") : join(columns.map(dialect.readColumn), ", ");
    // Qualified: a name alone could be that of what is selected, which may be the column as text.
    const order = (query.order ?? []).map((name) => sql`${raw(table.quotedName)}.${dialect.quote(name)}`);
    const sorted = order.length === 0 ? raw("") : sql` ORDER BY ${join(order, ", ")}`;
    const statement = sql`SELECT ${select} FROM ${raw(table.quotedName)} WHERE ${where}${sorted}`;
    // fromEntries, because a column may be called __proto__.
    const read = (row: Row): RowValues =>
      Object.fromEntries(
        columns.map((column, index) => [column.schema.name, dialect.readValue(column, row[index] ?? null)]),
      );
    return { statement, read };
  }

  async function* readRows(query: RowQuery): AsyncGenerator<RowValues> {
    await catalogue.need(session, columnsOfRowQuery(query));
    const prepared = await prepareRead(query);
    if (prepared === null) return;
    for await (const batch of session.stream(prepared.statement)) for (const row of batch) yield prepared.read(row);
  }

  async function readFew(queries: readonly RowQuery[]): Promise<readonly (readonly RowValues[])[]> {
    await catalogue.need(session, queries.flatMap(columnsOfRowQuery));
    const prepared: Awaited<ReturnType<typeof prepareRead>>[] = [];
    for (const query of queries) prepared.push(await prepareRead(query));
    const asked = prepared.filter((one) => one !== null);
    const answers = await session.queryAll(asked.map(({ statement }) => statement));
    const rows = new Map(
      asked.map(({ statement, read }, index) => [statement, (answers[index]?.rows ?? []).map(read)]),
    );
    return prepared.map((one) => (one === null ? [] : (rows.get(one.statement) ?? [])));
  }

  async function* listRows(name: string, select: readonly string[]): AsyncGenerator<readonly (string | null)[]> {
    await catalogue.need(session, [{ table: name, columns: select }]);
    const columns = select.map((one) => catalogue.column(name, one));
    const texts = columns.map((column) => dialect.keyText(column));
    const statement = sql`SELECT ${join(texts, ", ")} FROM ${raw(catalogue.table(name).quotedName)}`;
    for await (const batch of session.stream(statement)) {
      for (const row of batch) yield columns.map((column, at) => finishText(column, row[at]));
    }
  }

  function finishText(column: CatalogueColumn<Native>, value: unknown): string | null {
    const text = textOf(value);
    return text === null || dialect.finishKeyText === null ? text : dialect.finishKeyText(column, text);
  }

  async function* scanTexts(scan: TextScan): AsyncGenerator<TextHit> {
    await catalogue.need(session, [{ table: scan.table, columns: [...scan.key, ...scan.columns] }]);
    const table = catalogue.table(scan.table);
    const keys = scan.key.map((name) => catalogue.column(scan.table, name));
    const texts = scan.columns.map((name) => dialect.scanText(catalogue.column(scan.table, name)));
    const matches = texts.map((text) => dialect.matchPattern(text, scan.pattern));
    const select = [
      ...keys.map((column) => dialect.keyText(column)),
      ...texts.map(
        (text, at) => sql`CASE WHEN ${matches[at] ?? raw("1 = 0")} THEN ${dialect.shorten(text, LONGEST_TEXT)} END`,
      ),
    ];
    const statement = sql`SELECT ${join(select, ", ")} FROM ${raw(table.quotedName)} WHERE ${anyOf(matches)}`;
    for await (const batch of session.stream(statement)) {
      for (const row of batch) {
        const key = keys.map((column, at) => finishText(column, row[at]));
        yield { key, texts: scan.columns.map((_, at) => textOf(row[keys.length + at])) };
      }
    }
  }

  return { findKeys, countRows, readRows, readFew, listRows, scanTexts };
}

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

/** Splits a list into lists of at most `size`. */
export function chunk<T>(list: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < list.length; start += size) chunks.push(list.slice(start, start + size));
  return chunks;
}

async function whereMatches<Native>(
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

function splitMatches(matches: readonly RowMatch[], keysPerStatement: number): readonly (readonly RowMatch[])[] {
  const small: RowMatch[] = [];
  const large: (readonly RowMatch[])[] = [];
  for (const match of matches) {
    if (match.kind === "key" && match.in.length > keysPerStatement) {
      large.push(...chunk(match.in, keysPerStatement).map((keys) => [{ ...match, in: keys }]));
    } else {
      small.push(match);
    }
  }
  return small.length === 0 ? large : [small, ...large];
}

/**
 * Which questions share a statement: few, so that one answer serves all; each of many keys has its own, so that the database
 * works on it while the answer before it is read.
 */
function wavesOf(parts: readonly KeyPart[], size: number): readonly (readonly KeyPart[])[] {
  const waves: KeyPart[][] = [];
  let keys = 0;
  for (const part of parts) {
    const wave = waves.at(-1);
    keys += part.keys;
    if (wave !== undefined && wave.length < size && keys <= KEYS_PER_WAVE) wave.push(part);
    else {
      waves.push([part]);
      keys = part.keys;
    }
  }
  return waves;
}

function keyStatement(wave: readonly KeyPart[], width: number): Fragment {
  const selects = wave.map((part) => {
    const padding = Array.from({ length: width - part.select.length }, () => raw("NULL"));
    const columns = join([...part.select, ...padding, raw(String(part.query))], ", ");
    const verb = raw(part.distinct ? "SELECT DISTINCT " : "SELECT ");
    return sql`${verb}${columns} FROM ${raw(part.table.quotedName)} WHERE ${part.where}`;
  });
  return join(selects, " UNION ALL ");
}

function tellsRowsApart(table: CatalogueTable<unknown>, select: readonly string[]): boolean {
  const key = table.schema.primaryKey;
  return key.length > 0 && key.every((column) => select.includes(column));
}

function distinctRows(rows: (string | null)[][]): (string | null)[][] {
  const distinct = new Map<string | null, (string | null)[]>();
  for (const row of rows) {
    const id = row.length === 1 ? (row[0] ?? null) : JSON.stringify(row);
    if (!distinct.has(id)) distinct.set(id, row);
  }
  return distinct.size === rows.length ? rows : [...distinct.values()];
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function columnsOfRowQuery({ table, columns, order = [], any }: RowQuery): readonly WantedColumns[] {
  return [{ table, columns: [...columns, ...order] }, ...columnsOfMatches(table, any)];
}

function columnsOfKeyQuery(query: KeyQuery): readonly WantedColumns[] {
  return [{ table: query.table, columns: query.select }, ...columnsOfMatches(query.table, query.any)];
}

function columnsOfMatches(table: string, any: readonly RowMatch[]): readonly WantedColumns[] {
  return any.flatMap((match) => {
    const own = match.kind === "key" || match.kind === "pointer" ? match.columns : [match.column];
    const wanted = { table, columns: [...own, ...Object.keys(match.when)] };
    if (match.kind !== "pointer") return [wanted];
    return [wanted, { table: match.to, columns: match.toColumns }, ...columnsOfMatches(match.to, match.any)];
  });
}
