/** Conformance: lists of keys are found, and lose some of their keys as the engine says. */
import { foldText } from "@kept/engine/edge-values";
import { type ListForm, readList, withoutKeys } from "@kept/engine/lists";
import type { KeyRows } from "@kept/engine/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StoreUnderTest } from "./describe-store.ts";

/** Lists as an application may write them, by the column in which they stand. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  json_ids: [
    "[3, 17, 22]",
    "[3]",
    "[]",
    '[3, "3", 33, 13, -3, 3.5]',
    '["3,17", "a]3", "b\\"3\\"", 3]',
    '[{"id": 3}, 3, null, true]',
    '{"id": 3}',
    "3",
    "[3, 3, 3]",
    "[9007199254740993, 9007199254740992, 3]",
    '["0f8fad5b-d9cb-469f-a165-70867728950e", "x"]',
    '[17, 3, "ada.l+x@example.org"]',
  ],
  text_ids: [
    "3,17,22",
    "3, 17, 22",
    "17, 3",
    ",3,17,",
    "3",
    "",
    "3,3,3",
    "33,13,3x,x3",
    "[3, 17]",
    "[3]",
    '["3","17"]',
    " 3 , 17 ",
    "17,Ada@example.org, bo@example.org",
    "a/b,3,c.d",
    "0f8fad5b-d9cb-469f-a165-70867728950e,17",
  ],
  bar_ids: ["|3|17|", "3|17", "17 | 3", "[3|17]"],
};

const KEYS = [
  "3",
  "17",
  "22",
  "9007199254740993",
  "0f8fad5b-d9cb-469f-a165-70867728950e",
  "a/b",
  "c.d",
  "ada.l+x@example.org",
];

/** The rest of the suite has no list of keys. */
export function describeLists(get: () => StoreUnderTest): void {
  describe("lists of keys", () => {
    const rows = Object.entries(LISTS).flatMap(([column, texts]) => texts.map((text) => ({ column, text })));
    const hasArrays = () => get().kind === "postgres" || get().kind === "pglite";
    const all = () => [...rows, ...(hasArrays() ? ARRAYS : [])];
    const formOf = (column: string): ListForm => {
      const form = column.includes("json")
        ? "json"
        : column.startsWith("text") || column === "bar_ids"
          ? "text"
          : "array";
      return { form, separator: column === "bar_ids" ? "|" : "," };
    };

    beforeAll(async () => {
      const { database, kind } = get();
      const json = hasArrays() ? "JSONB" : "JSON";
      const arrays = hasArrays() ? ", int_ids integer[], uuid_ids uuid[], name_ids varchar(40)[], plain_json json" : "";
      await database.execute(
        `CREATE TABLE lists (id INTEGER PRIMARY KEY, json_ids ${json}, text_ids VARCHAR(200), bar_ids VARCHAR(200)${arrays})`,
      );
      const quote = (text: string) =>
        `'${(kind === "mysql" ? text.replaceAll("\\", "\\\\") : text).replaceAll("'", "''")}'`;
      for (const [id, { column, text }] of all().entries())
        await database.execute(`INSERT INTO lists (id, ${column}) VALUES (${id}, ${quote(text)})`);
      await get().store.introspect();
    });
    afterAll(() => get().database.execute("DROP TABLE lists"));

    const read = async (column: string): Promise<ReadonlyMap<string, string>> => {
      const any = [
        { kind: "key" as const, columns: ["id"], in: all().map((_, id) => [String(id)]), fold: false, when: {} },
      ];
      const [found = []] = await get().store.read((reader) =>
        reader.findKeys([{ table: "lists", select: ["id", column], any }]),
      );
      return new Map(found.flatMap(([id, text]) => (text === null ? [] : [[id ?? "", text ?? ""]])));
    };
    const columns = () => [...new Set(all().map(({ column }) => column))];

    test("every row that holds one of the keys is found, whatever it is written as", async () => {
      for (const column of columns()) {
        const texts = await read(column);
        for (const [key, fold] of [...KEYS.map((one) => [one, false] as const), ["ADA@EXAMPLE.ORG", true] as const]) {
          const list = formOf(column);
          const match = { kind: "list" as const, column, separator: list.separator, in: [key], fold, when: {} };
          const [found = []]: readonly KeyRows[] = await get().store.read((reader) =>
            reader.findKeys([{ table: "lists", select: ["id"], any: [match] }]),
          );
          const ids = found.map(([id]) => id);
          const same = (one: string) => (fold ? foldText(one) === foldText(key) : one === key);
          const holding = [...texts].filter(([, text]) => readList(list, text).some(same)).map(([id]) => id);
          expect([column, key, holding.filter((id) => !ids.includes(id))]).toEqual([column, key, []]);
        }
        const none = {
          kind: "list" as const,
          column,
          separator: ",",
          in: ["3", "no key"],
          fold: false,
          when: { id: ["-1"] },
        };
        const [found] = await get().store.read((reader) =>
          reader.findKeys([{ table: "lists", select: ["id"], any: [none] }]),
        );
        expect(found).toEqual([]);
      }
    });

    test("a list loses these keys, wherever they stand in it, and nothing else", async () => {
      for (const column of columns()) {
        for (const keys of [
          ["3"],
          ["17", "3"],
          ["22"],
          ["c.d", "ada.l+x@example.org"],
          ["0f8fad5b-d9cb-469f-a165-70867728950e"],
        ]) {
          const list = formOf(column);
          const before = await read(column);
          let after: ReadonlyMap<string, string> = new Map();
          const undone = get().store.write(async (writer) => {
            const set = { [column]: { kind: "without" as const, list, keys, fold: false } };
            const ids = [...before.keys()].map((id) => [id]);
            const taken = [{ op: "update" as const, table: "lists", keyColumns: ["id"], keys: ids, set, why: "test" }];
            await writer.apply(taken);
            expect(await writer.findUndone(taken)).toEqual([]);
            const any = [{ kind: "key" as const, columns: ["id"], in: ids, fold: false, when: {} }];
            const [found = []] = await writer.findKeys([{ table: "lists", select: ["id", column], any }]);
            after = new Map(found.map(([id, text]) => [id ?? "", text ?? "NULL"]));
            throw new Error("undone");
          });
          await expect(undone).rejects.toThrow("undone");
          for (const [id, text] of before) {
            const expected = withoutKeys(list, text, new Set(keys), false);
            const bare = (one: string | undefined) => (list.form === "array" ? one : one?.replace(/\s/g, ""));
            expect([column, text, keys, bare(after.get(id))]).toEqual([column, text, keys, bare(expected)]);
          }
        }
      }
    });
  });
}

/** Of Postgres alone. */
const ARRAYS = [
  { column: "int_ids", text: "{3,17,22}" },
  { column: "int_ids", text: "{}" },
  { column: "int_ids", text: "{3,NULL,3}" },
  { column: "int_ids", text: "{{3,17},{1,2}}" },
  { column: "uuid_ids", text: "{0f8fad5b-d9cb-469f-a165-70867728950e,00000000-0000-4000-8000-000000000000}" },
  { column: "name_ids", text: '{3,"a,3","b\\"c",a/b,c.d,Ada@example.org}' },
  { column: "name_ids", text: '{x," Ada@example.org "}' },
  { column: "plain_json", text: '[3, "3", {"id": 3}, 9007199254740993]' },
];
