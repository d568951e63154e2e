/** Transactions of a Postgres driver as the shared store uses them: snapshot reads, cursors, deferred constraints. */
import { queryInTurn, type Row, type Session, type Sessions } from "../dialect/dialect.ts";
import { type Fragment, render, sql } from "../dialect/fragment.ts";
import type { PostgresConnection, PostgresDriver } from "./postgres-driver.ts";
import { toPostgresError } from "./postgres-errors.ts";
import { isNameVoid } from "./statement-names.ts";

const rowsPerFetch = 1000;

/** So that texts of values do not depend on how a server or user is configured. */
const settings = [
  "SET LOCAL TimeZone = 'UTC'",
  "SET LOCAL DateStyle = 'ISO, YMD'",
  "SET LOCAL IntervalStyle = 'iso_8601'",
  "SET LOCAL bytea_output = 'hex'",
  "SET LOCAL extra_float_digits = 1",
  "SET LOCAL standard_conforming_strings = on",
  // Policies must not hide rows of a person: a query that they would change is refused instead.
  "SET LOCAL row_security = off",
  // A statement runs once: what compiling it costs, it does not win back.
  "SET LOCAL jit = off",
  // A cursor here is always read to its end.
  "SET LOCAL cursor_tuple_fraction = 1",
].join("; ");

/** Waits for a lock of somebody else at most this long, then reports a conflict. */
const lockTimeout = "SET LOCAL lock_timeout = '30s'";

/** Sessions of one system. */
export function createPostgresSessions(system: string, driver: PostgresDriver): Sessions {
  async function run<T>(characteristics: string, extra: string, work: (session: Session) => Promise<T>): Promise<T> {
    const progress: Progress = { isAnswered: false, hasVoidName: false };
    // What the work itself throws is the caller's, and passes as it is.
    let thrown: { readonly error: unknown } | undefined;
    try {
      return await driver.transaction(characteristics, `${settings}; ${extra}`, async (connection) => {
        try {
          return await work(createSession(system, connection, progress));
        } catch (error) {
          thrown = { error };
          throw error;
        }
      });
    } catch (error) {
      // Nothing was read yet, so that nobody can tell; and no name is void twice.
      if (progress.hasVoidName && !progress.isAnswered) return await run(characteristics, extra, work);
      throw thrown === undefined ? toPostgresError(system, error) : thrown.error;
    }
  }
  return {
    read: (work) => run("ISOLATION LEVEL REPEATABLE READ READ ONLY", lockTimeout, work),
    // Not REPEATABLE READ: what is read after rows are locked must include what was committed while waiting for the lock.
    write: (work) =>
      run("ISOLATION LEVEL READ COMMITTED READ WRITE", `${lockTimeout}; SET CONSTRAINTS ALL DEFERRED`, work),
    close: () => driver.close(),
  };
}

/** How far a transaction came. */
interface Progress {
  isAnswered: boolean;
  /** It failed by the name of a statement alone. */
  hasVoidName: boolean;
}

function createSession(system: string, connection: PostgresConnection, progress: Progress): Session {
  let cursors = 0;
  async function query(statement: Fragment) {
    const text = render(statement, (index) => `$${index}`);
    try {
      const answer = await connection.query(text, statement.values.map(toText));
      progress.isAnswered = true;
      return answer;
    } catch (error) {
      if (error instanceof Error && isNameVoid(error)) progress.hasVoidName = true;
      throw toPostgresError(system, error);
    }
  }
  async function queryAll(statements: readonly Fragment[], onAnswer?: (index: number) => void) {
    if (!connection.pipelines) return await queryInTurn(query, statements, onAnswer);
    const sent = statements.map(async (statement, index) => {
      const answer = await query(statement);
      onAnswer?.(index);
      return answer;
    });
    // All of them, because what was sent is answered before the connection can be used for anything else.
    const settled = await Promise.allSettled(sent);
    return settled.map((outcome) => {
      if (outcome.status === "rejected") throw outcome.reason;
      return outcome.value;
    });
  }
  async function* stream(statement: Fragment): AsyncGenerator<readonly Row[]> {
    cursors += 1;
    const cursor = `kept_cursor_${cursors}`;
    const declare: Fragment = sql`DECLARE ${{ texts: [cursor], values: [] }} NO SCROLL CURSOR FOR ${statement}`;
    await query(declare);
    let failed = false;
    try {
      while (true) {
        const { rows } = await query({ texts: [`FETCH ${rowsPerFetch} FROM ${cursor}`], values: [] });
        if (rows.length > 0) yield rows;
        if (rows.length < rowsPerFetch) return;
      }
    } catch (error) {
      failed = true;
      throw error;
    } finally {
      // After an error the transaction is over, and the cursor with it.
      if (!failed) await query({ texts: [`CLOSE ${cursor}`], values: [] });
    }
  }
  return { query, queryAll, stream };
}

function toText(value: Fragment["values"][number]): string | null {
  if (value === null || typeof value === "string") return value;
  return typeof value === "number" ? String(value) : `\\x${Buffer.from(value).toString("hex")}`;
}
