/** What is peculiar to MySQL and MariaDB: collations, character sets, small numbers as booleans, zero dates. */
import type { RowMatch } from "@kept/engine/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RowStore } from "../connector.ts";
import { createTestMysql, type TestDatabase, whyMissing } from "../testing/test-database.ts";

const missing = whyMissing("mysql");

describe.skipIf(missing !== null)(`a MySQL server${missing === null ? "" : ` (skipped: ${missing})`}`, () => {
  let database: TestDatabase;
  let store: RowStore;
  beforeAll(async () => {
    database = await createTestMysql();
    await database.execute(`
      SET sql_mode = '';
      CREATE TABLE person (
        id bigint unsigned PRIMARY KEY, mail varchar(80) COLLATE utf8mb4_general_ci, old varchar(80) CHARACTER SET latin1, mid varchar(80) CHARACTER SET utf8mb3 DEFAULT 'é€',
        flag tinyint(1), bits bit(8), code binary(16), day date, roles set('a','b','c'), \`why?\` varchar(20), KEY (mail)
      );
      INSERT INTO person (id, mail, old, flag, bits, code, day, roles, \`why?\`) VALUES
        (18446744073709551615, 'Zoë@example.org', 'Zoë', 1, b'101', UNHEX('000102030405060708090a0b0c0d0e0f'), '0000-00-00', 'a,c', '?'),
        (1, 'zoe@example.org', 'zoe', 2, NULL, NULL, '2024-02-29', '', NULL);`);
    store = await database.open();
  });
  afterAll(async () => {
    await store?.[Symbol.asyncDispose]();
    await database?.drop();
  });
  const key = (column: string, text: string, fold = false): RowMatch => ({
    kind: "key",
    columns: [column],
    in: [[text]],
    fold,
    when: {},
  });
  const find = async (...any: RowMatch[]) => {
    const [rows] = await store.read((reader) => reader.findKeys([{ table: "person", select: ["id"], any }]));
    return (rows ?? []).flat().toSorted();
  };
  const big = "18446744073709551615";

  test("does not take an accent for a difference of case", async () => {
    expect(await find(key("mail", "ZOË@example.org", true))).toEqual([big]);
    expect(await find(key("mail", "ZOE@example.org", true))).toEqual(["1"]);
  });

  test("compares with characters that a column cannot hold", async () => {
    expect(await find(key("old", "😀"))).toEqual([]);
    expect(await find(key("old", "😀", true))).toEqual([]);
    expect(await find(key("old", "ZOË", true))).toEqual([big]);
    expect(await find(key("mid", "😀"))).toEqual([]);
    expect(await find(key("mid", "é😀", true))).toEqual([]);
    expect(await find(key("mid", "é€"), key("mid", "😀"))).toEqual(["1", big]);
  });

  test("finds unsigned numbers, other numbers in a boolean, bits, bytes, zero dates, odd names", async () => {
    expect(await find(key("id", big))).toEqual([big]);
    expect(await find(key("flag", "2"))).toEqual(["1"]);
    expect(await find(key("flag", "true"))).toEqual([big]);
    expect(await find(key("bits", "5"))).toEqual([big]);
    expect(await find(key("code", "000102030405060708090a0b0c0d0e0f"))).toEqual([big]);
    expect(await find(key("day", "0000-00-00"))).toEqual([big]);
    expect(await find(key("why?", "?"))).toEqual([big]);
  });

  test("hands out their values", async () => {
    const rows = await store.read(async (reader) => {
      const found = [];
      const columns = ["id", "flag", "bits", "code", "day", "roles", "old"];
      for await (const row of reader.readRows({ table: "person", columns, any: [key("id", big), key("id", "1")] })) {
        found.push(row);
      }
      return found;
    });
    expect(rows).toContainEqual({ id: 1, flag: 2, bits: null, code: null, day: "2024-02-29", roles: [], old: "zoe" });
    expect(rows).toContainEqual({
      id: big,
      flag: true,
      bits: 5,
      code: new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
      day: "0000-00-00",
      roles: ["a", "c"],
      old: "Zoë",
    });
  });

  test("passes on what the caller throws", async () => {
    const failure = Object.assign(new Error("elsewhere"), { code: "ECONNREFUSED" });
    await expect(store.read(() => Promise.reject(failure))).rejects.toBe(failure);
  });
});
