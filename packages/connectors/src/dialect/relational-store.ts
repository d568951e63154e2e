/** A RowStore made of a dialect and the sessions of a driver. */
import type { ColumnSample } from "@kept/engine/store";
import { type RowStore, SystemError } from "../connector.ts";
import { type Catalogue, createCatalogue } from "./catalogue.ts";
import { chunk } from "./chunk.ts";
import type { Dialect, Session, Sessions } from "./dialect.ts";
import { createExactReader } from "./exact-rows.ts";
import { type Fragment, join, raw, sql } from "./fragment.ts";
import { createRowReader } from "./row-reader.ts";
import { createRowWriter } from "./row-writer.ts";

/** Rows that sampling looks at, at most, at either end of a table. */
const sampledRows = 10_000;
/** Longest sample, in characters. */
const sampleLength = 200;

interface ColumnName {
  readonly table: string;
  readonly column: string;
}

/** Puts the shared questions and a kind's own spelling together. */
export function createRelationalStore<Native>(system: string, dialect: Dialect<Native>, sessions: Sessions): RowStore {
  const catalogue = createCatalogue<Native, Session>(system, dialect.introspect);

  async function sampleTogether(columns: readonly ColumnName[], limit: number, length: number | null) {
    return sessions.read((session) => readDistinct(session, dialect, catalogue, columns, limit, length));
  }

  /** A view that fails when it is read must not take the samples of its neighbours with it. */
  async function sample(columns: readonly ColumnName[], limit: number, length: number | null): Promise<string[][]> {
    try {
      return await sampleTogether(columns, limit, length);
    } catch (error) {
      if (!isOwnFault(error)) throw error;
      if (columns.length === 1) return [[]];
      const half = Math.ceil(columns.length / 2);
      const first = await sample(columns.slice(0, half), limit, length);
      return [...first, ...(await sample(columns.slice(half), limit, length))];
    }
  }

  return {
    system,
    kind: dialect.kind,
    capabilities: dialect.capabilities,
    introspect: () => sessions.read((session) => catalogue.refresh(session)),
    async sampleColumns(columns, limit) {
      const samples: ColumnSample[] = [];
      for (const some of chunk(columns, 500)) {
        const values = await sample(some, limit, sampleLength);
        for (const [index, { table, column }] of some.entries()) {
          samples.push({ table, column, values: values[index] ?? [] });
        }
      }
      return samples;
    },
    async measureInclusion(pairs, limit) {
      const shares: (number | null)[] = [];
      for (const some of chunk(pairs, 200)) {
        const values = await sample(some, limit, null);
        const found = await sessions.read((session) =>
          createRowReader(session, dialect, catalogue).findKeys(
            some.map(({ inTable, inColumn }, index) => ({
              table: inTable,
              select: [inColumn],
              any: [
                {
                  kind: "key",
                  columns: [inColumn],
                  in: (values[index] ?? []).map((value) => [value]),
                  fold: false,
                  when: {},
                },
              ],
            })),
          ),
        );
        for (const [index] of some.entries()) {
          const asked = values[index]?.length ?? 0;
          shares.push(asked === 0 ? null : Math.min(1, (found[index]?.length ?? 0) / asked));
        }
      }
      return shares;
    },
    read: (work) =>
      sessions.read((session) =>
        work({
          ...createRowReader(session, dialect, catalogue),
          ...createExactReader(session, dialect, catalogue),
        }),
      ),
    write: (work, options) =>
      sessions.write(
        (session) => work(createRowWriter(session, dialect, catalogue)),
        options?.suspendForeignKeys ?? false,
      ),
    [Symbol.asyncDispose]: () => sessions.close(),
  };
}

async function readDistinct<Native>(
  session: Session,
  dialect: Dialect<Native>,
  catalogue: Catalogue<Native, Session>,
  columns: readonly ColumnName[],
  limit: number,
  length: number | null,
): Promise<string[][]> {
  await catalogue.need(
    session,
    columns.map(({ table, column }) => ({ table, columns: [column] })),
  );
  const values = columns.map((): string[] => []);
  const statements: { index: number; statement: Fragment }[] = [];
  for (const [index, name] of columns.entries()) {
    const table = catalogue.table(name.table);
    const column = catalogue.column(name.table, name.column);
    if (!table.schema.may.read || (length !== null && column.schema.kind === "binary")) continue;
    const text = dialect.keyText(column);
    const sampled = length === null ? text : dialect.shorten(text, length);
    const all = sql`SELECT ${sampled} AS v FROM ${raw(table.quotedName)}`;
    const distinct = (rows: Fragment) =>
      sql`SELECT v FROM (SELECT DISTINCT v FROM (${rows}) AS s WHERE v IS NOT NULL LIMIT ${raw(String(limit))}) AS d`;
    const size = raw(String(sampledRows));
    // From both ends of the table, so that what came late shows beside what was there first.
    const key = table.schema.primaryKey.map((each) => sql`${dialect.quote(each)} DESC`);
    const first = distinct(sql`${all} LIMIT ${size}`);
    const last = distinct(sql`${all} ORDER BY ${join(key, ", ")} LIMIT ${size}`);
    const found = key.length === 0 ? first : sql`${first} UNION ${last}`;
    statements.push({ index, statement: sql`SELECT ${raw(String(index))}, v FROM (${found}) AS u` });
  }
  for (const wave of chunk(statements, dialect.questionsPerStatement)) {
    const { rows } = await session.query(
      join(
        wave.map(({ statement }) => statement),
        " UNION ALL ",
      ),
    );
    for (const row of rows) values[Number(row[0])]?.push(String(row[1]));
  }
  const finish = dialect.finishKeyText;
  return values.map((texts, index) => {
    const { table, column } = columns[index] ?? { table: "", column: "" };
    const finished = finish === null ? texts : texts.map((text) => finish(catalogue.column(table, column), text));
    return spread([...new Set(finished)], limit);
  });
}

/** At most so many of them, evenly from all. */
function spread(values: string[], limit: number): string[] {
  if (values.length <= limit) return values;
  return Array.from({ length: limit }, (_, at) => values[Math.floor((at * values.length) / limit)] ?? "");
}

/** Faults that lie in what was asked, not in the connection. */
function isOwnFault(error: unknown): boolean {
  return (
    error instanceof SystemError &&
    (error.code === "system_failed" || error.code === "system_permission_missing" || error.code === "system_timeout")
  );
}
