import { describe, expect, test } from "vitest";
import { indexModel } from "./model.ts";
import { orderDeletes } from "./order-deletes.ts";
import { model, table } from "./testing/build-model.ts";
import { ABILITIES, createBench, user } from "./testing/rights-bench.ts";

const users = table("users", { id: "int pk", email: "text @contact.email #email" });
const people = { users: [{ id: "1", email: "ada@example.org" }] };

function ring(column: string, abilities: Partial<typeof ABILITIES>) {
  const built = model(
    users,
    table("a", { id: "int pk", user_id: "int -> users owner", b_id: "int ! -> b context" }),
    table("b", { id: "int pk", user_id: "int -> users owner", a_id: `int ${column} -> a context` }),
  );
  const data = { ...people, a: [{ id: "1", user_id: "1", b_id: "1" }], b: [{ id: "1", user_id: "1", a_id: "1" }] };
  return createBench(built, data, { abilities });
}

describe("orderDeletes", () => {
  test("deletes what points first", () => {
    const built = model(
      table("c", { id: "int pk", b: "int -> b part" }),
      table("a", { id: "int pk" }),
      table("b", { id: "int pk", a: "int -> a part" }),
    );
    expect(orderDeletes(indexModel(built), new Set(["a", "b", "c"]), ABILITIES).tables).toEqual(["c", "b", "a"]);
  });

  test("a cycle is cut where a column may be NULL", () => {
    const bench = ring("", {});
    const plan = bench.erase(user("1"));
    expect(plan.operations.map(({ op, table: name }) => `${op} ${name}`)).toContain("update b");
    expect(plan.suspendForeignKeys).toBe(false);
    expect(bench.store.dump()).toEqual({ users: [], a: [], b: [] });
  });

  test("a cycle without NULL needs a deferrable key, one statement for all of it, or checks off, or is reported", () => {
    const deferred = ring("! deferrable", { deferredConstraints: true });
    expect(deferred.erase(user("1")).suspendForeignKeys).toBe(false);
    expect(deferred.store.dump()).toEqual({ users: [], a: [], b: [] });
    for (const column of ["!", "! restrict"]) {
      const joined = ring(column, { joinsStatements: true });
      const { operations, suspendForeignKeys } = joined.erase(user("1"));
      const deletes = operations.filter(({ op }) => op === "delete");
      expect(deletes.map((one) => "withNext" in one && one.withNext === true)).toEqual([true, false, false]);
      expect(suspendForeignKeys).toBe(false);
      expect(joined.store.dump()).toEqual({ users: [], a: [], b: [] });
    }
    const suspended = ring("!", { canSuspendForeignKeys: true });
    expect(suspended.erase(user("1")).suspendForeignKeys).toBe(true);
    expect(suspended.store.dump()).toEqual({ users: [], a: [], b: [] });
    const stuck = ring("!", {});
    expect(stuck.plan(user("1")).findings.map(({ code, blocks }) => [code, blocks])).toEqual([["cycle_stuck", true]]);
    // RESTRICT is checked at once, deferrable or not.
    const restricted = ring("! restrict deferrable", { deferredConstraints: true }).plan(user("1"));
    expect(restricted.findings.map(({ code }) => code)).toEqual(["cycle_stuck"]);
  });

  test("self references: one statement, or cut first where the store checks row by row", () => {
    const tree = (column: string, abilities: Partial<typeof ABILITIES>) =>
      createBench(
        model(
          users,
          table("nodes", { id: "int pk", user_id: "int -> users owner", up: `int ${column} -> nodes context` }),
        ),
        {
          ...people,
          nodes: [
            { id: "1", user_id: "1", up: "1" },
            { id: "2", user_id: "1", up: "1" },
            { id: "3", user_id: "1", up: "2" },
          ],
        },
        { abilities },
      );
    for (const [column, abilities] of [
      ["", {}],
      ["!", {}],
      ["", { checksForeignKeysByRow: true }],
      ["!", { checksForeignKeysByRow: true, canSuspendForeignKeys: true }],
    ] as const) {
      const bench = tree(column, abilities);
      bench.erase(user("1"));
      expect(bench.store.dump()).toEqual({ users: [], nodes: [] });
    }
    const stuck = tree("!", { checksForeignKeysByRow: true }).plan(user("1"));
    expect(stuck.findings.map(({ code }) => code)).toEqual(["cycle_stuck"]);
  });
});
