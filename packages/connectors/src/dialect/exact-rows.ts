/** Rows read and put back to the last bit, for every relational kind: what diffs are made of. */
import type { ExactAnswers, ExactAsk, ExactOperation, ExactRow, ExactValues } from "@kept/engine/diff";
import type { ExactReader, RowWriter } from "../connector.ts";
import type { Catalogue, CatalogueColumn } from "./catalogue.ts";
import { chunk } from "./chunk.ts";
import type { Dialect, Session } from "./dialect.ts";
import { type Fragment, join, raw, sql } from "./fragment.ts";
import { whereKeys } from "./row-conditions.ts";
import { runStatements } from "./run-statements.ts";

/** Values that one statement puts back, at most: databases bound the parameters of a statement. */
const VALUES_PER_STATEMENT = 4_000;
/** Rows that one UPDATE tells apart: it looks through all of them for each. */
const ROWS_PER_UPDATE = 200;

/** The reader of one session. */
export function createExactReader<Native>(
  session: Session,
  dialect: Dialect<Native>,
  catalogue: Catalogue<Native, Session>,
): ExactReader {
  async function readExact(asks: readonly ExactAsk[]): Promise<ExactAnswers> {
    await catalogue.need(
      session,
      asks.map(({ table, keyColumns, plainColumns, columns, by }) => ({
        table,
        columns: [...keyColumns, ...plainColumns, ...columns, ...by],
      })),
    );
    const statements: Fragment[] = [];
    const owners: number[] = [];
    for (const [index, ask] of asks.entries()) {
      for (const statement of select(ask)) {
        statements.push(statement);
        owners.push(index);
      }
    }
    const answers = await session.queryAll(statements);
    const found = asks.map((): Map<string, ExactRow> => new Map());
    for (const [position, { rows }] of answers.entries()) {
      const index = owners[position] ?? 0;
      const ask = asks[index];
      if (ask === undefined) continue;
      for (const row of rows) {
        const read = readRow(ask, row as ExactValues);
        found[index]?.set(JSON.stringify(read.key), read);
      }
    }
    return found.map((rows) => [...rows.values()]);
  }

  function select({ table, keyColumns, plainColumns, columns, by, in: keys }: ExactAsk): readonly Fragment[] {
    const list = [
      ...[...keyColumns, ...plainColumns].map((name) => dialect.keyText(catalogue.column(table, name))),
      ...columns.map((name) => dialect.exactText(catalogue.column(table, name))),
    ];
    const names = by.map((name) => catalogue.column(table, name));
    return chunk(keys, dialect.keysPerStatement).flatMap((some) => {
      const where = whereKeys(dialect, names, some);
      if (where === null) return [];
      return [sql`SELECT ${join(list, ", ")} FROM ${raw(catalogue.table(table).quotedName)} WHERE ${where}`];
    });
  }

  function readRow({ table, keyColumns, plainColumns }: ExactAsk, row: ExactValues): ExactRow {
    const finish = dialect.finishKeyText;
    const plain = [...keyColumns, ...plainColumns].map((name, at) => {
      const text = row[at] ?? null;
      return text === null || finish === null ? text : finish(catalogue.column(table, name), text);
    });
    return {
      key: plain.slice(0, keyColumns.length).map((text) => text ?? ""),
      plain: plain.slice(keyColumns.length),
      values: row.slice(plain.length),
    };
  }

  return { readExact };
}

/** The writer of one session. */
export function createExactWriter<Native>(
  session: Session,
  dialect: Dialect<Native>,
  catalogue: Catalogue<Native, Session>,
): Pick<RowWriter, "applyExact"> {
  const value = (column: CatalogueColumn<Native>, text: string | null) =>
    text === null ? raw("NULL") : dialect.setExact(column, text);

  function putBack({ table, columns, rows }: ExactOperation): readonly Fragment[] {
    const own = columns.map((name) => catalogue.column(table, name));
    const names = join(
      columns.map((name) => dialect.quote(name)),
      ", ",
    );
    const into = raw(catalogue.table(table).quotedName);
    return chunk(rows, rowsPerStatement(columns.length)).map((some) => {
      const lists = some.map(({ values }) => {
        const list = own.map((column, at) => value(column, values[at] ?? null));
        return sql`(${join(list, ", ")})`;
      });
      return sql`INSERT INTO ${into} (${names})${dialect.insertWithKeys} VALUES ${join(lists, ", ")}`;
    });
  }

  function restore({ table, keyColumns, columns, rows }: ExactOperation): readonly Fragment[] {
    const keys = keyColumns.map((name) => catalogue.column(table, name));
    const size = Math.min(ROWS_PER_UPDATE, rowsPerStatement(columns.length * (keys.length + 1)));
    return chunk(rows, size).flatMap((some) => {
      const meant = some.flatMap(({ key, values }) => {
        const where = whereKeys(dialect, keys, [key]);
        return where === null ? [] : [{ where, values }];
      });
      const all = whereKeys(
        dialect,
        keys,
        some.map(({ key }) => key),
      );
      if (all === null) return [];
      const assignments = columns.map((name, at) => {
        const column = catalogue.column(table, name);
        const cases = meant.map(({ where, values }) => sql`WHEN ${where} THEN ${value(column, values[at] ?? null)}`);
        const only = meant.length === 1 ? value(column, meant[0]?.values[at] ?? null) : null;
        return sql`${dialect.quote(name)} = ${only ?? sql`CASE ${join(cases, " ")} END`}`;
      });
      return [sql`UPDATE ${raw(catalogue.table(table).quotedName)} SET ${join(assignments, ", ")} WHERE ${all}`];
    });
  }

  async function applyExact(operations: readonly ExactOperation[]): Promise<void> {
    await catalogue.need(
      session,
      operations.map(({ table, keyColumns, columns }) => ({ table, columns: [...keyColumns, ...columns] })),
    );
    await runStatements(session, dialect, operations, (one) => (one.op === "put-back" ? putBack(one) : restore(one)));
  }

  return { applyExact };
}

function rowsPerStatement(values: number): number {
  return Math.max(1, Math.floor(VALUES_PER_STATEMENT / Math.max(1, values)));
}
