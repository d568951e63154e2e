/** What is peculiar to Postgres: row-level security, old servers, errors of the caller. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RowStore } from "../connector.ts";
import { createTestPostgres, type TestDatabase, whyMissing, withUser } from "../testing/test-database.ts";

const missing = whyMissing("postgres");

describe.skipIf(missing !== null)(`a Postgres server${missing === null ? "" : ` (skipped: ${missing})`}`, () => {
  let database: TestDatabase;
  let store: RowStore;
  beforeAll(async () => {
    database = await createTestPostgres();
    store = await database.open();
  });
  afterAll(async () => {
    await store?.[Symbol.asyncDispose]();
    await database?.drop();
  });
  const all = (table: string) => ({
    table,
    columns: ["id"],
    any: [{ kind: "key", columns: ["id"], in: [["1"], ["2"]], fold: false, when: {} } as const],
  });

  test("refuses where policies would hide rows", async () => {
    const user = `kept_policy_${process.pid}`;
    await database.execute(`
      CREATE TABLE hidden (id integer PRIMARY KEY); INSERT INTO hidden VALUES (1), (2);
      ALTER TABLE hidden ENABLE ROW LEVEL SECURITY; CREATE POLICY one ON hidden USING (id = 1);
      CREATE ROLE ${user} LOGIN PASSWORD 'x'; GRANT SELECT, UPDATE, DELETE ON hidden TO ${user};`);
    const limited = await database.open({ url: withUser(database.url, user, "x") });
    try {
      const { tables } = await limited.introspect();
      const hidden = tables.find(({ name }) => name === "hidden");
      expect(hidden).toMatchObject({ rowSecurity: true, may: { read: false } });
      const count = limited.read((reader) => reader.countRows([all("hidden")]));
      await expect(count).rejects.toMatchObject({
        code: "system_permission_missing",
        advice: expect.stringContaining("BYPASSRLS"),
      });
      expect(await store.read((reader) => reader.countRows([all("hidden")]))).toEqual([2]);
    } finally {
      await limited[Symbol.asyncDispose]();
      await database.execute(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
    }
  });

  test("says that the server offers no encryption, where the address asks for it", async () => {
    const [server] = await database.query("SHOW ssl");
    const told = await database.open({ url: `${database.url}?sslmode=require` }).then(
      (opened) => opened[Symbol.asyncDispose](),
      (error: { readonly advice?: string }) => error.advice,
    );
    expect(told?.includes("sslmode") ?? false).toBe(server?.["ssl"] === "off");
  });

  test("uses the index of a key, also beside another condition", async () => {
    await database.execute(`
      CREATE TABLE wide (a integer, b integer, c integer, PRIMARY KEY (a, b)); CREATE INDEX ON wide (c);
      INSERT INTO wide SELECT n, n, n FROM generate_series(1, 50000) n; ANALYZE wide;`);
    // Making the indexes has read the table, and is reported a while later.
    await expect.poll(async () => (await scansOf(database)).sequential, { timeout: 15_000 }).toBeGreaterThan(0);
    const before = await scansOf(database);
    const counted = await database.open();
    await counted.read((reader) =>
      reader.findKeys([
        {
          table: "wide",
          select: ["a", "b"],
          any: [
            { kind: "key", columns: ["a", "b"], in: [["5", "5"]], fold: false, when: {} },
            { kind: "key", columns: ["c"], in: [["7"]], fold: false, when: {} },
          ],
        },
      ]),
    );
    // A session reports its statistics when it ends.
    await counted[Symbol.asyncDispose]();
    await expect.poll(async () => (await scansOf(database)).byIndex, { timeout: 5000 }).toBeGreaterThan(before.byIndex);
    expect((await scansOf(database)).sequential).toBe(before.sequential);
  });

  test("passes on what the caller throws", async () => {
    const failure = new Error("no connection to something else");
    const running = store.read(() => Promise.reject(failure));
    await expect(running).rejects.toBe(failure);
  });

  test("says so when a failed statement was ignored", async () => {
    const running = store.write(async (writer) => {
      await writer
        .apply([
          {
            op: "update",
            table: "wide",
            keyColumns: ["a"],
            keys: [["1"]],
            set: { b: { kind: "text", text: "no number" } },
            why: "test",
          },
        ])
        .catch(() => undefined);
    });
    await expect(running).rejects.toMatchObject({ code: "system_failed" });
  });
});

async function scansOf(database: TestDatabase): Promise<{ sequential: number; byIndex: number }> {
  const [row] = await database.query("SELECT seq_scan, idx_scan FROM pg_stat_user_tables WHERE relname = 'wide'");
  return { sequential: Number(row?.["seq_scan"]), byIndex: Number(row?.["idx_scan"]) };
}
