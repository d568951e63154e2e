/** One person with 60,000 wide rows: whatever comes out is streamed, in a process that may hardly use memory. */
import { createReadStream, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { createTestDatabase, whyMissing } from "@kept/connectors/testing/test-database";
import { describe, expect, test } from "vitest";
import { createWorkplace, runChild, type Workplace } from "./testing/run-kept.ts";

const ROWS = 60_000;
/** A package is written, hashed and compressed in four forms: fewer rows show the same in a shorter time. */
const PACKED_ROWS = 25_000;
/** Megabytes of JavaScript objects that the child may hold; its rows are far more. */
const SMALL_HEAP = ["--max-old-space-size=40"];
const WORDS = "words that somebody wrote about something, at some length, so that rows are wide; ".repeat(6);

test("from a SQLite file", async () => {
  using place = createWorkplace();
  const file = place.file("huge.db");
  const database = new DatabaseSync(file);
  database.exec(`
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);
    CREATE TABLE events (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), body TEXT, details TEXT, at TEXT);
    CREATE INDEX events_user ON events(user_id);
    INSERT INTO users VALUES (1, 'ada@example.org'), (2, 'bo@example.org');
    INSERT INTO events SELECT value, 1, '${WORDS}' || value, '${WORDS}', '2026-01-01' FROM (
      WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ${ROWS}) SELECT value FROM n);
    INSERT INTO events SELECT id + ${ROWS}, 2, body, details, at FROM events WHERE id <= ${PACKED_ROWS}`);
  database.close();
  await expectStreamedJson(place, file);
  await expectStreamedPackage(place, file);
}, 180_000);

const noPostgres = whyMissing("postgres");
describe.skipIf(noPostgres !== null)(`on Postgres${noPostgres === null ? "" : ` (skipped: ${noPostgres})`}`, () => {
  test("from a table", async () => {
    const database = await createTestDatabase("postgres");
    try {
      using place = createWorkplace();
      await database.execute(`
        CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL UNIQUE);
        CREATE TABLE events (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users, body text, details text, at date);
        CREATE INDEX ON events (user_id);
        INSERT INTO users VALUES (1, 'ada@example.org'), (2, 'bo@example.org');
        INSERT INTO events SELECT n, 1, '${WORDS}' || n, '${WORDS}', '2026-01-01' FROM generate_series(1, ${ROWS}) n;
        INSERT INTO events SELECT id + ${ROWS}, 2, body, details, at FROM events WHERE id <= ${PACKED_ROWS}`);
      await expectStreamedJson(place, database.url);
      await expectStreamedPackage(place, database.url);
    } finally {
      await database.drop();
    }
  }, 180_000);
});

async function expectStreamedJson(place: Workplace, url: string): Promise<void> {
  let bytes = 0;
  let head = "";
  let tail = "";
  const json = await runChild(["access", "--url", url, "--id", "users:1", "--json"], {
    dataDir: place.dataDir,
    nodeArguments: SMALL_HEAP,
    onOutput(chunk) {
      bytes += chunk.length;
      if (head.length < 200) head += chunk.toString("utf8", 0, 200);
      tail = (tail + chunk.toString()).slice(-200);
    },
  });
  expect([json.code, json.err]).toEqual([0, ""]);
  expect(bytes).toBeGreaterThan(ROWS * 1_000);
  expect(head).toMatch(
    /^\{"person":\{"system":"[^"]+","rows":\[\{"table":"users","key":\["1"\]\}\]\},"tables":\[\{"name":"/,
  );
  expect(tail).toMatch(/\}\]\}\],"gaps":\[.*\]\}\n$/s);
}

async function expectStreamedPackage(place: Workplace, url: string): Promise<void> {
  const out = place.file("huge.zip");
  const packed = await runChild(["access", "--url", url, "--id", "users:2", "--out", out], {
    dataDir: place.dataDir,
    nodeArguments: SMALL_HEAP,
  });
  expect(packed.code).toBe(0);
  expect(packed.err).toContain(`${(PACKED_ROWS + 1).toLocaleString("en-US")} rows`);
  expect(statSync(out).size).toBeGreaterThan(100_000);
  for await (const chunk of createReadStream(out, { end: 3 }))
    expect((chunk as Buffer).toString("latin1")).toBe("PK\u0003\u0004");
}

test("a reader that goes away ends the command quietly", async () => {
  using place = createWorkplace();
  const file = place.file("many.db");
  const database = new DatabaseSync(file);
  database.exec(`
    CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);
    CREATE TABLE events (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), body TEXT);
    INSERT INTO users VALUES (1, 'ada@example.org');
    INSERT INTO events SELECT value, 1, '${WORDS}' FROM (
      WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 20000) SELECT value FROM n)`);
  database.close();
  const ran = await runChild(["access", "--url", file, "--id", "users:1", "--json"], {
    dataDir: place.dataDir,
    closesOutput: true,
  });
  expect([ran.code, ran.err]).toEqual([0, ""]);
});
