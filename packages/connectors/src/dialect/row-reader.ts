/** Questions of the engine turned into statements, for every relational kind. */
import { LONGEST_TEXT } from "@kept/engine/sought-values";
import type { KeyQuery, KeyRows, RowQuery, RowValues, TextHit, TextScan } from "@kept/engine/store";
import type { ExactReader, RowReader } from "../connector.ts";
import type { Catalogue, CatalogueColumn, WantedColumns } from "./catalogue.ts";
import { chunk } from "./chunk.ts";
import type { Dialect, Row, Session } from "./dialect.ts";
import { allOf, anyOf, type Fragment, join, raw, sql } from "./fragment.ts";
import { distinctRows, type KeyPart, keyStatement, splitMatches, tellsRowsApart, wavesOf } from "./key-statements.ts";
import { columnsOfMatches, whereMatches } from "./row-conditions.ts";
import { findUndone } from "./undone-rows.ts";

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

  async function readGreatest(columns: readonly { readonly table: string; readonly column: string }[]) {
    await catalogue.need(
      session,
      columns.map(({ table, column }) => ({ table, columns: [column] })),
    );
    const statements = columns.map(
      ({ table, column }) => sql`SELECT max(${dialect.quote(column)}) FROM ${raw(catalogue.table(table).quotedName)}`,
    );
    return (await session.queryAll(statements)).map(({ rows }) => textOf(rows[0]?.[0]));
  }

  async function* scanTexts(scan: TextScan): AsyncGenerator<TextHit> {
    const above = scan.above === undefined ? [] : [scan.above.column];
    await catalogue.need(session, [{ table: scan.table, columns: [...scan.key, ...scan.columns, ...above] }]);
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
    const bounds = above.map((name) => {
      const value = dialect.setText(catalogue.column(scan.table, name), scan.above?.value ?? "");
      return sql`${dialect.quote(name)} > ${value}`;
    });
    const where = allOf([...bounds, anyOf(matches)]);
    const statement = sql`SELECT ${join(select, ", ")} FROM ${raw(table.quotedName)} WHERE ${where}`;
    for await (const batch of session.stream(statement)) {
      for (const row of batch) {
        const key = keys.map((column, at) => finishText(column, row[at]));
        yield { key, texts: scan.columns.map((_, at) => textOf(row[keys.length + at])) };
      }
    }
  }

  return {
    findKeys,
    findUndone: (operations) => findUndone(session, dialect, catalogue, operations),
    readGreatest,
    countRows,
    readRows,
    readFew,
    listRows,
    scanTexts,
  };
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
