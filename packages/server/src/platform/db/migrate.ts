/** Brings the database to the schema that this version needs: numbered SQL files, forward only, each in a transaction. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "../start-error.ts";
import type { OpenDatabase, ScriptRunner } from "./open-database.ts";

/** Where this package keeps its migrations. */
export const migrationsDir: string = join(import.meta.dirname, "../../../migrations");

interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  /** Older versions must not run on the schema that it leaves. */
  readonly breaking: boolean;
  readonly checksum: string;
}

interface AppliedMigration {
  readonly name: string;
  readonly breaking: boolean;
  readonly checksum: string;
}

/**
 * Applies what is missing and returns its names.
 * @throws StartError `schema_too_new`, `migration_changed`, `migration_failed`
 */
export async function migrate(database: OpenDatabase, folder: string = migrationsDir): Promise<readonly string[]> {
  const files = readMigrations(folder);
  return await database.migrating(async (runner) => {
    await runner.run(`CREATE TABLE IF NOT EXISTS kept_migration (
      name text PRIMARY KEY,
      breaking boolean NOT NULL,
      checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`);
    const applied = await readApplied(runner);
    refuseNewerSchema(files, applied);
    refuseChangedFiles(files, applied);
    const done = new Set(applied.map((migration) => migration.name));
    const missing = files.filter((file) => !done.has(file.name));
    for (const file of missing) await applyMigration(runner, file);
    return missing.map((file) => file.name);
  });
}

function readMigrations(folder: string): readonly MigrationFile[] {
  const names = readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .sort();
  return names.map((name) => {
    const sql = readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n");
    return {
      name,
      sql,
      breaking: sql.startsWith("--! breaking"),
      checksum: createHash("sha256").update(sql).digest("hex"),
    };
  });
}

async function readApplied(runner: ScriptRunner): Promise<readonly AppliedMigration[]> {
  const rows = await runner.rows("SELECT name, breaking, checksum FROM kept_migration ORDER BY name");
  return rows.map((row) => ({
    name: String(row["name"]),
    breaking: row["breaking"] === true,
    checksum: String(row["checksum"]),
  }));
}

function refuseNewerSchema(files: readonly MigrationFile[], applied: readonly AppliedMigration[]): void {
  const known = new Set(files.map((file) => file.name));
  const newer = applied.filter((migration) => migration.breaking && !known.has(migration.name));
  if (newer.length === 0) return;
  throw new StartError("schema_too_new", "The database was changed by a newer version of Kept.", {
    problems: newer.map((migration) => `${migration.name} is not known to this version.`),
    action: "Start the newer version, or put back a copy of the database from before its first start.",
  });
}

function refuseChangedFiles(files: readonly MigrationFile[], applied: readonly AppliedMigration[]): void {
  const checksums = new Map(applied.map((migration) => [migration.name, migration.checksum]));
  const changed = files.filter((file) => (checksums.get(file.name) ?? file.checksum) !== file.checksum);
  if (changed.length === 0) return;
  throw new StartError("migration_changed", "Migrations that were applied already have changed since.", {
    problems: changed.map((file) => `${file.name} differs from what was applied.`),
    action: "Restore these files as they were and put the change into a new migration.",
  });
}

async function applyMigration(runner: ScriptRunner, file: MigrationFile): Promise<void> {
  // The name holds letters, digits and underscores only (see readMigrations), so it can stand in the text.
  const record = `INSERT INTO kept_migration (name, breaking, checksum) VALUES ('${file.name}', ${file.breaking}, '${file.checksum}')`;
  try {
    // The record comes first: of two that collide in spite of the lock, one fails before it changes anything.
    await runner.run(`${record};\n${file.sql}`);
  } catch (cause) {
    throw new StartError("migration_failed", `The migration ${file.name} failed; nothing of it was applied.`, {
      problems: [cause instanceof Error ? cause.message : String(cause)],
      action: "Correct what it names and start again.",
      cause,
    });
  }
}
