/** Databases for tests: migrated once, then copied. Embedded by default; a server's when KEPT_TEST_DB=postgres. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { PreparedPglite } from "@kept/connectors/postgres/prepared-pglite";
import pg from "pg";
import { createPglite, type OpenDatabase, openPostgres, wrapPglite } from "../db/open-database.ts";
import { makePreparedDatabase, prepare, schemaHash } from "./prepared-database.ts";

/** A migrated database without rows, nobody else's until it is closed. */
export async function openTestDatabase(): Promise<OpenDatabase> {
  const server = process.env["KEPT_TEST_POSTGRES"];
  if (process.env["KEPT_TEST_DB"] === "postgres") {
    if (server === undefined)
      throw new Error("KEPT_TEST_DB=postgres needs KEPT_TEST_POSTGRES, the address of a server.");
    return await copyServerTemplate(server);
  }
  return lend(idle.pop() ?? (await loadSnapshot()));
}

/** Embedded databases of this process that nobody uses. Loading one takes seconds, emptying it takes milliseconds. */
const idle: PreparedPglite[] = [];

function lend(pglite: PreparedPglite): OpenDatabase {
  const database = wrapPglite(pglite);
  const { definitions } = pglite;
  return {
    ...database,
    close: async () => {
      if (pglite.closed) return;
      if (await emptyDatabase(pglite, definitions)) idle.push(pglite);
      else await database.close();
    },
  };
}

/** Takes all rows away. False when a test changed the schema: then nobody else shall have it. */
async function emptyDatabase(pglite: PreparedPglite, definitions: number): Promise<boolean> {
  await pglite.exec("ROLLBACK; UNLISTEN *; SELECT pg_advisory_unlock_all(); RESET ALL");
  if (pglite.definitions !== definitions && (await readShape(pglite)) !== shape) return false;
  const { rows } = await pglite.query<{ wipe: string }>(`
    SELECT string_agg(format('DELETE FROM %I.%I;', schemaname, tablename), '') AS wipe FROM pg_tables
    WHERE schemaname IN ('public', 'job_queue') AND tablename NOT IN ('kept_migration', 'version', 'queue')`);
  await pglite.exec(rows[0]?.wipe ?? "");
  return true;
}

/** The shape of the prepared database. */
let shape: string | null = null;

/** What makes two databases the same but for their rows: columns, triggers and migrations. */
async function readShape(pglite: PreparedPglite): Promise<string> {
  const { rows } = await pglite.query<{ shape: string }>(`
    SELECT string_agg(line, ',' ORDER BY line) AS shape FROM (
      SELECT concat_ws(' ', n.nspname, c.relname, a.attname, a.atttypid) AS line
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('public', 'job_queue') AND c.relkind IN ('r', 'p', 'v') AND a.attnum > 0
          AND c.relname !~ '^queue_stats_'
      UNION ALL SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal
      UNION ALL SELECT name || checksum FROM public.kept_migration
    ) AS lines`);
  return rows[0]?.shape ?? "";
}

async function loadSnapshot(): Promise<PreparedPglite> {
  const { snapshot } = await makePreparedDatabase();
  const pglite = await createPglite({ loadDataDir: new Blob([readFileSync(snapshot)]) });
  shape ??= await readShape(pglite);
  return pglite;
}

async function copyServerTemplate(server: string): Promise<OpenDatabase> {
  const template = `kept_template_${schemaHash().slice(0, 16)}`;
  const name = `kept_test_${process.pid}_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    await admin.query("SELECT pg_advisory_lock(hashtext('kept_template'))");
    await dropLeftovers(admin, template);
    const { rowCount } = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [template]);
    if (rowCount === 0) {
      const draft = `${template}_draft`;
      await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
      await admin.query(`CREATE DATABASE ${draft}`);
      const database = await openPostgres(databaseUrl(server, draft));
      await prepare(database);
      await database.close();
      await admin.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
    }
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  } finally {
    await admin.end();
  }
  const database = await openPostgres(databaseUrl(server, name));
  return {
    ...database,
    close: async () => {
      await database.close();
      const closing = new pg.Client({ connectionString: server });
      await closing.connect();
      await closing.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await closing.end();
    },
  };
}

/** Databases of test processes that are gone, and templates of other schemas. */
async function dropLeftovers(admin: pg.Client, template: string): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    "SELECT datname AS name FROM pg_database WHERE datname ~ '^kept_(test_[0-9]+_|template_)'",
  );
  for (const { name } of rows) {
    const pid = /^kept_test_(\d+)_/.exec(name)?.[1];
    if (pid === undefined ? name !== template : !isAlive(Number(pid))) {
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}
