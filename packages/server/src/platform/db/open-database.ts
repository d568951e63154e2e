/** Opens the one database: embedded in the data directory, or a server's. Everything after this is the same SQL. */
import { join } from "node:path";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { PreparedPglite } from "@kept/connectors/postgres/prepared-pglite";
import { Kysely, PGliteDialect, PostgresDialect } from "kysely";
import pg from "pg";
import { StartError } from "../start-error.ts";
import type { Database } from "./database.ts";
import { acquireEmbeddedLock } from "./embedded-lock.ts";
import { ensureDatabaseFolder } from "./ensure-database-folder.ts";

/** Runs SQL of several statements, for migrations only. */
export interface ScriptRunner {
  /** All statements in one transaction. */
  run(script: string): Promise<void>;
  rows(query: string): Promise<readonly Record<string, unknown>[]>;
}

export interface OpenDatabase {
  readonly kind: "embedded" | "postgres";
  readonly db: Kysely<Database>;
  /** What the job queue connects to. */
  readonly queue:
    | { readonly kind: "embedded"; readonly pglite: PGlite }
    | { readonly kind: "postgres"; readonly url: string };
  /** Gives `work` the right to migrate; others wait until it is done. */
  migrating<T>(work: (runner: ScriptRunner) => Promise<T>): Promise<T>;
  /** Does `work`, unless another process that shares the database is at work of this number. */
  alone(lock: number, work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** PostgreSQL type numbers whose values both drivers must read alike. */
const DATE = 1082;
const INT8 = 20;
const BYTEA = 17;

/** Any number that only Kept uses as an advisory lock. */
export const MIGRATION_LOCK = 7_203_451_001;

/**
 * Opens the embedded database, taking its lock.
 * @throws StartError `database_locked`, `database_damaged`
 */
export async function openEmbedded(dataDir: string): Promise<OpenDatabase> {
  const lock = acquireEmbeddedLock(join(dataDir, "database.lock"));
  try {
    const folder = join(dataDir, "database");
    await ensureDatabaseFolder(folder);
    const pglite = await createPglite({ dataDir: folder });
    return wrapPglite(pglite, () => lock.release());
  } catch (cause) {
    lock.release();
    throw new StartError("database_damaged", `The embedded database in ${dataDir} does not open.`, {
      action: "Put back a copy of this folder, or set KEPT_DATA_DIR to an empty one to begin anew.",
      cause,
    });
  }
}

/** A fresh instance takes 128 MB for its page cache and touches all of it; the operating system caches the same files. */
const SMALL_CACHE = ["-c", "shared_buffers=16MB"];

/** An embedded database with the parsers that {@link wrapPglite} relies on. */
export async function createPglite(options: PGliteOptions): Promise<PreparedPglite> {
  return await PreparedPglite.open({
    ...options,
    startParams: [...PGlite.defaultStartParams, ...SMALL_CACHE],
    parsers: { [DATE]: (text: string) => text, [INT8]: Number, [BYTEA]: parseBytes },
    serializers: { [BYTEA]: writeBytes },
  });
}

// Sealed texts are in most rows, and PGlite's own two go through them by a string for each byte.
const parseBytes = (text: string): Buffer => Buffer.from(text.slice(2), "hex");

function writeBytes(value: unknown): string {
  if (!(value instanceof Uint8Array)) throw new TypeError("Only bytes go into a column of bytes.");
  return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
}

/** The database over an embedded instance that is open already. */
export function wrapPglite(pglite: PGlite, afterClose: () => void = () => {}): OpenDatabase {
  const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) });
  return {
    kind: "embedded",
    db,
    queue: { kind: "embedded", pglite },
    migrating: (work) =>
      work({
        run: async (script) => {
          await pglite.transaction(async (tx) => {
            await tx.exec(script);
          });
        },
        rows: async (query) => (await pglite.query<Record<string, unknown>>(query)).rows,
      }),
    // The embedded database belongs to this process alone.
    alone: (_lock, work) => work(),
    close: async () => {
      await db.destroy();
      if (!pglite.closed) await pglite.close();
      afterClose();
    },
  };
}

/**
 * Opens a server's database.
 * @throws StartError `database_unreachable`
 */
export async function openPostgres(url: string): Promise<OpenDatabase> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    application_name: "kept",
    types: {
      getTypeParser: ((oid: number, format?: "text" | "binary") => {
        if (oid === DATE) return (text: string) => text;
        if (oid === INT8) return Number;
        return pg.types.getTypeParser(oid, format);
      }) as typeof pg.types.getTypeParser,
    },
  });
  // Idle connections that the server drops are replaced; without a listener they would end the process.
  pool.on("error", () => {});
  // Locks have a connection of their own, one for all: whoever held one of the pool and asked it for another could wait for ever.
  const locks = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0, application_name: "kept-locks" });
  locks.on("error", () => {});
  try {
    (await pool.connect()).release();
  } catch (cause) {
    await Promise.all([pool.end(), locks.end()]);
    throw new StartError("database_unreachable", `The database does not answer: ${reasonOf(cause)}.`, {
      action: "Check host, port, database name, account and password in DATABASE_URL, and that the server is up.",
      cause,
    });
  }
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind: "postgres",
    db,
    queue: { kind: "postgres", url },
    migrating: async (work) => {
      const client = await pool.connect();
      try {
        await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
        return await work({
          run: async (script) => {
            await client.query("BEGIN");
            try {
              await client.query(script);
              await client.query("COMMIT");
            } catch (error) {
              await client.query("ROLLBACK");
              throw error;
            }
          },
          rows: async (query) => (await client.query<Record<string, unknown>>(query)).rows,
        });
      } finally {
        await client.query("SELECT pg_advisory_unlock($1)", [MIGRATION_LOCK]).catch(() => {});
        client.release();
      }
    },
    alone: async (lock, work) => {
      const { rows } = await locks.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1::bigint) AS held", [lock]);
      if (rows[0]?.held !== true) return;
      try {
        await work();
      } finally {
        // With the connection the lock is gone as well.
        await locks.query("SELECT pg_advisory_unlock($1::bigint)", [lock]).catch(() => {});
      }
    },
    close: async () => {
      await locks.end();
      await db.destroy();
      // Kysely ends the pool only when it was used.
      if (!pool.ending) await pool.end();
    },
  };
}

/** What went wrong, by the error's code: messages of drivers may hold addresses and accounts. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: "nothing listens at that address (connection refused)",
    ENOTFOUND: "the host name is not known",
    ETIMEDOUT: "no answer in time",
    ECONNRESET: "the server ended the connection",
    "28P01": "the password is wrong",
    "28000": "the account may not connect",
    "3D000": "there is no such database",
    "53300": "the server has no free connection",
    "57P03": "the server is starting or stopping",
  };
  return known[code] ?? (code === "" ? "unknown reason" : `error ${code}`);
}
