/** Transactions on a SQLite file: a connection each, so that readers keep their snapshot beside a writer. */

import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import { type Answer, queryInTurn, type Row, type Session, type Sessions } from "../dialect/dialect.ts";
import { type Fragment, render } from "../dialect/fragment.ts";
import { sessionFunctions } from "./sqlite-dialect.ts";
import { resultCode, toSqliteError } from "./sqlite-errors.ts";

const rowsPerBatch = 1000;
/** SQLite waits inside the call, and with it the whole process: so it waits briefly, and we wait between the calls. */
const busyTimeout = 50;

/** Sessions of the file at `file`; `patience`: milliseconds to wait for other writers. */
export function createSqliteSessions(system: string, file: URL, patience: number): Sessions {
  async function run<T>(
    readOnly: boolean,
    suspendForeignKeys: boolean,
    begin: readonly string[],
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    let database: DatabaseSync | undefined;
    try {
      database = open(file, readOnly, !suspendForeignKeys);
      for (const statement of begin) await executePatiently(database, statement, patience);
      const result = await work(createSession(system, database));
      await executePatiently(database, "COMMIT", patience);
      return result;
    } catch (error) {
      if (database?.isTransaction === true) database.exec("ROLLBACK");
      throw toSqliteError(system, error);
    } finally {
      database?.close();
    }
  }
  return {
    // The snapshot is taken by the first read, not by BEGIN.
    read: (work) => run(true, false, ["BEGIN", "SELECT count(*) FROM sqlite_schema"], work),
    write: (work, suspendForeignKeys) =>
      run(false, suspendForeignKeys, ["BEGIN IMMEDIATE", "PRAGMA defer_foreign_keys = ON"], work),
    close: () => Promise.resolve(),
  };
}

function open(file: URL, readOnly: boolean, enforceForeignKeys: boolean): DatabaseSync {
  const address = new URL(file);
  // Without a mode SQLite creates a missing file.
  address.searchParams.set("mode", readOnly ? "ro" : "rw");
  const database = new DatabaseSync(address, {
    readOnly,
    enableForeignKeyConstraints: enforceForeignKeys,
    timeout: busyTimeout,
  });
  database.exec("PRAGMA case_sensitive_like = ON");
  for (const [name, call] of Object.entries(sessionFunctions)) database.function(name, { deterministic: true }, call);
  return database;
}

async function executePatiently(database: DatabaseSync, statement: string, patience: number): Promise<void> {
  const end = performance.now() + patience;
  while (true) {
    try {
      database.exec(statement);
      return;
    } catch (error) {
      if (resultCode(error) !== 5 || performance.now() >= end) throw error;
      await wait(20);
    }
  }
}

function createSession(system: string, database: DatabaseSync): Session {
  function prepare(statement: Fragment) {
    const prepared = database.prepare(render(statement, (index) => `?${index}`));
    prepared.setReturnArrays(true);
    prepared.setReadBigInts(true);
    return prepared;
  }
  async function query(statement: Fragment): Promise<Answer> {
    try {
      const prepared = prepare(statement);
      const values = statement.values as readonly SQLInputValue[];
      if (prepared.columns().length === 0) return { rows: [], affected: Number(prepared.run(...values).changes) };
      return { rows: prepared.all(...values) as unknown as Row[], affected: 0 };
    } catch (error) {
      throw toSqliteError(system, error);
    }
  }
  return {
    query,
    queryAll: (statements, onAnswer) => queryInTurn(query, statements, onAnswer),
    async *stream(statement) {
      try {
        let batch: Row[] = [];
        for (const row of prepare(statement).iterate(...(statement.values as readonly SQLInputValue[]))) {
          batch.push(row as unknown as Row);
          if (batch.length < rowsPerBatch) continue;
          yield batch;
          batch = [];
          // Reading is synchronous: others get their turn here.
          await nextTurn();
        }
        if (batch.length > 0) yield batch;
      } catch (error) {
        throw toSqliteError(system, error);
      }
    },
  };
}
