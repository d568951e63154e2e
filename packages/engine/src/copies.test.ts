/** Columns that repeat what somebody is called beside the pointer at them. */
import { describe, expect, test } from "vitest";
import { ANOTHER_PERSON } from "./access-columns.ts";
import { model, table } from "./testing/build-model.ts";
import { asChange, changeObserved, rectification, restriction, revert } from "./testing/lifecycle-bench.ts";
import { createBench, type RightsBench, user } from "./testing/rights-bench.ts";

const shop = model(
  table("users", { id: "int pk", name: "text ! @name", email: "text ! @contact.email #email" }),
  table("orders", {
    id: "int pk",
    user_id: "int ! -> users owner",
    user_name: "text ! @name copies=users.name",
    approved_by: "int -> users actor set-null",
    approver: "text @name copies=users.name",
    approver_mail: "text ! @contact.email copies=users.email",
  }),
  table("pages", { id: "int pk", author_id: "int -> users context set-null", author: "text @other copies=users.name" }),
);
const person = (id: string, name: string) => ({ id, name, email: `${id}@example.org` });
const order = (id: string, owner: string, who: string, by: string | null, approver: string | null) => ({
  id,
  user_id: owner,
  user_name: who,
  approved_by: by,
  approver,
  approver_mail: by === null ? "" : `${by}@example.org`,
});

const open = (): RightsBench =>
  createBench(shop, {
    users: [person("1", "Ada"), person("2", "Ben"), person("3", "Ada")],
    orders: [
      order("1", "2", "Ben", "1", "ada "),
      order("2", "1", "Ada", "2", "Ben"),
      order("3", "3", "Ada", null, null),
      order("4", "1", "Countess", null, null),
      order("5", "2", "Ben", "1", "Countess"),
    ],
    pages: [
      { id: "1", author_id: "1", author: "Ada" },
      { id: "2", author_id: "1", author: "Countess" },
    ],
  });
const rowsOf = (bench: RightsBench, name: string) => [...(bench.store.tables.get(name) ?? [])];

describe("a copy of a name beside a pointer", () => {
  test("goes with whom it names from rows that stay; whoever is called the same keeps theirs", () => {
    const bench = open();
    const plan = bench.erase(user("1"));
    expect(bench.verify(plan)).toEqual([]);
    expect(rowsOf(bench, "orders")).toEqual([
      { ...order("1", "2", "Ben", null, null), approver_mail: "erased-1@kept.invalid" },
      order("3", "3", "Ada", null, null),
      // It says something else than either of whom it names: nobody knows of whom.
      { ...order("5", "2", "Ben", null, "Countess"), approver_mail: "erased-5@kept.invalid" },
    ]);
    // Where they alone are named, what they were called before goes as well.
    expect(rowsOf(bench, "pages")).toEqual(["1", "2"].map((id) => ({ id, author_id: null, author: null })));
    expect(plan.repairs).toMatchObject([{ table: "pages", rows: 2 }]);
  });

  test("stays where the row names somebody else as well, who is called so", () => {
    const bench = createBench(shop, {
      users: [person("1", "Ada"), person("3", "Ada")],
      orders: [order("1", "3", "Ada", "1", "Ada")],
      pages: [],
    });
    bench.erase(user("1"));
    expect(rowsOf(bench, "orders")).toMatchObject([
      { user_name: "Ada", approver: "Ada", approver_mail: "erased-1@kept.invalid" },
    ]);
  });

  test("comes back with an undo", () => {
    const bench = open();
    const plan = bench.plan(user("1"));
    const diff = changeObserved(bench, asChange(plan, plan.suspendForeignKeys));
    changeObserved(bench, revert(bench, diff));
    expect(bench.store.dump()).toEqual(open().store.dump());
  });

  test("is shown to whom it names, also as they were called before, and to nobody else", () => {
    const shown = open()
      .export(user("1"))
      .rows.flatMap(({ table: name, level, values }) => (name === "orders" && level === "own" ? [values] : []));
    expect(shown).toMatchObject([
      { id: "2", user_name: "Ada", approver: ANOTHER_PERSON, approver_mail: ANOTHER_PERSON },
      { id: "4", user_name: "Countess", approver: null },
    ]);
  });

  test("is sealed while they are restricted, and there again afterwards", () => {
    const bench = open();
    const diff = changeObserved(bench, asChange(restriction(bench, user("1"))));
    expect(rowsOf(bench, "orders").find(({ id }) => id === "1")).toMatchObject({ approver: null, user_name: "Ben" });
    changeObserved(bench, revert(bench, diff));
    expect(bench.store.dump()).toEqual(open().store.dump());
  });

  test("is corrected in rows of others that name them, and in their own", () => {
    const bench = open();
    const plan = rectification(bench, user("1"), { table: "users", column: "name", value: "Ada King" });
    changeObserved(bench, asChange(plan));
    expect(plan.findings.map(({ code, table: name }) => `${code} ${name}`)).toEqual(["copy_differs orders"]);
    const names = rowsOf(bench, "orders").map((row) => [row["user_name"], row["approver"]]);
    expect(names).toEqual([
      ["Ben", "Ada King"],
      ["Ada King", "Ben"],
      ["Ada", null],
      ["Countess", null],
      ["Ben", "Countess"],
    ]);
  });
});

test("a copy that the map keeps stays, and is shown to nobody else", () => {
  const desk = model(
    table("users", { id: "int pk", name: "text ! @name", email: "text ! @contact.email #email" }),
    table("notes", {
      id: "int pk",
      user_id: "int ! -> users owner",
      by: "int -> users actor set-null",
      by_name: "text @name keep copies=users.name",
    }),
  );
  const bench = createBench(desk, {
    users: [person("1", "Ada"), person("2", "Ben")],
    notes: [{ id: "1", user_id: "2", by: "1", by_name: "Ada" }],
  });
  const shown = bench.export(user("2")).rows.find(({ table: name }) => name === "notes");
  expect(shown?.values).toMatchObject({ by: ANOTHER_PERSON, by_name: ANOTHER_PERSON });
  bench.erase(user("1"));
  expect(rowsOf(bench, "notes")).toEqual([{ id: "1", user_id: "2", by: null, by_name: "Ada" }]);
});

test("a counter of whoever stays as an empty row counts no rows that were taken away from them", () => {
  const forum = model(
    table("users", { id: "int pk", email: "text ! @contact.email #email", watched: "int ! counts=pages.watcher" }),
    table("pages", { id: "int pk", watcher: "int -> users context set-null" }),
    table("badges", { user_id: "int ! pk -> users context", title: "text" }),
  );
  const bench = createBench(forum, {
    users: ["1", "2"].map((id) => ({ id, email: `${id}@example.org`, watched: id === "1" ? "1" : "0" })),
    pages: [{ id: "1", watcher: "1" }],
    badges: [{ user_id: "1", title: "first" }],
  });
  bench.erase(user("1"));
  expect(rowsOf(bench, "pages")).toEqual([{ id: "1", watcher: null }]);
  expect(rowsOf(bench, "users").map(({ id, watched }) => [id, watched])).toEqual([
    ["1", "0"],
    ["2", "0"],
  ]);
});
