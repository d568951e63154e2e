/** Conformance: keys, conditions, counts, scans and samples. */
import type { KeyQuery, RowMatch, RowValues, TextScan } from "@kept/engine/store";
import { describe, expect, test } from "vitest";
import type { StoreUnderTest } from "./describe-store.ts";
import { emails, postIds } from "./nasty-schema.ts";

export const byKey = (columns: readonly string[], keys: readonly (readonly string[])[], fold = false): RowMatch => ({
  kind: "key",
  columns,
  in: keys,
  fold,
  when: {},
});

/** All rows of a stream. */
export async function readAll<T = RowValues>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

export function describeQuestions(get: () => StoreUnderTest): void {
  const find = async (table: string, select: readonly string[], ...any: RowMatch[]) => {
    const query: KeyQuery = { table, select, any };
    const [rows] = await get().store.read((reader) => reader.findKeys([query]));
    const [count] = await get().store.read((reader) => reader.countRows([{ table, columns: select, any }]));
    // Selecting the primary key gives as many rows as there are.
    if (select.length === 1 && select[0] === "id") expect(count).toBe(rows?.length);
    return (rows ?? []).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  };

  describe("key questions", () => {
    test("finds rows by key, also by key 0", async () => {
      expect(await find("User", ["id", "eMail"], byKey(["id"], [["0"], ["1"], ["99"]]))).toEqual([
        ["0", emails[0]],
        ["1", emails[1]],
      ]);
      expect(await find("User", ["id"], byKey(["managerId"], [["0"]]))).toEqual([["1"]]);
    });

    test("finds nothing for no key, for impossible keys, for no match at all", async () => {
      expect(await find("User", ["id"], byKey(["id"], []))).toEqual([]);
      expect(await find("User", ["id"])).toEqual([]);
      const impossible = ["", "abc", "01", "1.5", "99999999999999999999", "-0", "1 ", "\0", "\ud800"];
      expect(
        await find(
          "User",
          ["id"],
          byKey(
            ["id"],
            impossible.map((text) => [text]),
          ),
        ),
      ).toEqual([]);
      for (const column of ["eMail", "state", "isActive", "settings", "avatar", "score", "born", "createdAt", "big"]) {
        const texts = ["nonsense", "\0", "2024-02-30", "2024-13-01 00:00:00", "{", "0x", "'; DROP TABLE x; --"];
        expect(
          await find(
            "User",
            ["id"],
            byKey(
              [column],
              texts.map((text) => [text]),
            ),
          ),
        ).toEqual([]);
      }
      expect(await find("post", ["id"], byKey(["id"], [["nonsense"], ["\0"]]))).toEqual([]);
    });

    test("takes quotes, backslashes, unicode and emoji as they are", async () => {
      expect(await find("User", ["id"], byKey(["eMail"], [[emails[1]], [emails[2]]]))).toEqual([["1"], ["2"]]);
    });

    test("compares exactly, or without regard to case", async () => {
      expect(await find("User", ["id"], byKey(["eMail"], [[emails[0]]]))).toEqual([["0"]]);
      expect(await find("User", ["id"], byKey(["eMail"], [["Ada@Example.org"]]))).toEqual([]);
      expect(await find("User", ["id"], byKey(["eMail"], [["Ada@Example.org"]], true))).toEqual([["0"], ["3"]]);
      expect(await find("User", ["id"], byKey(["eMail"], [["ZOË+😀@example.org"]], true))).toEqual([["2"]]);
      // Another letter is another person.
      expect(await find("User", ["id"], byKey(["eMail"], [["zoe+😀@example.org"]], true))).toEqual([]);
      expect(await find("group", ["title"], byKey(["code", "title"], [["A", "c"]], true))).toEqual([["C"]]);
      expect(await find("User", ["id"], byKey(["order"], [["FIRST"], ["second"]], true))).toEqual([["0"], ["1"]]);
    });

    test("finds by composite keys, never by a mixture of two", async () => {
      const keys = [
        ["0", "b"],
        ["1", "a"],
      ];
      expect(await find("group", ["tenant", "code"], byKey(["tenant", "code"], keys))).toEqual(keys);
      expect(await find("membership", ["userId"], byKey(["tenant", "code"], [["1", "b"]]))).toEqual([]);
    });

    test("gives no row twice", async () => {
      const both = [byKey(["id"], [["0"], ["0"]]), byKey(["eMail"], [[emails[0]]]), byKey(["order"], [["first"]])];
      expect(await find("User", ["id"], ...both)).toEqual([["0"]]);
      expect(await find("log", ["userId", "line"], byKey(["userId"], [["0"]]))).toEqual([["0", "hello"]]);
      expect(await find("membership", ["userId"], byKey(["userId"], [["0"], ["1"]]))).toEqual([["0"], ["1"]]);
      const [rows] = await get().store.read((reader) =>
        reader.countRows([{ table: "log", columns: ["line"], any: [byKey(["userId"], [["0"]])] }]),
      );
      expect(rows).toBe(2);
    });

    test("writes keys in canonical text", async () => {
      const [row] = await find("User", ["id", "score", "avatar", "big", "eMail", "born"], byKey(["id"], [["0"]]));
      expect(row).toEqual(["0", "5", "00ff10", "9007199254740993", emails[0], "1815-12-10"]);
      expect(await find("User", ["score"], byKey(["id"], [["1"]]))).toEqual([["5.25"]]);
      expect(await find("post", ["id"], byKey(["id"], [[postIds[0].toUpperCase()]]))).toEqual(
        get().kind === "mysql" ? await find("post", ["id"], byKey(["id"], [[postIds[0]]])) : [[postIds[0]]],
      );
      // What a column gives, finds the row again.
      for (const column of ["id", "eMail", "score", "avatar", "big", "born", "createdAt", "state", "isActive"]) {
        const [[text] = []] = await find("User", [column], byKey(["id"], [["0"]]));
        expect(text, column).toEqual(expect.any(String));
        expect(await find("User", ["id"], byKey([column], [[text ?? ""]])), column).toContainEqual(["0"]);
      }
    });

    test("gives nulls", async () => {
      expect(await find("User", ["id", "eMail"], byKey(["id"], [["4"]]))).toEqual([["4", null]]);
    });

    test("answers a wave of questions in order", async () => {
      const queries = Array.from({ length: 100 }, (_, index): KeyQuery => {
        if (index % 2 === 0) return { table: "User", select: ["id"], any: [byKey(["id"], [[String(index % 5)]])] };
        return { table: "group", select: ["tenant", "code"], any: [byKey(["code"], [["b"]])] };
      });
      const answers = await get().store.read((reader) => reader.findKeys(queries));
      expect(answers).toHaveLength(100);
      for (const [index, rows] of answers.entries()) {
        expect(rows).toEqual(index % 2 === 0 ? [[String(index % 5)]] : [["0", "b"]]);
      }
    });

    test("answers 10,000 keys at once", async () => {
      const { database, store } = get();
      const values = Array.from({ length: 20_000 }, (_, index) => `(${index}, 'k${index}')`);
      await database.execute(
        `CREATE TABLE many (id integer NOT NULL, code varchar(20) NOT NULL, PRIMARY KEY (id, code)); INSERT INTO many VALUES ${values.join(",")};`,
      );
      const numbers = Array.from({ length: 10_000 }, (_, index) => index * 3);
      const start = performance.now();
      const [single, composite, text] = await store.read((reader) =>
        reader.findKeys([
          {
            table: "many",
            select: ["id"],
            any: [
              byKey(
                ["id"],
                numbers.map((n) => [String(n)]),
              ),
            ],
          },
          {
            table: "many",
            select: ["id"],
            any: [
              byKey(
                ["id", "code"],
                numbers.map((n) => [String(n), `k${n}`]),
              ),
            ],
          },
          {
            table: "many",
            select: ["id"],
            any: [
              byKey(
                ["code"],
                numbers.map((n) => [`K${n}`]),
                true,
              ),
            ],
          },
        ]),
      );
      expect(performance.now() - start).toBeLessThan(5000);
      expect(single).toHaveLength(6667);
      expect(composite).toHaveLength(6667);
      expect(text).toHaveLength(6667);
      await database.execute("DROP TABLE many");
    });

    test("matches patterns with regard to case, and escapes", async () => {
      const like = (...patterns: string[]): RowMatch => ({ kind: "like", column: "order", patterns, when: {} });
      expect(await find("User", ["id"], like("fir%", "%cond"))).toEqual([["0"], ["1"]]);
      await expect(find("User", ["id"], like("FIR%"))).resolves.toEqual([]);
      expect(await find("User", ["id"], like("50\\% off\\_"))).toEqual([["4"]]);
      expect(await find("User", ["id"], like("5\\% off\\_", "ends with \\"))).toEqual([]);
    });

    test("looks into JSON, and into text that holds JSON", async () => {
      const json = (column: string, path: string[], ...texts: string[]): RowMatch => ({
        kind: "json",
        column,
        path,
        in: texts,
        when: {},
      });
      expect(await find("User", ["id"], json("settings", ["a", "b"], "5"))).toEqual([["0"]]);
      expect(await find("User", ["id"], json("settings", ["a", "b"], "5", "x"))).toEqual([["0"], ["1"]]);
      expect(await find("User", ["id"], json("settings", ["a", "missing"], "5", "null"))).toEqual([]);
      expect(await find("post", ["title"], json("payload", ["who", "id"], "0"))).toEqual([["one"]]);
      expect(await find("post", ["title"], json("payload", ["who", "id"], "1", "'"))).toEqual([]);
    });

    test("finds what points at rows that match, however deep, by one column and by several", async () => {
      const pointer = (columns: string[], to: string, toColumns: string[], ...any: RowMatch[]): RowMatch => ({
        kind: "pointer",
        columns,
        to,
        toColumns,
        any,
        when: {},
      });
      const ofTenant = pointer(["tenant", "code"], "group", ["tenant", "code"], byKey(["tenant"], [["0"]]));
      expect(await find("membership", ["userId", "tenant", "code"], ofTenant)).toEqual([
        ["0", "0", "a"],
        ["1", "0", "a"],
        ["1", "0", "b"],
      ]);
      const ofB = pointer(["tenant", "code"], "group", ["tenant", "code"], byKey(["code"], [["b"]]));
      const theirs = pointer(["id"], "membership", ["userId"], ofB, { ...ofTenant, when: { role: ["boss"] } });
      expect(await find("User", ["id"], theirs)).toEqual([["0"], ["1"]]);
      expect(await find("User", ["id"], pointer(["id"], "membership", ["userId"]))).toEqual([]);
      const nobody = pointer(["managerId"], "User", ["id"], byKey(["id"], [["4"], ["no number"]]));
      expect(await find("User", ["id"], nobody)).toEqual([]);
      expect(await find("User", ["id"], pointer(["managerId"], "User", ["id"], byKey(["id"], [["0"], ["1"]])))).toEqual(
        [["1"], ["2"]],
      );
    });

    test("keeps to conditions, with null among their values", async () => {
      const when = (condition: RowMatch["when"]): RowMatch => ({
        ...byKey(["userId"], [["0"], ["1"]]),
        when: condition,
      });
      const found = (condition: RowMatch["when"]) => find("membership", ["userId", "tenant", "code"], when(condition));
      expect(await found({ role: ["boss"] })).toEqual([["0", "0", "a"]]);
      expect(await found({ role: [null] })).toEqual([
        ["0", "1", "a"],
        ["1", "0", "b"],
      ]);
      expect(await found({ role: ["guest", null], tenant: ["0"] })).toEqual([
        ["1", "0", "a"],
        ["1", "0", "b"],
      ]);
      expect(await found({ role: [] })).toEqual([]);
    });

    test("finds texts by a pattern in texts, JSON, bytes and numbers, in any case", async () => {
      const { database, store } = get();
      await database.execute(`CREATE TABLE scanned (a integer, b integer, note text, PRIMARY KEY (a, b))`);
      const bytes = { sqlite: "blob", mysql: "blob", postgres: "bytea", pglite: "bytea" }[database.kind];
      const hex = Buffer.from("\0to zoë.ada@example.org\u00ff").toString("hex");
      const literal = bytes === "bytea" ? `'\\x${hex}'` : `X'${hex}'`;
      await database.execute(`ALTER TABLE scanned ADD COLUMN raw ${bytes}`);
      await database.execute(`ALTER TABLE scanned ADD COLUMN phone bigint`);
      await database.execute(
        `INSERT INTO scanned VALUES (1, 1, 'mail ADA@Example.org!', NULL, 4930901234), (1, 2, 'nothing', ${literal}, NULL), (2, 1, NULL, NULL, NULL)`,
      );
      const scan = async (columns: string[], pattern: string, above?: TextScan["above"]) => {
        const found = await store.read((reader) =>
          readAll(reader.scanTexts({ table: "scanned", key: ["a", "b"], columns, pattern, ...(above && { above }) })),
        );
        return found.map(({ key, texts }) => [key.join("-"), ...texts.map((text) => text !== null)]).sort();
      };
      const pattern = "ada(?:@|%40)example\\.org|0[^0-9]{0,3}9[^0-9]{0,3}0[^0-9]{0,3}1";
      expect(await scan(["note", "raw", "phone"], pattern)).toEqual([
        ["1-1", true, false, true],
        ["1-2", false, true, false],
      ]);
      expect(await scan(["raw"], "zo.{1,24}\\.ada@")).toEqual([["1-2", true]]);
      expect(await scan(["note"], "o", { column: "b", value: "1" })).toEqual([["1-2", true]]);
      const greatest = (column: string) => store.read((reader) => reader.readGreatest([{ table: "scanned", column }]));
      expect([await greatest("a"), await greatest("phone")]).toEqual([["2"], ["4930901234"]]);
      expect(await scan(["note"], '(?:^|["\\s])nothing(?:["\\s]|$)')).toEqual([["1-2", true]]);
      const settings = await store.read((reader) =>
        readAll(reader.scanTexts({ table: "User", key: ["id"], columns: ["settings", "eMail"], pattern: "ada" })),
      );
      expect(settings.length).toBeGreaterThan(1);
      await database.execute("DROP TABLE scanned");
    });

    test("lists columns of all rows as the texts by which rows are found", async () => {
      const listed = await get().store.read((reader) => readAll(reader.listRows("User", ["id", "eMail"])));
      const found = await find(
        "User",
        ["id", "eMail"],
        byKey(
          ["id"],
          listed.map(([id]) => [id ?? ""]),
        ),
      );
      expect(found).toEqual(listed.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))));
      expect(listed.length).toBeGreaterThan(3);
    });

    test("samples distinct values and measures inclusion", async () => {
      const { store } = get();
      const samples = await store.sampleColumns(
        [
          { table: "User", column: "eMail" },
          { table: "log", column: "line" },
          { table: "User", column: "avatar" },
        ],
        3,
      );
      expect(samples.map((sample) => sample.values.length)).toEqual([3, 2, 0]);
      const shares = await store.measureInclusion(
        [
          { table: "log", column: "userId", inTable: "User", inColumn: "id" },
          { table: "User", column: "id", inTable: "log", inColumn: "userId" },
          { table: "log", column: "line", inTable: "User", inColumn: "id" },
          { table: "team", column: "leadId", inTable: "player", inColumn: "id" },
        ],
        100,
      );
      expect(shares).toEqual([1, 2 / 5, 0, 1]);
    });
  });
}
