/** The embedded database's folder. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { StartError } from "../start-error.ts";
import { openTestDatabase } from "../testing/test-database.ts";
import { openEmbedded } from "./open-database.ts";

test("a first start that was killed halfway leaves nothing in the way of the next", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "kept-open-"));
  mkdirSync(join(dataDir, "database.new"));
  writeFileSync(join(dataDir, "database.new", "PG_VERSION"), "half a database");
  const database = await openEmbedded(dataDir);
  expect((await sql<{ one: number }>`SELECT 1 AS one`.execute(database.db)).rows).toEqual([{ one: 1 }]);
  await database.close();
  expect(existsSync(join(dataDir, "database.new"))).toBe(false);
  rmSync(dataDir, { recursive: true });
});

test("a damaged one says so and what to do, and lets go of its lock", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "kept-open-"));
  mkdirSync(join(dataDir, "database"));
  writeFileSync(join(dataDir, "database", "PG_VERSION"), "half a database");
  const error = await openEmbedded(dataDir).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(StartError);
  expect(error).toMatchObject({ code: "database_damaged" });
  expect(existsSync(join(dataDir, "database.lock"))).toBe(false);
  rmSync(dataDir, { recursive: true });
});

test("bytes come back as they went in, also out of the middle of others", async () => {
  const database = await openTestDatabase();
  const echo = async (value: unknown) =>
    (await sql<{ value: unknown }>`SELECT ${value}::bytea AS value`.execute(database.db)).rows[0]?.value;
  const every = Uint8Array.from({ length: 256 }, (_, at) => at);
  for (const bytes of [new Uint8Array(), every, every.subarray(3, 250), Buffer.alloc(1_500_000, every)]) {
    const back = await echo(bytes);
    expect(back).toBeInstanceOf(Uint8Array);
    expect(Buffer.compare(back as Uint8Array, bytes)).toBe(0);
  }
  expect(await echo(null)).toBeNull();
  // A server takes texts for bytes; the embedded database is not handed any.
  if (database.kind === "embedded") await expect(echo("text")).rejects.toThrow("Only bytes");
  await database.close();
});
