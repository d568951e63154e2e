import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StartError, type StartErrorCode } from "../start-error.ts";
import { openTestDatabase } from "../testing/test-database.ts";
import { migrate, migrationsDir } from "./migrate.ts";
import type { OpenDatabase } from "./open-database.ts";

let database: OpenDatabase;
let folder: string;
beforeAll(async () => {
  database = await openTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "kept-migrations-"));
  // Names of an installation of its own, so that they do not meet the product's.
  await sql`DELETE FROM kept_migration`.execute(database.db);
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

async function refusalCode(): Promise<StartErrorCode | null> {
  try {
    await migrate(database, folder);
    return null;
  } catch (error) {
    if (error instanceof StartError) return error.code;
    throw error;
  }
}

describe("migrations", () => {
  test("are applied once, in order, with several statements each", async () => {
    writeFileSync(
      join(folder, "9001_first.sql"),
      "CREATE TABLE probe (a int);\nINSERT INTO probe VALUES (1); -- a comment; with a semicolon\n",
    );
    writeFileSync(join(folder, "9002_second.sql"), "ALTER TABLE probe ADD COLUMN b text DEFAULT 'x;y';");
    expect(await migrate(database, folder)).toEqual(["9001_first.sql", "9002_second.sql"]);
    expect(await migrate(database, folder)).toEqual([]);
    const { rows } = await sql`SELECT * FROM probe`.execute(database.db);
    expect(rows).toEqual([{ a: 1, b: "x;y" }]);
  });

  test("that fail leave nothing and say which they are", async () => {
    const file = join(folder, "9003_broken.sql");
    writeFileSync(file, "INSERT INTO probe VALUES (2, 'z'); SELECT no_such_column FROM probe;");
    expect(await refusalCode()).toBe("migration_failed");
    const { rows } = await sql`SELECT a FROM probe`.execute(database.db);
    expect(rows).toEqual([{ a: 1 }]);
    rmSync(file);
  });

  test("that changed after they were applied are refused", async () => {
    const file = join(folder, "9002_second.sql");
    writeFileSync(file, "ALTER TABLE probe ADD COLUMN b text;");
    expect(await refusalCode()).toBe("migration_changed");
    writeFileSync(file, "ALTER TABLE probe ADD COLUMN b text DEFAULT 'x;y';");
    expect(await refusalCode()).toBeNull();
  });

  test("of a newer version are refused when they are breaking, and only then", async () => {
    await sql`INSERT INTO kept_migration (name, breaking, checksum) VALUES ('9998_newer.sql', false, 'x')`.execute(
      database.db,
    );
    expect(await refusalCode()).toBeNull();
    await sql`INSERT INTO kept_migration (name, breaking, checksum) VALUES ('9999_breaking.sql', true, 'x')`.execute(
      database.db,
    );
    expect(await refusalCode()).toBe("schema_too_new");
  });
});

test("two that migrate at once do it once", async () => {
  const fresh = await openTestDatabase();
  const results = await Promise.all([migrate(fresh, migrationsDir), migrate(fresh, migrationsDir)]);
  expect(results).toEqual([[], []]);
  await fresh.close();
});

test("both databases read times, days, big numbers, JSON and bytes alike", async () => {
  const fresh = await openTestDatabase();
  const { rows } =
    await sql`SELECT '2026-11-22T10:00:00Z'::timestamptz AS time, '2026-11-22'::date AS day, 9007199254740991::bigint AS big,
    '{"a":[1]}'::jsonb AS json, '\\x00ff'::bytea AS bytes`.execute(fresh.db);
  const row = rows[0] as Record<string, unknown>;
  expect({ ...row, bytes: [...(row["bytes"] as Uint8Array)] }).toEqual({
    time: new Date("2026-11-22T10:00:00Z"),
    day: "2026-11-22",
    big: 9007199254740991,
    json: { a: [1] },
    bytes: [0, 255],
  });
  await fresh.close();
});

test("transactions and queries that come at once wait for each other and all end", async () => {
  const fresh = await openTestDatabase();
  await sql`CREATE TABLE counter (n int)`.execute(fresh.db);
  await sql`INSERT INTO counter VALUES (0)`.execute(fresh.db);
  const add = (fail: boolean) =>
    fresh.db.transaction().execute(async (trx) => {
      await sql`UPDATE counter SET n = n + 1`.execute(trx);
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (fail) throw new Error("undone");
    });
  const work = Array.from({ length: 40 }, (_, index) => [
    add(index % 4 === 0).catch(() => {}),
    sql`SELECT n FROM counter`.execute(fresh.db),
  ]);
  await Promise.all(work.flat());
  const { rows } = await sql`SELECT n FROM counter`.execute(fresh.db);
  expect(rows).toEqual([{ n: 30 }]);
  await fresh.close();
});
