/** The embedded database as a first start leaves it, made once for each schema: tests copy it. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeOnce } from "@kept/connectors/testing/make-once";
import { pgliteVersion, readEmptyCluster } from "@kept/connectors/testing/test-database";
import { migrate, migrationsDir } from "../db/migrate.ts";
import { createPglite, type OpenDatabase, wrapPglite } from "../db/open-database.ts";
import { createLog } from "../log.ts";
import { createBossQueue } from "../queue/boss-queue.ts";

/**
 * Gives a data directory its embedded database, migrated and without rows: for servers of their own in tests that are not
 * about the first start. Making one takes seconds each time, copying it does not.
 */
export async function prepareDataDir(dataDir: string): Promise<void> {
  const { folder } = await makePreparedDatabase();
  await cp(folder, join(dataDir, "database"), { recursive: true });
}

/** The prepared database as a folder and as one file, made once for each schema. */
export async function makePreparedDatabase(): Promise<{ readonly folder: string; readonly snapshot: string }> {
  const folder = join(tmpdir(), `kept-test-${schemaHash()}`);
  const snapshot = `${folder}.tar`;
  // The folder comes last: where it is, the file is too.
  await makeOnce(folder, async (draft) => {
    const pglite = await createPglite({ dataDir: draft, loadDataDir: await readEmptyCluster() });
    const database = wrapPglite(pglite);
    await prepare(database);
    const dump = await pglite.dumpDataDir("none");
    await database.close();
    writeFileSync(`${draft}.tar`, Buffer.from(await dump.arrayBuffer()));
    renameSync(`${draft}.tar`, snapshot);
  });
  return { folder, snapshot };
}

/** The schema and the queue's tables. */
export async function prepare(database: OpenDatabase): Promise<void> {
  await migrate(database);
  const queue = createBossQueue(database, createLog("silent"), { work: false });
  await queue.start();
  await queue.stop();
}

/** Changes with anything that shapes the prepared database. */
export function schemaHash(): string {
  const hash = createHash("sha256").update(pgliteVersion());
  for (const name of readdirSync(migrationsDir).sort())
    hash.update(name).update(readFileSync(join(migrationsDir, name)));
  hash.update(readFileSync(join(import.meta.dirname, "../queue/boss-queue.ts")));
  return hash.digest("hex");
}
