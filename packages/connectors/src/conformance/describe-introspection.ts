/** Conformance: what a store says of its structure. */
import { findColumn, type TableSchema } from "@kept/engine/schema";
import { beforeAll, describe, expect, test } from "vitest";
import type { TestKind } from "../testing/test-database.ts";
import type { StoreUnderTest } from "./describe-store.ts";
import { quotedColumn } from "./nasty-schema.ts";

const hasSchemas = (kind: TestKind) => kind === "postgres" || kind === "pglite";

export function describeIntrospection(get: () => StoreUnderTest, kind: TestKind): void {
  describe("introspection", () => {
    let tables: ReadonlyMap<string, TableSchema>;
    const table = (name: string): TableSchema => {
      const found = tables.get(name);
      if (found === undefined) throw new Error(`no table ${name} among ${[...tables.keys()].join(", ")}`);
      return found;
    };
    const column = (name: string, of = "User") => findColumn(table(of), name);
    beforeAll(async () => {
      const schema = await get().store.introspect();
      expect(schema.system).toBe("nasty");
      tables = new Map(schema.tables.map((entry) => [entry.name, entry]));
    });

    test("finds every table and view under its own spelling", () => {
      expect([...tables.keys()]).toEqual(
        expect.arrayContaining(["User", "group", "membership", "post", "team", "player", "log", "ActiveUser"]),
      );
      expect(table("User").kind).toBe("table");
      expect(table("ActiveUser").kind).toBe("view");
      expect(column(quotedColumn)?.kind).toBe("text");
    });

    test("folds types", () => {
      const kinds = Object.fromEntries(table("User").columns.map((entry) => [entry.name, entry.kind]));
      expect(kinds).toMatchObject({
        id: "integer",
        eMail: "text",
        order: "text",
        state: "enum",
        isActive: "boolean",
        settings: "json",
        avatar: "binary",
        score: "decimal",
        born: "date",
        createdAt: "timestamp",
        big: "integer",
      });
      expect(column("state")?.enumValues).toEqual(["active", "it's", "gone"]);
      expect(column("eMail")?.maxLength).toBe(120);
      expect(column("payload", "post")?.kind).toBe("text");
    });

    test("tells nullable, default and generated columns", () => {
      expect(column("id")?.nullable).toBe(false);
      expect(column("eMail")?.nullable).toBe(true);
      expect(column(quotedColumn)?.nullable).toBe(false);
      expect(column(quotedColumn)?.default).toContain("x");
      expect(column("eMail")?.default ?? null).toSatisfy((value) => value === null || /null/i.test(value));
      expect(
        table("User")
          .columns.filter((entry) => entry.generated)
          .map((entry) => entry.name),
      ).toEqual(["label"]);
    });

    test("reads keys, references and their actions", () => {
      expect(table("User").primaryKey).toEqual(["id"]);
      expect(table("group").primaryKey).toEqual(["tenant", "code"]);
      expect(table("membership").primaryKey).toEqual(["userId", "tenant", "code"]);
      expect(table("log").primaryKey).toEqual([]);
      expect(table("User").uniqueKeys).toEqual([["eMail"]]);
      const references = table("membership").foreignKeys.map(
        ({ columns, table: target, referencedColumns, onDelete }) => ({
          columns,
          target,
          referencedColumns,
          onDelete,
        }),
      );
      expect(references).toContainEqual({
        columns: ["userId"],
        target: "User",
        referencedColumns: ["id"],
        onDelete: "cascade",
      });
      const composite = references.find((reference) => reference.columns.length === 2);
      expect(composite).toMatchObject({
        columns: ["tenant", "code"],
        target: "group",
        referencedColumns: ["tenant", "code"],
      });
      expect(["no-action", "restrict"]).toContain(composite?.onDelete);
      expect(table("User").foreignKeys).toMatchObject([
        { columns: ["managerId"], table: "User", onDelete: "set-null" },
      ]);
      expect(table("player").foreignKeys).toMatchObject([{ columns: ["teamId"], table: "team" }]);
    });

    test("reads checks, triggers on update and delete, privileges", () => {
      expect(table("User").checks.join(" ")).toMatch(/postCount/);
      expect(table("User").triggers).toEqual(["onChange"]);
      expect(table("User").may).toEqual({ read: true, insert: true, update: true, delete: true });
      expect(table("User").transactional).toBe(true);
    });

    if (hasSchemas(kind))
      test("knows schemas, partitions, inheritance, domains, arrays, comments", async () => {
        const thing = table("Other Schema.Thing");
        expect(thing.schema).toBe("Other Schema");
        expect(thing.foreignKeys).toMatchObject([{ table: "User", onDelete: "restrict", deferrable: true }]);
        expect(table("measured").kind).toBe("table");
        expect(table("measured").foreignKeys).toMatchObject([{ columns: ["who"], table: "User" }]);
        expect(tables.has("measured_1")).toBe(false);
        expect(tables.has("cat")).toBe(false);
        expect(table("UserCount")).toMatchObject({ kind: "view", keepsRows: true });
        expect(table("ActiveUser").keepsRows).toBeUndefined();
        expect(column("tags")?.kind).toBe("array");
        expect(column("nick")).toMatchObject({ kind: "text", maxLength: 12 });
        expect(table("User").comment).toBe("People who sign in");
        expect(column("eMail")?.comment).toBe("Their address");
        const only = await get().database.open({ schemas: ["Other Schema"] });
        expect((await only.introspect()).tables.map((entry) => entry.name)).toEqual(["Other Schema.Thing"]);
        await only[Symbol.asyncDispose]();
      });

    if (kind === "mysql")
      test("knows tables that do not roll back", () => {
        expect(table("plain").transactional).toBe(false);
        expect(table("User").comment).toBe("People who sign in");
      });

    test("reads 1,000 tables in a moment", async () => {
      const { database } = get();
      const names = Array.from({ length: 1000 }, (_, index) => `wide_${index}`);
      const create = (name: string, index: number) =>
        `CREATE TABLE ${name} (id integer NOT NULL PRIMARY KEY, mail varchar(50), up integer${
          index === 0 ? "" : `, FOREIGN KEY (up) REFERENCES wide_${index - 1} (id)`
        });`;
      await database.execute(names.map(create).join("\n"));
      const store = await database.open();
      try {
        const start = performance.now();
        const schema = await store.introspect();
        const took = performance.now() - start;
        expect(schema.tables.filter((entry) => entry.name.startsWith("wide_"))).toHaveLength(1000);
        // Generous: other tests share the machine. A query per table would take far longer.
        expect(took).toBeLessThan(5000);
      } finally {
        await store[Symbol.asyncDispose]();
        for (const name of names.reverse()) await database.execute(`DROP TABLE ${name}`);
      }
    }, 120_000);
  });
}
