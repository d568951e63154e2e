/** Conformance: operations, transactions, locks. */
import type { Operation, RowQuery } from "@kept/engine/store";
import { describe, expect, test } from "vitest";
import type { RowWriter } from "../connector.ts";
import { byKey, readAll } from "./describe-questions.ts";
import type { StoreUnderTest } from "./describe-store.ts";
import { postIds, quotedColumn } from "./nasty-schema.ts";

class Undone extends Error {}

export function describeWrites(get: () => StoreUnderTest): void {
  /** Runs the work and undoes it, so that tests do not depend on each other. */
  async function undone(work: (writer: RowWriter) => Promise<void>, suspendForeignKeys = false): Promise<void> {
    const running = get().store.write(
      async (writer) => {
        await work(writer);
        throw new Undone();
      },
      { suspendForeignKeys },
    );
    await expect(running).rejects.toBeInstanceOf(Undone);
  }
  const rowsOf = (writer: RowWriter, table: string, columns: string[], column: string, ...keys: string[]) => {
    const query: RowQuery = {
      table,
      columns,
      any: [
        byKey(
          [column],
          keys.map((key) => [key]),
        ),
      ],
    };
    return readAll(writer.readRows(query));
  };
  type Update = Extract<Operation, { op: "update" }>;
  const update = (keys: string[], set: Update["set"]): Update => ({
    op: "update",
    table: "User",
    keyColumns: ["id"],
    keys: keys.map((key) => [key]),
    set,
    why: "test",
  });

  describe("operations", () => {
    test("are done in order, told of one by one, and end at the first failure", async () => {
      const heard: number[] = [];
      await undone(async (writer) => {
        const operations = [
          update(["0"], { order: { kind: "text", text: "one" } }),
          update(["0", "1"], { order: { kind: "text", text: "two" } }),
          update(["no number"], { order: { kind: "text", text: "three" } }),
        ];
        expect(await writer.apply(operations, (index) => heard.push(index))).toEqual([1, 2, 0]);
        expect(await rowsOf(writer, "User", ["order"], "id", "0")).toEqual([{ order: "two" }]);
      });
      expect(heard).toEqual([0, 1, 2]);
      const { store } = get();
      const failing = store.write((writer) =>
        writer.apply([
          update(["0"], { order: { kind: "text", text: "gone" } }),
          update(["0"], { [quotedColumn]: { kind: "null" } }),
          update(["0"], { order: { kind: "text", text: "never" } }),
        ]),
      );
      await expect(failing).rejects.toMatchObject({ name: "SystemError", code: "system_constraint_refused" });
      const [row] = await store.read((reader) =>
        readAll(reader.readRows({ table: "User", columns: ["order"], any: [byKey(["id"], [["0"]])] })),
      );
      expect(row).toEqual({ order: "first" });
    });

    test("set null and texts of every kind", async () => {
      await undone(async (writer) => {
        const operations = [
          update(["0", "1", "77"], {
            eMail: { kind: "null" },
            order: { kind: "text", text: `it's "x" \\ 😀 ? $1` },
            state: { kind: "text", text: "it's" },
            isActive: { kind: "text", text: "false" },
            settings: { kind: "text", text: '{"gone": true}' },
            avatar: { kind: "text", text: "" },
            score: { kind: "text", text: "0" },
            born: { kind: "text", text: "1900-01-01" },
            big: { kind: "text", text: "0" },
          }),
        ];
        const undoneBefore = await writer.findUndone(operations);
        expect(new Set(undoneBefore.map(({ column }) => column))).toEqual(
          new Set(Object.keys(operations[0]?.set ?? {})),
        );
        expect(await writer.apply(operations)).toEqual([2]);
        expect(await writer.findUndone(operations)).toEqual([]);
        await writer.apply([update(["1"], { score: { kind: "text", text: "7" } })]);
        expect(await writer.findUndone(operations)).toEqual([{ table: "User", column: "score", rows: 1 }]);
        const columns = ["eMail", "order", "state", "isActive", "settings", "avatar", "score", "born", "big"];
        expect(await rowsOf(writer, "User", columns, "id", "0")).toEqual([
          {
            eMail: null,
            order: `it's "x" \\ 😀 ? $1`,
            state: "it's",
            isActive: false,
            settings: { gone: true },
            avatar: new Uint8Array(),
            score: 0,
            born: "1900-01-01",
            big: 0,
          },
        ]);
      });
    });

    test("set values that differ from row to row", async () => {
      await undone(async (writer) => {
        const keyed = { kind: "keyed", prefix: "gone-", suffix: "@example.invalid" } as const;
        const named = [update(["0", "1"], { eMail: keyed })];
        expect(await writer.findUndone(named)).toEqual([{ table: "User", column: "eMail", rows: 2 }]);
        expect(await writer.apply(named)).toEqual([2]);
        expect(await writer.findUndone(named)).toEqual([]);
        const rows = await rowsOf(writer, "User", ["eMail"], "id", "0", "1");
        expect(rows.map((row) => row["eMail"]).toSorted()).toEqual([
          "gone-0@example.invalid",
          "gone-1@example.invalid",
        ]);
        const role = { kind: "keyed", prefix: "<", suffix: ">" } as const;
        const keys = [["0", "0", "a"]];
        const keyColumns = ["userId", "tenant", "code"];
        expect(
          await writer.apply([{ op: "update", table: "membership", keyColumns, keys, set: { role }, why: "test" }]),
        ).toEqual([1]);
        const [first] = await rowsOf(writer, "membership", ["role"], "role", "<0-0-a>");
        expect(first).toEqual({ role: "<0-0-a>" });
      });
    });

    test("change a key column itself", async () => {
      await undone(async (writer) => {
        const set = {
          code: { kind: "keyed", prefix: "n", suffix: "" },
          role: { kind: "keyed", prefix: "r", suffix: "" },
        } as const;
        const keyColumns = ["userId", "tenant", "code"];
        await writer.apply([
          { op: "delete", table: "membership", keyColumns, keys: [["1", "0", "b"]], why: "test" },
          {
            op: "update",
            table: "group",
            keyColumns: ["tenant", "code"],
            keys: [["0", "b"]],
            set: { code: { kind: "text", text: "z" } },
            why: "test",
          },
        ]);
        expect(await rowsOf(writer, "group", ["title"], "code", "z")).toEqual([{ title: "B" }]);
        await writer.apply([
          {
            op: "update",
            table: "post",
            keyColumns: ["slug"],
            keys: [["s1"]],
            set: { slug: set.code, title: set.role },
            why: "test",
          },
        ]);
        expect(await rowsOf(writer, "post", ["title"], "slug", "ns1")).toEqual([{ title: "rs1" }]);
      });
    });

    test("delete sets of rows, by composite keys too", async () => {
      await undone(async (writer) => {
        const keys = [
          ["0", "0", "a"],
          ["1", "0", "b"],
          ["1", "1", "b"],
        ];
        const operation: Operation = {
          op: "delete",
          table: "membership",
          keyColumns: ["userId", "tenant", "code"],
          keys,
          why: "test",
        };
        expect(await writer.apply([operation, operation, { ...operation, keys: [] }])).toEqual([2, 0, 0]);
      });
    });

    test("recount, with a condition and on the table itself", async () => {
      await undone(async (writer) => {
        const recount = (of: string, ofColumns: string[], when = {}): Operation => ({
          op: "recount",
          table: "User",
          keyColumns: ["id"],
          keys: [["0"], ["1"], ["2"]],
          column: "postCount",
          of,
          ofColumns,
          referencedColumns: ["id"],
          when,
          why: "test",
        });
        const counts = async () =>
          (await rowsOf(writer, "User", ["id", "postCount"], "id", "0", "1", "2"))
            .toSorted((a, b) => Number(a["id"]) - Number(b["id"]))
            .map((row) => row["postCount"]);
        expect(await writer.apply([recount("post", ["authorId"])])).toEqual([3]);
        expect(await counts()).toEqual([2, 0, 0]);
        await writer.apply([recount("post", ["authorId"], { title: ["one", null] })]);
        expect(await counts()).toEqual([1, 0, 0]);
        const managed = [recount("User", ["managerId"])];
        expect(await writer.findUndone(managed)).toEqual([{ table: "User", column: "postCount", rows: 1 }]);
        await writer.apply(managed);
        expect(await counts()).toEqual([1, 1, 0]);
        expect(await writer.findUndone(managed)).toEqual([]);
      });
    });

    test("delete chains of rows that refer to each other, as the store is able to", async () => {
      const chain: Operation = {
        op: "delete",
        table: "parent_row",
        keyColumns: ["id"],
        keys: [["1"], ["2"], ["3"]],
        why: "test",
      };
      const { checksForeignKeysByRow, canSuspendForeignKeys } = get().store.capabilities;
      if (!checksForeignKeysByRow) await undone(async (writer) => expect(await writer.apply([chain])).toEqual([3]));
      if (canSuspendForeignKeys) {
        await undone(async (writer) => expect(await writer.apply([chain])).toEqual([3]), true);
        // And they are checked again afterwards.
        const dangling: Operation = { ...chain, keys: [["1"]] };
        const running = get().store.write((writer) => writer.apply([dangling]));
        await expect(running).rejects.toMatchObject({ code: "system_constraint_refused" });
      }
    });

    test("undo everything when one fails", async () => {
      const { store } = get();
      const slug = { slug: { kind: "text", text: "same" } } as const;
      const both: Operation = {
        op: "update",
        table: "post",
        keyColumns: ["id"],
        keys: postIds.map((id) => [id]),
        set: slug,
        why: "test",
      };
      const log: Operation = { op: "delete", table: "log", keyColumns: ["userId"], keys: [["0"]], why: "test" };
      const failure = await store.write((writer) => writer.apply([log, both])).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "system_constraint_refused", system: "nasty" });
      expect(String(failure)).not.toContain("same");
      const count = { table: "log", columns: ["line"], any: [byKey(["userId"], [["0"]])] };
      expect(await store.read((reader) => reader.countRows([count]))).toEqual([2]);
      const set = { order: { kind: "text", text: "x".repeat(41) } } as const;
      if (get().kind !== "sqlite") {
        const tooLong = store.write((writer) => writer.apply([update(["0"], set)]));
        await expect(tooLong).rejects.toMatchObject({ code: "system_constraint_refused" });
      }
    });

    test("commit what resolves", async () => {
      const { store, database } = get();
      await database.execute(`INSERT INTO log VALUES (5, 'five')`);
      const five: Operation = { op: "delete", table: "log", keyColumns: ["userId"], keys: [["5"]], why: "test" };
      expect(await store.write((writer) => writer.apply([five]))).toEqual([1]);
      const count = { table: "log", columns: ["line"], any: [byKey(["userId"], [["5"]])] };
      expect(await store.read((reader) => reader.countRows([count]))).toEqual([0]);
    });

    test("reach partitions and inheritance children", async () => {
      if (get().kind !== "postgres" && get().kind !== "pglite") return;
      await undone(async (writer) => {
        const remove = (table: string, column: string): Operation => ({
          op: "delete",
          table,
          keyColumns: [column],
          keys: [["0"]],
          why: "test",
        });
        expect(await writer.apply([remove("measured", "who"), remove("animal", "owner")])).toEqual([2, 2]);
      });
    });

    test("lock rows against others until the end", async () => {
      const { store, kind } = get();
      if (kind === "pglite") return;
      const order: string[] = [];
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let locked: () => void = () => undefined;
      const isLocked = new Promise<void>((resolve) => {
        locked = resolve;
      });
      const first = store.write(async (writer) => {
        await writer.lockRows("User", ["id"], [["0"], ["1"]]);
        locked();
        await held;
        order.push("first");
      });
      await isLocked;
      const second = store.write(async (writer) => {
        await writer.lockRows("User", ["id"], [["0"]]);
        order.push("second");
      });
      await new Promise((resolve) => setTimeout(resolve, 200));
      release();
      await Promise.all([first, second]);
      expect(order).toEqual(["first", "second"]);
    });
  });
}
