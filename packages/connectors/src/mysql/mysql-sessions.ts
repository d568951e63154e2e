/** Transactions on a MySQL or MariaDB server: consistent snapshots, streamed rows, suspended foreign keys. */
import mysql from "mysql2/promise";
import { type Answer, queryInTurn, type Row, type Session, type Sessions } from "../dialect/dialect.ts";
import { type Fragment, render } from "../dialect/fragment.ts";
import { toMysqlError } from "./mysql-errors.ts";

const rowsPerBatch = 1000;

/**
 * Says what a statement means whatever the server's defaults are: backslash escapes and backtick names (no ANSI_QUOTES, no
 * NO_BACKSLASH_ESCAPES), errors instead of cut values, moments in UTC, half a minute for locks, ten minutes for slow readers.
 */
const settings =
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO,ERROR_FOR_DIVISION_BY_ZERO', " +
  "time_zone = '+00:00', innodb_lock_wait_timeout = 30, net_write_timeout = 600, group_concat_max_len = 1048576";

/** Sessions of the server and database that the URL names; `connectTimeout` in milliseconds. */
export function createMysqlSessions(system: string, url: string, connectTimeout: number): Sessions {
  const pool = mysql.createPool({
    uri: url.replace(/^mariadb:/i, "mysql:"),
    connectionLimit: 4,
    maxIdle: 1,
    idleTimeout: 10_000,
    connectTimeout,
    charset: "utf8mb4",
    enableKeepAlive: true,
  });
  const prepared = new WeakSet<object>();

  async function run<T>(
    begin: readonly string[],
    suspendForeignKeys: boolean,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    let connection: mysql.PoolConnection | undefined;
    let isSound = false;
    // What the work itself throws is the caller's, and passes as it is.
    let thrown: { readonly error: unknown } | undefined;
    try {
      connection = await pool.getConnection();
      if (!prepared.has(connection.connection)) {
        await connection.query(settings);
        prepared.add(connection.connection);
      }
      if (suspendForeignKeys) await connection.query("SET SESSION foreign_key_checks = 0");
      for (const statement of begin) await connection.query(statement);
      const result = await work(createSession(system, connection)).catch((error: unknown) => {
        thrown = { error };
        throw error;
      });
      await connection.query("COMMIT");
      isSound = true;
      return result;
    } catch (error) {
      isSound =
        (await connection?.query("ROLLBACK").then(
          () => true,
          () => false,
        )) ?? false;
      throw thrown === undefined ? toMysqlError(system, error) : thrown.error;
    } finally {
      if (isSound && suspendForeignKeys) {
        isSound =
          (await connection?.query("SET SESSION foreign_key_checks = 1").then(
            () => true,
            () => false,
          )) ?? false;
      }
      // A connection whose state is not known for sure is not used again.
      if (isSound) connection?.release();
      else connection?.destroy();
    }
  }
  return {
    read: (work) =>
      run(
        ["SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"],
        false,
        work,
      ),
    // Not REPEATABLE READ: what is read after rows are locked must include what was committed while waiting for the lock.
    write: (work, suspendForeignKeys) =>
      run(["SET TRANSACTION ISOLATION LEVEL READ COMMITTED", "START TRANSACTION READ WRITE"], suspendForeignKeys, work),
    close: () => pool.end(),
  };
}

function createSession(system: string, connection: mysql.PoolConnection): Session {
  function options(statement: Fragment) {
    return {
      // Not by the driver's own `?`, which may also stand in a name.
      sql: render(statement, (index) => mysql.escape(toDriver(statement.values[index - 1] ?? null))),
      rowsAsArray: true,
      typeCast: (field: { string(): string | null }) => field.string(),
    };
  }
  async function query(statement: Fragment): Promise<Answer> {
    try {
      const [result] = await connection.query<mysql.RowDataPacket[][] | mysql.ResultSetHeader>(options(statement));
      if (Array.isArray(result)) return { rows: result as unknown as Row[], affected: 0 };
      return { rows: [], affected: result.affectedRows };
    } catch (error) {
      throw toMysqlError(system, error);
    }
  }
  return {
    query,
    queryAll: (statements, onAnswer) => queryInTurn(query, statements, onAnswer),
    async *stream(statement) {
      const core = connection.connection as unknown as {
        query(options: object): { stream(options: object): AsyncIterable<Row> };
      };
      let batch: Row[] = [];
      try {
        for await (const row of core.query(options(statement)).stream({ highWaterMark: rowsPerBatch })) {
          batch.push(row);
          if (batch.length < rowsPerBatch) continue;
          yield batch;
          batch = [];
        }
        if (batch.length > 0) yield batch;
      } catch (error) {
        throw toMysqlError(system, error);
      }
    },
  };
}

function toDriver(value: Fragment["values"][number]): string | number | Buffer | null {
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}
