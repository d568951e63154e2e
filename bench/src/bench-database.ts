/** The database that scenarios run on: a server where there is one, else an embedded Postgres; both ways into it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import type { RowStore } from "@kept/connectors/connector";
import { createTestPglite, createTestPostgres, whyMissing } from "@kept/connectors/testing/test-database";
import pg from "pg";

export type SqlRow = Record<string, unknown>;
type RunSql = (text: string, values?: readonly unknown[]) => Promise<SqlRow[]>;

/** What hand-written baselines use: the driver as anybody would, with the same settings as the store's own pool. */
export interface HandConnection {
  /** Runs `work` between BEGIN with these characteristics and COMMIT. */
  transaction<T>(characteristics: string, work: (run: RunSql) => Promise<T>): Promise<T>;
  /** One statement in a transaction of its own. */
  readonly run: RunSql;
}

export interface BenchDatabase extends AsyncDisposable {
  /** What it is, for the report. */
  readonly label: string;
  /** A server has processes and round trips of its own; the embedded database shares ours. */
  readonly isServer: boolean;
  /** Empty for the embedded database. */
  readonly url: string;
  /** The number that suits this database: `small` for the embedded one. */
  scale(full: number, small: number): number;
  execute(statements: string): Promise<void>;
  openStore(): Promise<RowStore>;
  /** A file from which another process opens the embedded database as it is now; a server needs none: its path is empty. */
  dump(): Promise<AsyncDisposable & { readonly file: string }>;
  readonly byHand: HandConnection;
}

/** A fresh database, dropped when it is disposed of. `embedded` asks for the embedded one even where there is a server. */
export async function openBenchDatabase(options: { readonly embedded?: boolean } = {}): Promise<BenchDatabase> {
  return options.embedded === true || whyMissing("postgres") !== null ? await openEmbedded() : await openServer();
}

async function openServer(): Promise<BenchDatabase> {
  const database = await createTestPostgres();
  const pool = new pg.Pool({ connectionString: database.url, max: 4, keepAlive: true, allowExitOnIdle: true });
  pool.on("error", () => undefined);
  const [version] = await database.query("SHOW server_version");
  return {
    label: `PostgreSQL ${String(version?.["server_version"]).split(" ")[0]} server`,
    isServer: true,
    url: database.url,
    scale: (full) => full,
    execute: database.execute,
    openStore: () => database.open(),
    dump: async () => ({ file: "", [Symbol.asyncDispose]: async () => undefined }),
    byHand: poolConnection(pool),
    async [Symbol.asyncDispose]() {
      await pool.end();
      await database.drop();
    },
  };
}

function poolConnection(pool: pg.Pool): HandConnection {
  return {
    async transaction(characteristics, work) {
      const client = await pool.connect();
      try {
        await client.query(`BEGIN ${characteristics}`);
        const result = await work(async (text, values = []) => (await client.query(text, [...values])).rows);
        await client.query("COMMIT");
        return result;
      } catch (error) {
        await client.query("ROLLBACK");
        throw error;
      } finally {
        client.release();
      }
    },
    run: async (text, values = []) => (await pool.query(text, [...values])).rows,
  };
}

async function openEmbedded(): Promise<BenchDatabase> {
  const database = await createTestPglite();
  const [version] = await database.query("SHOW server_version");
  return {
    label: `PGlite ${String(version?.["server_version"])} in memory (fewer rows; no server: set KEPT_TEST_POSTGRES for one)`,
    isServer: false,
    url: "",
    scale: (_full, small) => small,
    execute: database.execute,
    openStore: () => database.open(),
    dump: async () => {
      const folder = await mkdtemp(join(tmpdir(), "kept-bench-"));
      const file = join(folder, "database.tar");
      await writeFile(file, (await database.instance.dumpDataDir("none")).stream());
      return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
    },
    byHand: embeddedConnection(database.instance),
    [Symbol.asyncDispose]: () => database.drop(),
  };
}

function embeddedConnection(instance: PGlite): HandConnection {
  return {
    transaction: (characteristics, work) =>
      instance.transaction(async (transaction) => {
        await transaction.exec(`SET TRANSACTION ${characteristics}`);
        return await work(async (text, values = []) => (await transaction.query<SqlRow>(text, [...values])).rows);
      }),
    run: async (text, values = []) => (await instance.query<SqlRow>(text, [...values])).rows,
  };
}
