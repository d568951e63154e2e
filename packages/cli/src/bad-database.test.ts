/** Databases that are missing, closed, odd or very large: what the command makes of them, and what it says. */
import { existsSync, writeFileSync } from "node:fs";
import {
  createTestDatabase,
  type TestDatabase,
  type TestKind,
  whyMissing,
  withDatabase,
  withUser,
} from "@kept/connectors/testing/test-database";
import { describe, expect, test } from "vitest";
import { expectRefusal } from "./testing/expect-refusal.ts";
import { createWorkplace, type Workplace } from "./testing/run-kept.ts";
import { changeFile, countRows, createSmallShop } from "./testing/small-shop.ts";

describe("the database", () => {
  test("a file that is not there is not created", async () => {
    using place = createWorkplace();
    for (const url of [place.file("none.db"), `sqlite:${place.file("none.db")}`, place.file("none")]) {
      expectRefusal(await place.kept("discover", url), 2, "There is no file");
    }
    expect(existsSync(place.file("none.db"))).toBe(false);
  });

  test("a file that is no database, under its own or another ending", async () => {
    using place = createWorkplace();
    writeFileSync(
      place.file("letter.db"),
      "Dear Sir or Madam, this is a letter and no database, as you can see from all of it.",
    );
    writeFileSync(place.file("letter.txt"), "Dear Sir or Madam");
    expectRefusal(await place.kept("discover", place.file("letter.db")), 1, "no SQLite database");
    expectRefusal(await place.kept("discover", place.file("letter.txt")), 2, "is not a SQLite database");
  });

  test("a SQLite file of any name is understood", async () => {
    using place = createWorkplace();
    createSmallShop(place.file("shop.data"));
    expect((await place.kept("discover", place.file("shop.data"))).out).toContain("customers");
  });

  test("an empty database, and one with views only", async () => {
    using place = createWorkplace();
    changeFile(place.file("empty.db"), "PRAGMA user_version = 1");
    const empty = await place.kept("discover", place.file("empty.db"));
    expect(empty).toMatchObject({ code: 0, err: "" });
    expect(empty.out).toContain("no tables that this user can see");
    changeFile(place.file("views.db"), "CREATE VIEW people AS SELECT 1 AS id, 'ada@example.org' AS email");
    const views = await place.kept("discover", place.file("views.db"));
    expect(views.out).toContain("Views (computed from other tables)\n  people");
    expect(views.out).toContain("No table is known to hold people.");
    for (const args of [["access"], ["erase"], ["erase", "--yes"]]) {
      expect((await place.kept(...args, "--url", place.file("views.db"), "--email", "ada@example.org")).code).toBe(4);
    }
  });

  test("without primary keys: access shows the rows, erasure asks for a key", async () => {
    using place = createWorkplace();
    const file = place.file("loose.db");
    changeFile(
      file,
      `CREATE TABLE users (id INTEGER, email TEXT, first_name TEXT); CREATE TABLE comments (user_id INTEGER, body TEXT);
       INSERT INTO users VALUES (1, 'ada@example.org', 'Ada'), (2, 'bo@example.org', 'Bo');
       INSERT INTO comments VALUES (1, 'mine'), (1, 'mine'), (2, 'not mine')`,
    );
    const refused = await place.kept("erase", "--url", file, "--email", "ada@example.org", "--yes");
    expect([3, 4]).toContain(refused.code);
    expect((await place.kept("discover", file)).out).toContain("key_missing");
    const map = place.file("map.yaml");
    writeFileSync(
      map,
      "tables:\n  users: { subject: true, key: id, identifiers: { email: email } }\n  comments: { key: rowid, edges: { user_id -> users: owner } }\n",
    );
    const wrongKey = await place.kept("erase", "--url", file, "--map", map, "--email", "ada@example.org");
    expect(wrongKey.code).toBe(3);
    expect(wrongKey.out).toContain("map_column_unknown comments.rowid");
    writeFileSync(
      map,
      "tables:\n  users: { subject: true, key: id, identifiers: { email: email } }\n  comments: { edges: { user_id -> users: owner } }\n",
    );
    const own = (await place.keptJson(0, "access", "--url", file, "--map", map, "--email", "ada@example.org")) as {
      tables: { name: string; rows: unknown[] }[];
    };
    expect(own.tables).toMatchObject([
      { name: "comments", rows: [{ body: "mine" }, { body: "mine" }] },
      { name: "users", rows: [{ first_name: "Ada" }] },
    ]);
    const stopped = await place.kept("erase", "--url", file, "--map", map, "--email", "ada@example.org", "--yes");
    expect(stopped.code).toBe(3);
    expect(stopped.out).toContain("key_missing comments");
    expect(countRows(file, "comments")).toBe(3);
  });

  test("1,000 tables", async () => {
    using place = createWorkplace();
    const file = place.file("large.db");
    changeFile(file, thousandTables("INTEGER PRIMARY KEY", "TEXT"));
    await expectThousandTables(place, file);
  }, 240_000);

  describe.each(["sqlite", "postgres", "mysql"] as const)("odd names on %s", (kind) => {
    const missing = whyMissing(kind);
    test.skipIf(missing !== null)(
      `are read and erased${missing === null ? "" : ` (skipped: ${missing})`}`,
      async () => {
        const database = await createTestDatabase(kind);
        using place = createWorkplace();
        try {
          await database.execute(oddNames(kind));
          const map = place.file("map.yaml");
          await place.kept("discover", database.url, "--accept", "--out", map);
          const found = (await place.keptJson(0, "discover", database.url, "--map", map)) as {
            tables: { name: string; kind: string }[];
          };
          expect(found.tables.filter((table) => table.kind === "subject").map(({ name }) => name)).toEqual(["User"]);
          const person = ["--url", database.url, "--map", map, "--email", 'o\'neil+"x"@exämple.org'];
          const own = (await place.keptJson(0, "access", ...person)) as { tables: { name: string; rows: unknown[] }[] };
          expect(own.tables.map(({ name, rows }) => [name, rows.length]).sort()).toEqual([
            ["User", 1],
            ["group", 1],
            ["order", 2],
            ["orderItem Line", 2],
          ]);
          const done = await place.keptJson(0, "erase", ...person, "--yes");
          expect(done).toMatchObject({ mode: "done", verified: true });
          const q = kind === "mysql" ? "`" : '"';
          expect(await database.query(`SELECT count(*) AS ${q}left${q} FROM ${q}order${q}`)).toEqual([
            { left: kind === "postgres" ? "1" : 1 },
          ]);
        } finally {
          await database.drop();
        }
      },
      60_000,
    );
  });
});

