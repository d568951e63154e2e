/** Fresh, throw-away databases of every relational kind, for tests of any package. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { PGlite } from "@electric-sql/pglite";
import mysql from "mysql2/promise";
import pg from "pg";
import type { OpenOptions, RowStore } from "../connector.ts";
import { openStore } from "../kinds.ts";
import { pgliteStoreOver } from "../postgres/postgres-store.ts";
import { PreparedPglite } from "../postgres/prepared-pglite.ts";
import { makeOnce } from "./make-once.ts";

/** Kinds of which a test can have a database. */
export const testKinds = ["sqlite", "pglite", "postgres", "mysql"] as const;
export type TestKind = (typeof testKinds)[number];

export interface TestDatabase {
  readonly kind: TestKind;
  /** Empty for PGlite in memory, which has no address; use `open`. */
  readonly url: string;
  /** Runs SQL statements one after the other, as the owner of the database. */
  execute(statements: string): Promise<void>;
  /** Rows as objects of the driver's own values, for assertions. */
  query(statement: string): Promise<Record<string, unknown>[]>;
  /** Opens the database as a system; `url` for another user of the same database. */
  open(options?: Partial<OpenOptions> & { readonly url?: string }): Promise<RowStore>;
  drop(): Promise<void>;
}

/** Why there is no database of that kind here, or null when there is. */
export function whyMissing(kind: TestKind): string | null {
  if (kind === "postgres" && process.env["KEPT_TEST_POSTGRES"] === undefined) return "KEPT_TEST_POSTGRES is not set";
  if (kind === "mysql" && process.env["KEPT_TEST_MYSQL"] === undefined) return "KEPT_TEST_MYSQL is not set";
  return null;
}

/** A fresh database of that kind; `whyMissing(kind)` must be null. */
export function createTestDatabase(kind: TestKind): Promise<TestDatabase> {
  const creators = {
    sqlite: createTestSqlite,
    pglite: createTestPglite,
    postgres: createTestPostgres,
    mysql: createTestMysql,
  } satisfies Record<TestKind, () => Promise<TestDatabase>>;
  return creators[kind]();
}

/** A fresh SQLite file. */
export async function createTestSqlite(): Promise<TestDatabase> {
  const path = join(tmpdir(), `${freshName()}.sqlite`);
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
  const url = `sqlite://${path}`;
  return {
    kind: "sqlite",
    url,
    execute: async (statements) => database.exec(statements),
    query: async (statement) => database.prepare(statement).all() as Record<string, unknown>[],
    open: (options) => openStore(options?.url ?? url, { system: "test", ...options }),
    async drop() {
      database.close();
      for (const end of ["", "-wal", "-shm"]) await rm(path + end, { force: true });
    },
  };
}

/** Embedded databases of this process that nobody uses. Starting one takes seconds, emptying it takes milliseconds. */
const idle: PGlite[] = [];

/** The version of the embedded Postgres. */
export function pgliteVersion(): string {
  const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  const { version } = JSON.parse(readFileSync(join(dirname(entry), "../package.json"), "utf8")) as { version: string };
  return version;
}

/** What a new one is before anything happens in it, kept by version: making it is five sixths of the work of starting one. */
export async function readEmptyCluster(): Promise<Blob> {
  const file = join(tmpdir(), `kept-cluster-${pgliteVersion()}.tar`);
  await makeOnce(file, async (draft) => {
    const first = await PreparedPglite.open();
    const cluster = await first.dumpDataDir("none");
    await first.close();
    await writeFile(draft, Buffer.from(await cluster.arrayBuffer()));
  });
  return new Blob([await readFile(file)]);
}

async function startPglite(): Promise<PGlite> {
  return await PreparedPglite.open({ loadDataDir: await readEmptyCluster() });
}

/** A fresh embedded Postgres in memory; with `data`, one that begins with what another's `dumpDataDir` gave. */
export async function createTestPglite(data?: Blob): Promise<TestDatabase & { readonly instance: PGlite }> {
  const instance =
    data === undefined ? (idle.pop() ?? (await startPglite())) : await PreparedPglite.open({ loadDataDir: data });
  return {
    kind: "pglite",
    url: "",
    instance,
    execute: async (statements) => void (await instance.exec(statements)),
    query: async (statement) => (await instance.query<Record<string, unknown>>(statement)).rows,
    open: async (options) =>
      pgliteStoreOver(instance, options?.system ?? "test", options?.schemas ? { schemas: options.schemas } : {}),
    drop: async () => {
      if (instance.closed) return;
      if (await emptyPglite(instance)) idle.push(instance);
      else await instance.close();
    },
  };
}

/** Takes everything away that a test made. False where settings or roles stayed: then nobody else shall have it. */
async function emptyPglite(instance: PGlite): Promise<boolean> {
  await instance.exec("ROLLBACK");
  await instance.exec("DISCARD ALL");
  await instance.exec(`DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
    LOOP EXECUTE format('DROP SCHEMA %I CASCADE', name); END LOOP;
  END $$; CREATE SCHEMA public`);
  const { rows } = await instance.query<{ clean: boolean }>(`
    SELECT NOT EXISTS (SELECT FROM pg_db_role_setting) AND NOT EXISTS (SELECT FROM pg_event_trigger)
      AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname !~ '^pg_' AND rolname <> 'postgres') AS clean`);
  return rows[0]?.clean === true;
}

/** A fresh database on the server that KEPT_TEST_POSTGRES names. */
export async function createTestPostgres(): Promise<TestDatabase> {
  const admin = process.env["KEPT_TEST_POSTGRES"] ?? "";
  const name = freshName();
  await withPostgres(admin, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = withDatabase(admin, name);
  const owner = new pg.Pool({ connectionString: url, max: 1, allowExitOnIdle: true });
  owner.on("error", () => undefined);
  return {
    kind: "postgres",
    url,
    execute: async (statements) => void (await owner.query(statements)),
    query: async (statement) => (await owner.query(statement)).rows,
    open: (options) => openStore(options?.url ?? url, { system: "test", ...options }),
    async drop() {
      await owner.end();
      await withPostgres(admin, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** A fresh database on the MySQL or MariaDB server that KEPT_TEST_MYSQL names. */
export async function createTestMysql(): Promise<TestDatabase> {
  const admin = process.env["KEPT_TEST_MYSQL"] ?? "";
  const name = freshName();
  await withMysql(admin, (connection) => connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`));
  const url = withDatabase(admin, name);
  const owner = await mysql.createConnection({ uri: mysqlUri(url), multipleStatements: true });
  return {
    kind: "mysql",
    url,
    execute: async (statements) => void (await owner.query(statements)),
    query: async (statement) => (await owner.query(statement))[0] as Record<string, unknown>[],
    open: (options) => openStore(options?.url ?? url, { system: "test", ...options }),
    async drop() {
      await owner.query(`DROP DATABASE IF EXISTS ${name}`);
      await owner.end();
    },
  };
}

/** The same server and user, another database. */
export function withDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

/** The same server and database, another user. */
export function withUser(url: string, user: string, password: string): string {
  const address = new URL(url);
  address.username = user;
  address.password = password;
  return address.href;
}

function freshName(): string {
  return `kept_test_${randomBytes(6).toString("hex")}`;
}

function mysqlUri(url: string): string {
  return url.replace(/^mariadb:/, "mysql:");
}

async function withPostgres(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function withMysql(url: string, work: (connection: mysql.Connection) => Promise<unknown>): Promise<void> {
  const connection = await mysql.createConnection({ uri: mysqlUri(url) });
  try {
    await work(connection);
  } finally {
    await connection.end();
  }
}
