/** The texts of check constraints, as the kinds of database spell them. */
import { describe, expect, test } from "vitest";
import { isChecked, mayBeNull } from "./check-constraints.ts";
import { findColumn } from "./schema.ts";
import { model, table } from "./testing/build-model.ts";
import { createBench, user } from "./testing/rights-bench.ts";

function described(...checks: readonly string[]) {
  const [built] = model(table("orders", { id: "int pk", user_id: "int", guest: "text", nr: "int !" })).tables;
  if (built === undefined) throw new Error("no table");
  const guarded = { ...built, schema: { ...built.schema, checks } };
  const column = (name: string) => findColumn(built.schema, name) as never;
  return {
    mayBeNull: (name: string) => mayBeNull(guarded, column(name)),
    isChecked: (name: string) => isChecked(guarded, column(name)),
  };
}

describe("this or that has to be there", () => {
  test.each([
    "user_id IS NOT NULL OR guest IS NOT NULL",
    "CHECK (((user_id IS NOT NULL) OR (guest IS NOT NULL)))",
    "`user_id` is not null or `guest` is not null",
    `"user_id" IS NOT NULL OR "guest" IS NOT NULL`,
  ])("%s", (check) => {
    const { mayBeNull: may, isChecked: is } = described(check);
    expect([may("user_id"), may("guest"), may("nr")]).toEqual([false, false, false]);
    expect([is("user_id"), is("guest")]).toEqual([false, false]);
  });

  test("neither a longer name, nor another table's column, nor one that may be NULL after all", () => {
    expect(described("old_user_id IS NOT NULL OR o.guest IS NOT NULL").mayBeNull("user_id")).toBe(true);
    const either = described("(user_id IS NULL AND guest IS NOT NULL) OR (user_id IS NOT NULL AND guest IS NULL)");
    expect(either.mayBeNull("user_id")).toBe(true);
    const limited = described("user_id IS NULL OR user_id > 0");
    expect([limited.mayBeNull("user_id"), limited.isChecked("user_id")]).toEqual([true, true]);
  });

  test("an order of two people keeps one of them, by name or as a guest: the ghost stands in", () => {
    const built = model(
      table("users", { id: "int pk", email: "text ! @contact.email #email" }),
      table("orders", {
        id: "int pk",
        user_id: "int -> users owner",
        payer_id: "int -> users owner",
        guest: "text @contact.email",
      }),
    );
    const check = "user_id IS NOT NULL OR guest IS NOT NULL";
    const tables = built.tables.map((one) =>
      one.name === "orders" ? { ...one, schema: { ...one.schema, checks: [check] } } : one,
    );
    const bench = createBench(
      { ...built, tables },
      {
        users: ["1", "2"].map((id) => ({ id, email: `u${id}@example.org` })),
        orders: [{ id: "7", user_id: "1", payer_id: "2", guest: null }],
      },
      { check: (name, row) => (name === "orders" && row["user_id"] === null && row["guest"] === null ? check : null) },
    );
    bench.erase(user("1"));
    expect(bench.store.dump()["orders"]).toEqual([{ id: "7", user_id: "-1", payer_id: "2", guest: null }]);
  });
});
