/** What the law keeps is marked as restricted, where the map says how the application knows that. */
import { describe, expect, test } from "vitest";
import { MARKED } from "./mark-retained.ts";
import type { Model, RestrictionMark } from "./model.ts";
import { planBatch } from "./plan-batch.ts";
import { model, table } from "./testing/build-model.ts";
import { changeObserved, revert } from "./testing/lifecycle-bench.ts";
import { ABILITIES, createBench, drive, dumpWithoutGhosts, summarise, user } from "./testing/rights-bench.ts";

function shop(marks: Readonly<Record<string, RestrictionMark>>): Model {
  const built = model(
    table("users", { id: "int pk", name: "text @name", email: "text ! unique @contact.email #email", frozen: "bool" }),
    table("orders", { id: "int pk", user_id: "int ! -> users owner", note: "text @content.text", on_hold: "text" }),
    table(
      "invoices",
      {
        id: "int pk",
        user_id: "int ! -> users owner",
        order_id: "int ! -> orders part",
        agent: "int -> users owner",
        total: "int @amount",
        held: "bool",
      },
      { retain: { reason: "Tax law" } },
    ),
    table("restricted", { user_id: "int" }, { key: ["user_id"] }),
  );
  return {
    ...built,
    tables: built.tables.map((one) => (marks[one.name] === undefined ? one : { ...one, restrict: marks[one.name] })),
  } as Model;
}

const DATA = {
  users: ["1", "2", "3"].map((id) => ({ id, name: `Name ${id}`, email: `p${id}@example.org`, frozen: "false" })),
  orders: [
    { id: "5", user_id: "1", note: "ring twice", on_hold: null },
    { id: "6", user_id: "2", note: "leave it", on_hold: null },
  ],
  invoices: [
    { id: "8", user_id: "1", order_id: "5", agent: null, total: "9", held: "false" },
    { id: "9", user_id: "2", order_id: "6", agent: "3", total: "7", held: "false" },
  ],
  restricted: [],
};
const flag = (column: string): RestrictionMark => ({ kind: "flag", column, value: "true" });
/** Without the row that stands in for people who have left. */
const rows = (bench: ReturnType<typeof createBench>, name: string) => dumpWithoutGhosts(bench)[name] ?? [];

describe("an erasure that has to leave rows for the law", () => {
  test("marks them and what they depend on, says so, and has nothing more to do the second time", () => {
    const bench = createBench(shop({ users: flag("frozen"), orders: flag("on_hold"), invoices: flag("held") }), DATA);
    const plan = bench.erase(user("1"));
    expect(summarise(plan)).toEqual({
      users: { redacted: ["1"] },
      orders: { redacted: ["5"] },
      invoices: { retained: ["8"] },
    });
    for (const { rows: planned } of plan.tables) for (const { why } of planned) expect(why).toContain(MARKED);
    expect(rows(bench, "invoices")[0]).toMatchObject({ id: "8", total: "9", held: "true" });
    expect(rows(bench, "orders")[0]).toMatchObject({ id: "5", note: null, on_hold: "true" });
    expect(rows(bench, "users")[0]).toMatchObject({ id: "1", name: null, frozen: "true" });
    // Nobody else's are.
    expect(rows(bench, "users")[1]).toMatchObject({ id: "2", frozen: "false" });
    expect(bench.verify(plan)).toEqual([]);
    expect(bench.isCarriedOut(plan)).toBe(true);
    expect(bench.plan(user("1")).operations).toEqual([]);
  });

  test("names the person in the application's list, and leaves what has no mark as it is", () => {
    const marks = { users: { kind: "list", table: "restricted", column: "user_id" } } as const;
    const bench = createBench(shop(marks), DATA);
    const before = rows(bench, "invoices");
    bench.erase(user("1"));
    expect(rows(bench, "restricted")).toEqual([{ user_id: "1" }]);
    expect(rows(bench, "invoices")).toEqual(before);
    expect(bench.plan(user("1")).operations).toEqual([]);
  });

  test("does not mark what others go on using, nor the person of whom a part was asked for", () => {
    const bench = createBench(shop({ users: flag("frozen"), invoices: flag("held") }), DATA);
    bench.erase(user("3"));
    expect(rows(bench, "invoices")[1]).toMatchObject({ id: "9", held: "false" });
    bench.erase(user("1"), { tables: ["orders"], categories: [] });
    expect(rows(bench, "invoices")[0]).toMatchObject({ id: "8", held: "true" });
    expect(rows(bench, "users")[0]).toMatchObject({ id: "1", frozen: "false" });
  });

  test("in one run of several people each is told of their own", () => {
    const bench = createBench(shop({ users: flag("frozen"), invoices: flag("held") }), DATA);
    const options = { scope: { tables: [], categories: [] }, today: "2030-06-15", abilities: ABILITIES, findings: [] };
    const batch = drive(bench.store, planBatch(bench.index, [user("1"), user("2")], options));
    bench.store.apply(batch.whole.operations, false);
    expect(rows(bench, "users").map(({ frozen }) => frozen)).toEqual(["true", "true", "false"]);
    for (const plan of batch.people) expect(bench.isCarriedOut(plan)).toBe(true);
  });

  test("and an undo takes the marks away again", () => {
    const marks = { users: { kind: "list", table: "restricted", column: "user_id" }, invoices: flag("held") } as const;
    const bench = createBench(shop(marks), DATA);
    const before = dumpWithoutGhosts(bench);
    const plan = bench.plan(user("1"));
    const diff = changeObserved(bench, { exact: [], operations: plan.operations, suspendForeignKeys: false });
    expect(rows(bench, "restricted")).toHaveLength(1);
    bench.store.applyChange(revert(bench, diff));
    expect(dumpWithoutGhosts(bench)).toEqual(before);
  });
});
