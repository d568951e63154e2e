/** Conformance: whole rows, their values, memory and snapshots. */
import { describe, expect, test } from "vitest";
import { byKey, readAll } from "./describe-questions.ts";
import type { StoreUnderTest } from "./describe-store.ts";
import { quotedColumn } from "./nasty-schema.ts";

const streamed = 100_000;

export function describeStreams(get: () => StoreUnderTest): void {
  describe("rows", () => {
    test("are handed out as values that JSON knows", async () => {
      const { store, kind } = get();
      const columns = [
        "id",
        quotedColumn,
        "state",
        "isActive",
        "settings",
        "avatar",
        "score",
        "born",
        "createdAt",
        "big",
        "label",
      ];
      const [row] = await store.read((reader) =>
        readAll(reader.readRows({ table: "User", columns, any: [byKey(["id"], [["0"]])] })),
      );
      expect(row).toEqual({
        id: 0,
        [quotedColumn]: "x",
        state: "active",
        isActive: true,
        settings: { a: { b: 5 }, n: expect.anything(), name: "Ada" },
        avatar: new Uint8Array([0, 255, 16]),
        score: 5,
        born: "1815-12-10",
        createdAt: kind === "sqlite" ? "2024-02-29T12:30:00" : "2024-02-29T12:30:00Z",
        big: "9007199254740993",
        label: "#first",
      });
      const [empty] = await store.read((reader) =>
        readAll(reader.readRows({ table: "User", columns: ["settings", "avatar"], any: [byKey(["id"], [["4"]])] })),
      );
      expect(empty).toEqual({ settings: null, avatar: null });
    });

    test("come in the order that is asked for, numbers by their size", async () => {
      const { database, store } = get();
      const ids = [100, 9, 1000, 23, 7, 450];
      await database.execute("CREATE TABLE paged (who integer, id integer, part integer, PRIMARY KEY (id, part))");
      await database.execute(
        `INSERT INTO paged VALUES ${ids.flatMap((id) => [`(7, ${id}, 2)`, `(7, ${id}, 1)`]).join(",")}`,
      );
      const query = { table: "paged", columns: ["part"], any: [byKey(["who"], [["7"]])], order: ["id", "part"] };
      const sorted = ids.toSorted((a, b) => a - b).flatMap((id) => [1, 2].map((part) => ({ id, part })));
      const [streamed, [few]] = await store.read(async (reader) => {
        const all = await readAll(reader.readRows({ ...query, columns: ["id", "part"] }));
        return [all, await reader.readFew([{ ...query, order: ["part", "id"] }])];
      });
      expect(streamed).toEqual(sorted);
      // Sorted by what is not selected, too.
      expect(few?.map(({ part }) => part)).toEqual([...ids.map(() => 1), ...ids.map(() => 2)]);
      await database.execute("DROP TABLE paged");
    });

    test("read page by page while others change them, each comes once", async () => {
      const { database, store } = get();
      await database.execute(
        "CREATE TABLE paged2 (id varchar(20) NOT NULL PRIMARY KEY, who integer, note varchar(20))",
      );
      const ids = Array.from({ length: 60 }, (_, index) => `id${String((index * 37) % 60).padStart(2, "0")}`);
      await database.execute(`INSERT INTO paged2 VALUES ${ids.map((id) => `('${id}', 7, 'new')`).join(",")}`);
      const query = { table: "paged2", columns: ["id"], any: [byKey(["who"], [["7"]])], order: ["id"] };
      const seen: unknown[] = [];
      for (let page = 0; page < 3; page += 1) {
        const rows = await store.read((reader) => readAll(reader.readRows(query)));
        seen.push(...rows.slice(page * 20, page * 20 + 20).map(({ id }) => id));
        // Written anew, a row lies elsewhere in its table.
        await database.execute(`DELETE FROM paged2 WHERE id = '${ids[page]}'`);
        await database.execute(`INSERT INTO paged2 VALUES ('${ids[page]}', 7, 'again')`);
        await database.execute(`UPDATE paged2 SET note = 'changed' WHERE id < 'id30'`);
      }
      expect(seen).toEqual(ids.toSorted());
      await database.execute("DROP TABLE paged2");
    });

    test("of several small queries come together, each its own", async () => {
      const { store } = get();
      const queries = [
        { table: "User", columns: ["id", "score"], any: [byKey(["id"], [["0"]])] },
        { table: "User", columns: ["id"], any: [byKey(["id"], [["no number"]])] },
        { table: "membership", columns: ["userId"], any: [byKey(["userId"], [["0"], ["1"]])] },
      ];
      const [few, one] = await store.read(async (reader) => {
        const singly = [];
        for (const query of queries) singly.push(await readAll(reader.readRows(query)));
        return [await reader.readFew(queries), singly] as const;
      });
      expect(few).toEqual(one);
      expect(few[0]).toEqual([{ id: 0, score: 5 }]);
      expect(few[1]).toEqual([]);
      expect(await store.read((reader) => reader.readFew([]))).toEqual([]);
    });

    test("of arrays, partitions, inheritance and views", async () => {
      const { store, kind } = get();
      const views = await store.read((reader) =>
        readAll(reader.readRows({ table: "ActiveUser", columns: ["id"], any: [byKey(["id"], [["0"], ["1"]])] })),
      );
      expect(views).toHaveLength(2);
      if (kind !== "postgres" && kind !== "pglite") return;
      await store.read(async (reader) => {
        const read = (table: string, columns: string[], column: string) =>
          readAll(reader.readRows({ table, columns, any: [byKey([column], [["0"]])] }));
        expect(await read("User", ["tags"], "id")).toEqual([{ tags: ["a", 'b "c"', null] }]);
        expect(await read("measured", ["day"], "who")).toEqual([{ day: "2020-05-01" }, { day: "2021-05-01" }]);
        expect(await read("animal", ["id"], "owner")).toEqual([{ id: 1 }, { id: 2 }]);
        expect(await read("Other Schema.Thing", ["Id"], "ownerId")).toEqual([{ Id: "9007199254740993" }]);
      });
    });

    test("can be left before their end", async () => {
      const { store } = get();
      await store.read(async (reader) => {
        for await (const row of reader.readRows({
          table: "User",
          columns: ["id"],
          any: [byKey(["isActive"], [["1"]])],
        })) {
          expect(row["id"]).toEqual(expect.any(Number));
          break;
        }
        expect(await reader.countRows([{ table: "User", columns: ["id"], any: [byKey(["id"], [["0"]])] }])).toEqual([
          1,
        ]);
      });
    });

    test("stream in bounded memory", async () => {
      const { database, store } = get();
      await database.execute("CREATE TABLE large (id integer NOT NULL PRIMARY KEY, who integer, filler varchar(500))");
      for (let start = 0; start < streamed; start += 10_000) {
        const values = Array.from({ length: 10_000 }, (_, index) => `(${start + index}, 7, '${"x".repeat(400)}')`);
        await database.execute(`INSERT INTO large VALUES ${values.join(",")}`);
      }
      await store.read(async (reader) => {
        let rows = 0;
        let bytes = 0;
        let highest = 0;
        const before = process.memoryUsage().heapUsed;
        const start = performance.now();
        let first = 0;
        for await (const row of reader.readRows({
          table: "large",
          columns: ["id", "filler"],
          any: [byKey(["who"], [["7"]])],
        })) {
          if (rows === 0) first = performance.now() - start;
          rows += 1;
          bytes += String(row["filler"]).length;
          if (rows % 10_000 === 0) highest = Math.max(highest, process.memoryUsage().heapUsed - before);
        }
        const all = performance.now() - start;
        expect(rows).toBe(streamed);
        expect(bytes).toBe(streamed * 400);
        expect(first).toBeLessThan(all / 2);
        // All rows at once are more than 40 MB of text alone; garbage that waits for its collection is allowed for.
        expect(highest).toBeLessThan(120 * 1024 * 1024);
      });
      await database.execute("DROP TABLE large");
    }, 120_000);

    test("of one read are of one moment", async () => {
      const { database, store, kind } = get();
      // The embedded database has one connection: nobody can write while a read runs.
      if (kind === "pglite") return;
      const count = { table: "log", columns: ["line"], any: [byKey(["userId"], [["2"]])] };
      await store.read(async (reader) => {
        expect(await reader.countRows([count])).toEqual([0]);
        await database.execute(`INSERT INTO log VALUES (2, 'late')`);
        expect(await reader.countRows([count])).toEqual([0]);
        expect(await readAll(reader.readRows(count))).toEqual([]);
      });
      expect(await store.read((reader) => reader.countRows([count]))).toEqual([1]);
      await database.execute(`DELETE FROM log WHERE line = 'late'`);
    });

    test("cannot be changed by a reader", async () => {
      const { store } = get();
      await store.read(async (reader) => {
        expect(Object.keys(reader).toSorted()).toEqual([
          "countRows",
          "findKeys",
          "findUndone",
          "listRows",
          "readExact",
          "readFew",
          "readGreatest",
          "readRows",
          "scanTexts",
        ]);
      });
    });
  });
}
