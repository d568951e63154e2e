/** Operations of a plan turned into set-based statements, for every relational kind. */
import type { Key, Operation } from "@kept/engine/store";
import type { RowWriter } from "../connector.ts";
import type { Catalogue, CatalogueColumn, WantedColumns } from "./catalogue.ts";
import { chunk } from "./chunk.ts";
import type { Dialect, Session } from "./dialect.ts";
import { createExactReader, createExactWriter } from "./exact-rows.ts";
import { type Fragment, join, raw, sql } from "./fragment.ts";
import { whereKeys } from "./row-conditions.ts";
import { createRowReader } from "./row-reader.ts";
import { runStatements } from "./run-statements.ts";
import { countOf, setValue } from "./set-values.ts";

type Update = Extract<Operation, { op: "update" }>;
type Recount = Extract<Operation, { op: "recount" }>;
type Insert = Extract<Operation, { op: "insert" }>;

const ROWS_PER_INSERT = 500;

/** The reader and writer of one session. */
export function createRowWriter<Native>(
  session: Session,
  dialect: Dialect<Native>,
  catalogue: Catalogue<Native, Session>,
): RowWriter {
  function columnsOf(table: string, names: readonly string[]): CatalogueColumn<Native>[] {
    return names.map((name) => catalogue.column(table, name));
  }

  /** One statement for each chunk of keys that can exist. */
  function forKeys(
    keys: readonly Key[],
    columns: readonly CatalogueColumn<Native>[],
    statement: (where: Fragment) => Fragment,
  ): readonly Fragment[] {
    return chunk(keys, dialect.keysPerStatement).flatMap((some) => {
      const where = whereKeys(dialect, columns, some);
      return where === null ? [] : [statement(where)];
    });
  }

  async function lockRows(table: string, keyColumns: readonly string[], keys: readonly Key[]): Promise<void> {
    await catalogue.need(session, [{ table, columns: keyColumns }]);
    const entry = catalogue.table(table);
    const columns = columnsOf(table, keyColumns);
    for (const some of chunk(keys, dialect.keysPerStatement)) {
      const where = whereKeys(dialect, columns, some);
      const statement = where === null ? null : dialect.lock(entry, columns, where);
      if (statement !== null) await session.query(statement);
    }
  }

  function update(operation: Update): readonly Fragment[] {
    const keys = columnsOf(operation.table, operation.keyColumns);
    // Some databases use the new value of a column in the assignments after its own: key columns therefore come last.
    const isKey = (name: string) => operation.keyColumns.includes(name);
    const names = Object.keys(operation.set).sort((a, b) => Number(isKey(a)) - Number(isKey(b)));
    if (names.length === 0) return [];
    const assignments = names.map((name) => {
      const value = setValue(dialect, catalogue.column(operation.table, name), operation.set[name], keys);
      return sql`${dialect.quote(name)} = ${value}`;
    });
    const table = raw(catalogue.table(operation.table).quotedName);
    return forKeys(operation.keys, keys, (where) => sql`UPDATE ${table} SET ${join(assignments, ", ")} WHERE ${where}`);
  }

  function recount(operation: Recount): readonly Fragment[] {
    const target = catalogue.table(operation.table);
    const source = dialect.countSource(catalogue.table(operation.of), target);
    const count = countOf(dialect, catalogue, operation, source);
    return forKeys(
      operation.keys,
      columnsOf(operation.table, operation.keyColumns),
      (where) =>
        sql`UPDATE ${raw(target.quotedName)} AS target SET ${dialect.quote(operation.column)} = ${count} WHERE ${where}`,
    );
  }

  function insert({ table, keyColumns, keys, rest }: Insert): readonly Fragment[] {
    const all = [...keyColumns, ...(rest?.columns ?? [])];
    const columns = columnsOf(table, all);
    const names = join(
      all.map((name) => dialect.quote(name)),
      ", ",
    );
    const rows = keys.map((key, row) => {
      const texts = rest === undefined ? key : [...key, ...(rest.rows[row] ?? [])];
      const values = columns.map((column, at) => {
        const text = texts[at] ?? null;
        return text === null ? raw("NULL") : dialect.setText(column, text);
      });
      return sql`(${join(values, ", ")})`;
    });
    const into = raw(catalogue.table(table).quotedName);
    return chunk(rows, ROWS_PER_INSERT).map(
      (some) => sql`INSERT INTO ${into} (${names})${dialect.insertWithKeys} VALUES ${join(some, ", ")}`,
    );
  }

  function prepare(operation: Operation): readonly Fragment[] {
    switch (operation.op) {
      case "update":
        return update(operation);
      case "recount":
        return recount(operation);
      case "delete": {
        const table = raw(catalogue.table(operation.table).quotedName);
        const columns = columnsOf(operation.table, operation.keyColumns);
        return forKeys(operation.keys, columns, (where) => sql`DELETE FROM ${table} WHERE ${where}`);
      }
      case "insert":
        return insert(operation);
      default:
        return operation satisfies never;
    }
  }

  async function apply(
    operations: readonly Operation[],
    onApplied?: (index: number) => void,
  ): Promise<readonly number[]> {
    await catalogue.need(session, operations.flatMap(columnsOfOperation));
    return await runStatements(session, dialect, operations, prepare, onApplied);
  }

  return {
    ...createRowReader(session, dialect, catalogue),
    ...createExactReader(session, dialect, catalogue),
    ...createExactWriter(session, dialect, catalogue),
    lockRows,
    apply,
  };
}

function columnsOfOperation(operation: Operation): WantedColumns[] {
  const own = { table: operation.table, columns: [...operation.keyColumns] };
  switch (operation.op) {
    case "delete":
      return [own];
    case "insert":
      return [{ ...own, columns: [...own.columns, ...(operation.rest?.columns ?? [])] }];
    case "update":
      return [{ ...own, columns: [...own.columns, ...Object.keys(operation.set)] }];
    case "recount":
      return [
        { ...own, columns: [...own.columns, operation.column, ...operation.referencedColumns] },
        { table: operation.of, columns: [...operation.ofColumns, ...Object.keys(operation.when)] },
      ];
    default:
      return operation satisfies never;
  }
}
