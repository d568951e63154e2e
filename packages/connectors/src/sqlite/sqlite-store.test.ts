/** What is peculiar to SQLite: values of any type in any column, checks that only the CREATE statement tells, busy files. */
import { expect, test } from "vitest";
import { createTestSqlite } from "../testing/test-database.ts";
import { readChecks, readEnumeration } from "./check-constraints.ts";

test("reads checks out of a statement, past strings, names and comments", () => {
  const checks = readChecks(
    `CREATE TABLE "check (" (a text CHECK (a IN ('x)', 'it''s')), -- CHECK (no)
     b int CHECK(b > 0 AND (b < 9)), c text DEFAULT 'CHECK (no)')`,
  );
  expect(checks).toEqual(["a IN ('x)', 'it''s')", "b > 0 AND (b < 9)"]);
  expect(readEnumeration(checks[0] ?? "")).toEqual({ column: "a", values: ["x)", "it's"] });
  expect(readEnumeration(checks[1] ?? "")).toBeNull();
});

test("finds values whatever the type under which they are stored", async () => {
  const database = await createTestSqlite();
  try {
    await database.execute(`
      CREATE TABLE loose (id INTEGER PRIMARY KEY, any_value, token BLOB, at TIMESTAMP, code TEXT);
      INSERT INTO loose VALUES (1, 5, x'0aff', '2024-01-01 10:00:00', 7), (2, '5', 'text', 1700000000, '07');
      CREATE TABLE plain (key TEXT PRIMARY KEY, value TEXT, type TEXT) WITHOUT ROWID;
      INSERT INTO plain VALUES ('k', 'v', 't');`);
    const store = await database.open();
    const find = async (table: string, select: string, column: string, text: string) => {
      const any = [{ kind: "key", columns: [column], in: [[text]], fold: false, when: {} } as const];
      const [rows] = await store.read((reader) => reader.findKeys([{ table, select: [select], any }]));
      return (rows ?? []).flat().toSorted();
    };
    expect(await find("loose", "id", "any_value", "5")).toEqual(["1", "2"]);
    expect(await find("loose", "id", "token", "0aff")).toEqual(["1"]);
    expect(await find("loose", "id", "token", "text")).toEqual(["2"]);
    expect(await find("loose", "id", "at", "1700000000")).toEqual(["2"]);
    expect(await find("loose", "id", "code", "7")).toEqual(["1"]);
    expect(await find("loose", "id", "code", "07")).toEqual(["2"]);
    expect(await find("plain", "key", "value", "v")).toEqual(["k"]);
    expect(await find("plain", "key", "type", "t")).toEqual(["k"]);
    await store[Symbol.asyncDispose]();
  } finally {
    await database.drop();
  }
});

test("reads references as the tables spell themselves, however the statement wrote them", async () => {
  const database = await createTestSqlite();
  try {
    await database.execute(`
      CREATE TABLE "User" ("userId" INTEGER PRIMARY KEY, "eMail" TEXT UNIQUE);
      CREATE TABLE ORDERS (ID INTEGER PRIMARY KEY, USER_ID INTEGER, MAIL TEXT REFERENCES user(EMAIL),
        FOREIGN KEY (user_id) REFERENCES USER(userid));`);
    const store = await database.open();
    const { tables } = await store.introspect();
    const references = tables
      .find(({ name }) => name === "ORDERS")
      ?.foreignKeys.map(({ columns, table, referencedColumns }) => [columns, table, referencedColumns]);
    expect(references).toHaveLength(2);
    expect(references).toEqual(
      expect.arrayContaining([
        [["USER_ID"], "User", ["userId"]],
        [["MAIL"], "User", ["eMail"]],
      ]),
    );
    await store[Symbol.asyncDispose]();
  } finally {
    await database.drop();
  }
});

test("keys that lead nowhere are none, and a change that they prevent says which", async () => {
  const database = await createTestSqlite();
  try {
    await database.execute(`
      PRAGMA foreign_keys = OFF;
      CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
      CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (uid));
      CREATE TABLE notes (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES people (id), other_id INTEGER REFERENCES users);
      INSERT INTO users VALUES (1, 'ada@example.org'); INSERT INTO orders VALUES (1, 1);`);
    const store = await database.open();
    const { tables } = await store.introspect();
    const keys = tables.map(({ name, foreignKeys }) => [name, foreignKeys.map(({ columns }) => columns)]);
    expect(keys).toEqual([
      ["notes", [["other_id"]]],
      ["orders", []],
      ["users", []],
    ]);
    const removal = store.write((writer) =>
      writer.apply([{ op: "delete", table: "users", keyColumns: ["id"], keys: [["1"]], why: "test" }]),
    );
    await expect(removal).rejects.toMatchObject({
      code: "system_constraint_refused",
      message: expect.stringContaining(`"orders" referencing "users"`),
    });
    await store[Symbol.asyncDispose]();
  } finally {
    await database.drop();
  }
});

test("waits for another writer without blocking the process", async () => {
  const database = await createTestSqlite();
  try {
    await database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1); BEGIN IMMEDIATE");
    const store = await database.open();
    let ticks = 0;
    const clock = setInterval(() => {
      ticks += 1;
    }, 10);
    const removal = store.write((writer) =>
      writer.apply([{ op: "delete", table: "t", keyColumns: ["id"], keys: [["1"]], why: "test" }]),
    );
    setTimeout(() => void database.execute("COMMIT"), 500);
    expect(await removal).toEqual([1]);
    clearInterval(clock);
    expect(ticks).toBeGreaterThan(3);
    await store[Symbol.asyncDispose]();
  } finally {
    await database.drop();
  }
});
