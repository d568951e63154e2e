/** The embedded Postgres with prepared statements answers as PGlite itself does. */
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readEmptyCluster } from "../testing/test-database.ts";
import { PreparedPglite } from "./prepared-pglite.ts";

let pglite: PreparedPglite;
beforeAll(async () => {
  pglite = await PreparedPglite.open({ loadDataDir: await readEmptyCluster() });
});
afterAll(async () => await pglite.close());
beforeEach(async () => {
  await pglite.exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  await pglite.exec("CREATE TABLE thing (id int PRIMARY KEY, name text)");
});

const prepared = async () =>
  (await PGlite.prototype.query.call(pglite, "SELECT generic_plans FROM pg_prepared_statements")).rows as {
    generic_plans: number;
  }[];

test("values go in and come out as by PGlite itself, the first time and later", async () => {
  await pglite.exec(`CREATE TABLE every (id int PRIMARY KEY, big int8, bytes bytea, texts text[], numbers int[], doc jsonb,
    day date, at timestamptz, yes boolean, nothing text, much numeric)`);
  const row = [
    ...[7, 2 ** 53 - 1, Uint8Array.of(0, 255, 39), ["a", 'b"', "{,}"], [1, 2], { a: [null, "ö"] }],
    ...["2026-11-22", new Date("2026-11-22T10:00:00.123Z"), true, null, "1.50"],
  ];
  const insert = `INSERT INTO every VALUES (${row.map((_, at) => `$${at + 1}`).join()})`;
  const bare = "DELETE FROM every";
  const statements: [text: string, values: unknown[]][] = [
    [insert, row],
    ["SELECT *, count(*) OVER () AS every, 1 AS id FROM every WHERE id = $1", [7]],
    ["SELECT * FROM every WHERE id = ANY($1) OR texts = $2", [[8, 9], ["a"]]],
    [`SELECT doc AS "__proto__", $1::text AS "Größe", name AS empty, '' AS empty FROM every`, ["ß\u{1f600}"]],
    ["SELECT n, repeat('ä', 40000) AS long FROM generate_series(1, $1::int) AS n", [9]],
    ["UPDATE every SET name = $1", ["no such column"]],
    ["UPDATE every SET nothing = $1 WHERE yes RETURNING nothing, nothing || '!'", ["now"]],
    ["INSERT INTO every (id) VALUES ($1) ON CONFLICT DO NOTHING", ["7"]],
    ["WITH gone AS (DELETE FROM every RETURNING *) SELECT count(*) FROM gone WHERE id > $1", [100]],
    ["SELECT $1::int + 1", ["not a number"]],
    [bare, []],
  ];
  for (const rowMode of ["object", "array"] as const) {
    const answers = async (query: PGlite["query"]) => {
      const all: unknown[] = [];
      for (const [text, values] of statements) {
        const answer = query.call(pglite, text, values, { rowMode }).then(
          ({ rows, fields, affectedRows }) => ({ rows, fields, affectedRows }),
          ({ code, message, detail }) => ({ code, message, detail }),
        );
        all.push(await answer);
      }
      return all;
    };
    const right = await answers(PGlite.prototype.query);
    expect(right).toContainEqual(expect.objectContaining({ code: "22P02" }));
    for (const _ of ["first", "second"]) expect(await answers(pglite.query)).toEqual(right);
    await pglite.transaction(async (transaction) => {
      // Without the statements that fail: there a transaction ends.
      for (const [text, values] of statements.slice(0, 3)) await transaction.query(text, values, { rowMode });
      expect((await transaction.query(statements[2]?.[0] ?? "", statements[2]?.[1], { rowMode })).rows).toHaveLength(0);
      await transaction.rollback();
    });
  }
});

test("a table that changes is read as it is, also after a change that was taken back", async () => {
  const all = async (by: Pick<PGlite, "query"> = pglite) => (await by.query("SELECT * FROM thing")).rows;
  await pglite.query("INSERT INTO thing VALUES ($1, $2)", [1, "Lamp"]);
  expect(await all()).toEqual([{ id: 1, name: "Lamp" }]);
  await pglite.exec("ALTER TABLE thing ADD COLUMN price int DEFAULT 3");
  expect(await all()).toEqual([{ id: 1, name: "Lamp", price: 3 }]);
  await pglite.query("ALTER TABLE thing DROP COLUMN name");
  expect(await all()).toEqual([{ id: 1, price: 3 }]);
  const failed = pglite.transaction(async (transaction) => {
    await transaction.exec("ALTER TABLE thing ALTER COLUMN id TYPE text");
    expect(await all(transaction as unknown as PGlite)).toEqual([{ id: "1", price: 3 }]);
    await transaction.query("INSERT INTO thing VALUES ($1)", ["1"]);
  });
  await expect(failed).rejects.toMatchObject({ code: "23505" });
  expect(await all()).toEqual([{ id: 1, price: 3 }]);
  await pglite.exec("DISCARD ALL");
  expect(await all()).toEqual([{ id: 1, price: 3 }]);
});

test("a statement that fails ends its transaction and nothing else", async () => {
  const add = (by: Pick<PGlite, "query">, id: number) => by.query("INSERT INTO thing VALUES ($1)", [id]);
  await add(pglite, 1);
  const work = pglite.transaction(async (transaction) => {
    await add(transaction as unknown as PGlite, 2);
    await add(transaction as unknown as PGlite, 1).catch(() => {});
    await expect(transaction.query("SELECT 1")).rejects.toMatchObject({ code: "25P02" });
  });
  await expect(work).rejects.toMatchObject({ code: "25P02" });
  await expect(add(pglite, 1)).rejects.toMatchObject({ code: "23505" });
  await add(pglite, 3);
  expect((await pglite.query("SELECT id FROM thing ORDER BY id")).rows).toEqual([{ id: 1 }, { id: 3 }]);
});

test("what is kept has an end, and plans are made for the tables as they are", async () => {
  for (let n = 0; n < 1_000; n += 1) {
    expect((await pglite.query(`SELECT ${n} AS n, id FROM thing WHERE id = $1`, [n])).rows).toEqual([]);
  }
  const many = "SELECT * FROM thing WHERE name = $1";
  for (let n = 0; n < 12; n += 1) await pglite.query(many, ["Lamp"]);
  const kept = await prepared();
  expect(kept.length).toBeLessThanOrEqual(401);
  expect(kept.length).toBeGreaterThan(300);
  // One for all values would stay what it was for an empty table.
  expect(kept.every((statement) => Number(statement.generic_plans) === 0)).toBe(true);
});