const noPostgres = whyMissing("postgres");
describe.skipIf(noPostgres !== null)(
  `a Postgres server${noPostgres === null ? "" : ` (skipped: ${noPostgres})`}`,
  () => {
    test("1,000 tables", async () => {
      await withDatabaseOf("postgres", async (database, place) => {
        const statements = thousandTables("int PRIMARY KEY", "text").split(";");
        for (let start = 0; start < statements.length; start += 100)
          await database.execute(statements.slice(start, start + 100).join(";"));
        await expectThousandTables(place, database.url);
      });
    }, 120_000);

    test("a table that may not be read: access says what is missing, erasure refuses", async () => {
      await withDatabaseOf("postgres", async (database, place) => {
        const role = `kept_cli_${process.pid}`;
        await database.execute(`
        CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE NOT NULL, name text);
        CREATE TABLE letters (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users, body text);
        CREATE TABLE visits (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users, place text);
        INSERT INTO users VALUES (1, 'ada@example.org', 'Ada'); INSERT INTO letters VALUES (1, 1, 'x'); INSERT INTO visits VALUES (1, 1, 'y');
        CREATE ROLE ${role} LOGIN PASSWORD 'reader-only'; GRANT SELECT, UPDATE, DELETE ON users TO ${role}; GRANT SELECT ON visits TO ${role}`);
        try {
          const url = withUser(database.url, role, "reader-only");
          const person = ["--url", url, "--email", "ada@example.org"];
          const read = await place.kept("access", ...person);
          expect(read.code).toBe(0);
          expect(read.out).toContain("permission_missing letters");
          const refused = await place.kept("erase", ...person, "--yes");
          expect(refused.code).toBe(3);
          expect(refused.out).toContain("GRANT SELECT ON letters TO");
          expect(refused.out).toContain("GRANT UPDATE, DELETE ON visits TO");
          expect(refused.out + refused.err).not.toContain("reader-only");
          expect(await database.query("SELECT count(*)::int AS left FROM users")).toEqual([{ left: 1 }]);
        } finally {
          await database.execute(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
        }
      });
    });
  },
);

describe.each(["postgres", "mysql"] as const)("the door of a %s server", (kind) => {
  const missing = whyMissing(kind);
  const admin = () => process.env[kind === "postgres" ? "KEPT_TEST_POSTGRES" : "KEPT_TEST_MYSQL"] ?? "";
  const secret = "not-the-password";
  const doors: readonly (readonly [string, () => string, string])[] = [
    ["nobody listens", () => admin().replace(/:\d+\//, ":9/"), "system_unreachable"],
    ["wrong password", () => withUser(admin(), new URL(admin()).username, secret), "system_login_refused"],
    ["unknown database", () => withDatabase(admin(), "kept_no_such_database"), "system_database_missing"],
    ["unknown host", () => admin().replace("127.0.0.1", "no-such-host.invalid"), "system_unreachable"],
  ];
  test.skipIf(missing !== null).each(doors)(
    `%s${missing === null ? "" : ` (skipped: ${missing})`}`,
    async (_, url, code) => {
      using place = createWorkplace();
      for (const args of [
        ["discover", url()],
        ["erase", "--url", url(), "--email", "ada@example.org", "--yes"],
      ]) {
        const ran = await place.kept(...args);
        expectRefusal(ran, 1, code, ".");
        expect(ran.err).not.toContain(secret);
      }
    },
  );
});

async function withDatabaseOf(
  kind: TestKind,
  work: (database: TestDatabase, place: Workplace) => Promise<void>,
): Promise<void> {
  const database = await createTestDatabase(kind);
  using place = createWorkplace();
  try {
    await work(database, place);
  } finally {
    await database.drop();
  }
}

/** A person, and 999 tables of which every tenth is theirs. */
function thousandTables(key: string, text: string): string {
  const tables = Array.from({ length: 999 }, (_, index) =>
    index % 10 === 0
      ? `CREATE TABLE thing_${index} (id ${key}, user_id int NOT NULL REFERENCES users(id), note ${text}); INSERT INTO thing_${index} VALUES (1, 1, 'a'), (2, 2, 'b')`
      : `CREATE TABLE thing_${index} (id ${key}, parent_id int REFERENCES thing_${index - 1}(id), title ${text}, size int)`,
  );
  return `CREATE TABLE users (id ${key}, email ${text} UNIQUE NOT NULL, first_name ${text}); INSERT INTO users VALUES (1, 'ada@example.org', 'Ada'), (2, 'bo@example.org', 'Bo');${tables.join(";")}`;
}

async function expectThousandTables(place: Workplace, url: string): Promise<void> {
  const map = place.file("map.yaml");
  const found = await place.kept("discover", url, "--accept", "--out", map);
  expect(found.code).toBe(0);
  expect(found.out).toContain("1,000 tables");
  const begun = performance.now();
  const done = (await place.keptJson(
    0,
    "erase",
    "--url",
    url,
    "--map",
    map,
    "--email",
    "ada@example.org",
    "--yes",
  )) as { tables: unknown[]; verified: boolean };
  expect([done.verified, done.tables.length]).toEqual([true, 101]);
  expect(performance.now() - begun).toBeLessThan(20_000);
}

/** camelCase, reserved words, blanks, quotes, umlauts. */
function oddNames(kind: TestKind): string {
  const q = (name: string) => (kind === "mysql" ? `\`${name}\`` : `"${name}"`);
  const text = kind === "mysql" ? "varchar(100)" : "text";
  return `
    CREATE TABLE ${q("User")} (${q("userId")} int PRIMARY KEY, ${q("emailAddress")} ${text} UNIQUE NOT NULL, ${q("firstName")} ${text}, ${q("Größe")} int);
    CREATE TABLE ${q("order")} (${q("select")} int PRIMARY KEY, ${q("userId")} int NOT NULL, ${q("from")} ${text}, FOREIGN KEY (${q("userId")}) REFERENCES ${q("User")} (${q("userId")}));
    CREATE TABLE ${q("orderItem Line")} (${q("order")} int NOT NULL, ${q("line no")} int NOT NULL, ${q("what's it")} ${text}, PRIMARY KEY (${q("order")}, ${q("line no")}),
      FOREIGN KEY (${q("order")}) REFERENCES ${q("order")} (${q("select")}));
    CREATE TABLE ${q("group")} (${q("key")} int PRIMARY KEY, ${q("ownerUserId")} int NOT NULL, ${q("values")} ${text}, FOREIGN KEY (${q("ownerUserId")}) REFERENCES ${q("User")} (${q("userId")}));
    INSERT INTO ${q("User")} VALUES (1, 'o''neil+"x"@exämple.org', 'Zoë', 180), (2, 'bo@example.org', 'Bo', 170);
    INSERT INTO ${q("order")} VALUES (1, 1, 'here'), (2, 1, 'there'), (3, 2, 'elsewhere');
    INSERT INTO ${q("orderItem Line")} VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 1, 'c');
    INSERT INTO ${q("group")} VALUES (1, 1, 'x'), (2, 2, 'y');`;
}
