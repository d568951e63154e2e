/** Databases for tests: migrated once, then copied. Embedded by default; a server's when KEPT_TEST_DB=postgres. */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { migrate, migrationsDir } from "../db/migrate.ts";
import { createPglite, type OpenDatabase, openPostgres, wrapPglite } from "../db/open-database.ts";
import { createLog } from "../log.ts";
import { createBossQueue } from "../queue/boss-queue.ts";

/** A fresh, migrated database of its own. */
export async function openTestDatabase(): Promise<OpenDatabase> {
  const server = process.env["KEPT_TEST_POSTGRES"];
  if (process.env["KEPT_TEST_DB"] === "postgres") {
    if (server === undefined)
      throw new Error("KEPT_TEST_DB=postgres needs KEPT_TEST_POSTGRES, the address of a server.");
    return await copyServerTemplate(server);
  }
  return await loadSnapshot();
}

async function loadSnapshot(): Promise<OpenDatabase> {
  const file = join(tmpdir(), `kept-test-${schemaHash()}.tar`);
  if (!existsSync(file)) {
    const pglite = await createPglite({});
    const database = wrapPglite(pglite);
    await prepare(database);
    const dump = await pglite.dumpDataDir("none");
    await database.close();
    // Written aside and moved into place: another worker may be making the same.
    const draft = `${file}.${randomBytes(6).toString("hex")}`;
    writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
    renameSync(draft, file);
  }
  return wrapPglite(await createPglite({ loadDataDir: new Blob([readFileSync(file)]) }));
}

async function copyServerTemplate(server: string): Promise<OpenDatabase> {
  const template = `kept_template_${schemaHash().slice(0, 16)}`;
  const name = `kept_test_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    await admin.query("SELECT pg_advisory_lock(hashtext($1))", [template]);
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

/** The schema and the queue's tables. */
async function prepare(database: OpenDatabase): Promise<void> {
  await migrate(database);
  const queue = createBossQueue(database, createLog("silent"), { work: false });
  await queue.start();
  await queue.stop();
}

/** Changes with anything that shapes the prepared database. */
function schemaHash(): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(migrationsDir).sort())
    hash.update(name).update(readFileSync(join(migrationsDir, name)));
  hash.update(readFileSync(join(import.meta.dirname, "../queue/boss-queue.ts")));
  return hash.digest("hex");
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}
