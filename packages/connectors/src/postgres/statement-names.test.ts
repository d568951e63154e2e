/** Statements that come again are prepared under a name; what makes a name void costs one try, and no wrong answer. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RowReader, RowStore } from "../connector.ts";
import { createTestPostgres, type TestDatabase, whyMissing } from "../testing/test-database.ts";
import { createPgDriver } from "./pg-driver.ts";
import type { PostgresConnection, PostgresDriver } from "./postgres-driver.ts";
import { postgresStoreOver } from "./postgres-store.ts";
import { createStatementNames } from "./statement-names.ts";

describe("names", () => {
  test("are given from the second time on, the same for the same text", () => {
    const names = createStatementNames();
    expect(names.nameOf("SELECT 1")).toBeNull();
    const name = names.nameOf("SELECT 1");
    expect(name).toMatch(/^kept_[\w-]{27}$/);
    expect(names.nameOf("SELECT 1")).toBe(name);
    expect(names.nameOf("SELECT 2")).toBeNull();
    expect(names.nameOf("SELECT 2")).not.toBe(name);
  });

  test("are not given to what is not planned when it is run", () => {
    const names = createStatementNames();
    for (const text of ["DECLARE c CURSOR FOR SELECT 1", "FETCH 10 FROM c", "COMMIT"])
      expect([names.nameOf(text), names.nameOf(text)]).toEqual([null, null]);
  });

  test("are bounded: past the most, all are given anew", () => {
    const names = createStatementNames();
    for (let number = 0; number < 301; number += 1) {
      names.nameOf(`SELECT ${number}`);
      expect(names.nameOf(`SELECT ${number}`)).not.toBeNull();
      expect(names.generation).toBe(number < 300 ? 0 : 1);
    }
    expect(names.nameOf("SELECT 0")).toBeNull();
  });

  test("mean nothing to what else goes wrong", () => {
    const names = createStatementNames();
    names.learn(Object.assign(new Error("duplicate key"), { code: "23505" }));
    names.learn(new Error("connection terminated"));
    expect(names.generation).toBe(0);
  });
});

const missing = whyMissing("postgres");

describe.skipIf(missing !== null)(`on a server${missing === null ? "" : ` (skipped: ${missing})`}`, () => {
  let database: TestDatabase;
  let driver: PostgresDriver;
  let store: RowStore;
  beforeAll(async () => {
    database = await createTestPostgres();
    await database.execute(
      "CREATE TABLE things (id integer PRIMARY KEY, label varchar(20)); INSERT INTO things VALUES (1, '7')",
    );
    driver = createPgDriver(database.url, 10_000);
    store = postgresStoreOver(driver, "shop");
  });
  afterAll(async () => {
    await store?.[Symbol.asyncDispose]();
    await database?.drop();
  });

  const within = <T>(work: (connection: PostgresConnection) => Promise<T>) =>
    driver.transaction("ISOLATION LEVEL READ COMMITTED", "SET LOCAL lock_timeout = '5s'", work);
  const prepared = () =>
    within(async ({ query }) => {
      const { rows } = await query("TABLE pg_prepared_statements", []);
      return rows.filter((row) => row.some((value) => value?.includes("things"))).length;
    });
  const any = [{ kind: "key", columns: ["id"], in: [["1"]], fold: false, when: {} } as const];
  const readIn = (reader: RowReader) => reader.readFew([{ table: "things", columns: ["id", "label"], any }]);
  const readThings = () => store.read(readIn);

  test("a statement is prepared the second time, also where it is sent twice at once", async () => {
    await readThings();
    expect(await prepared()).toBe(0);
    await within(({ query }) =>
      Promise.all([1, 2, 3].map(() => query("SELECT label FROM things WHERE id = $1", ["1"]))),
    );
    expect(await prepared()).toBe(1);
    await readThings();
    await readThings();
    expect(await prepared()).toBe(2);
  });

  /** Another read before it, in the same transaction. */
  const readAfter = () =>
    store.read(async (reader) => {
      await reader.countRows([{ table: "things", columns: [], any }]);
      return await readIn(reader);
    });

  test("a column of another type is read as if nothing had been prepared", async () => {
    const before = await readThings();
    await readThings();
    await database.execute("ALTER TABLE things ALTER COLUMN label TYPE integer USING label::integer");
    expect(await readThings()).toEqual(before);
  });

  test("where something was read already, it costs one try", async () => {
    for (let time = 0; time < 3; time += 1) await readAfter();
    await database.execute("ALTER TABLE things ALTER COLUMN label TYPE bigint");
    await expect(readAfter()).rejects.toMatchObject({ code: "system_conflict" });
    expect(await readAfter()).toEqual(await readThings());
  });

  test("behind a pooler that knows none of our names nothing has one from then on", async () => {
    const before = await readThings();
    for (let time = 0; time < 2; time += 1) await readThings();
    expect(await prepared()).toBeGreaterThan(0);
    // What another connection of a pooler looks like from here.
    await within(({ query }) => query("DEALLOCATE ALL", []));
    for (let time = 0; time < 3; time += 1) expect(await readThings()).toEqual(before);
    expect(await prepared()).toBe(0);
  });
});
