/** What statements of a plan would still change, for every relational kind: asked of the database, which compares as it stores. */
import type { Operation, UndoneRows } from "@kept/engine/store";
import type { Catalogue, WantedColumns } from "./catalogue.ts";
import { chunk } from "./chunk.ts";
import type { Dialect, Session } from "./dialect.ts";
import { type Fragment, join, raw, sql } from "./fragment.ts";
import { whereKeys } from "./row-conditions.ts";
import { countOf, setValue } from "./set-values.ts";

interface Asked {
  readonly table: string;
  readonly columns: readonly string[];
  readonly statement: Fragment;
}

/** Counts, by column, the rows that hold something else than they were set to. Rows that are not there are not counted. */
export async function findUndone<Native>(
  session: Session,
  dialect: Dialect<Native>,
  catalogue: Catalogue<Native, Session>,
  operations: readonly Operation[],
): Promise<readonly UndoneRows[]> {
  await catalogue.need(session, operations.flatMap(columnsOf));
  const asked = operations.flatMap((operation) => prepare(dialect, catalogue, operation));
  const answers = await session.queryAll(asked.map(({ statement }) => statement));
  return asked.flatMap(({ table, columns }, at) =>
    columns.flatMap((column, position): readonly UndoneRows[] => {
      const rows = Number(answers[at]?.rows[0]?.[position] ?? 0);
      return rows > 0 ? [{ table, column, rows }] : [];
    }),
  );
}

function prepare<Native>(
  dialect: Dialect<Native>,
  catalogue: Catalogue<Native, Session>,
  operation: Operation,
): readonly Asked[] {
  const { table } = operation;
  const keys = operation.keyColumns.map((name) => catalogue.column(table, name));
  const differing = listDiffering(dialect, catalogue, operation);
  if (differing.length === 0) return [];
  const counts = differing.map(({ differs }) => sql`count(CASE WHEN ${differs} THEN 1 END)`);
  const from = raw(catalogue.table(table).quotedName);
  return chunk(operation.keys, dialect.keysPerStatement).flatMap((some) => {
    const where = whereKeys(dialect, keys, some);
    if (where === null) return [];
    const statement = sql`SELECT ${join(counts, ", ")} FROM ${from} AS target WHERE ${where}`;
    return [{ table, columns: differing.map(({ column }) => column), statement }];
  });
}

/** Each column that is set, and how a row is told that holds something else. */
function listDiffering<Native>(
  dialect: Dialect<Native>,
  catalogue: Catalogue<Native, Session>,
  operation: Operation,
): readonly { readonly column: string; readonly differs: Fragment }[] {
  const { table } = operation;
  if (operation.op === "recount") {
    const { column } = operation;
    const count = countOf(dialect, catalogue, operation, raw(catalogue.table(operation.of).quotedName));
    return [{ column, differs: dialect.differs(catalogue.column(table, column), count) }];
  }
  if (operation.op !== "update") return [];
  const keys = operation.keyColumns.map((name) => catalogue.column(table, name));
  return Object.entries(operation.set).map(([name, value]) => {
    const column = catalogue.column(table, name);
    const differs =
      value.kind === "null"
        ? sql`${dialect.quote(name)} IS NOT NULL`
        : dialect.differs(column, setValue(dialect, column, value, keys));
    return { column: name, differs };
  });
}

function columnsOf(operation: Operation): readonly WantedColumns[] {
  const { table, keyColumns } = operation;
  if (operation.op === "update") return [{ table, columns: [...keyColumns, ...Object.keys(operation.set)] }];
  if (operation.op !== "recount") return [];
  const { column, referencedColumns, of, ofColumns, when } = operation;
  return [
    { table, columns: [...keyColumns, column, ...referencedColumns] },
    { table: of, columns: [...ofColumns, ...Object.keys(when)] },
  ];
}
