/** A wrong value becomes the right one wherever it stands for the person, and nowhere else. */
import { describe, expect, test } from "vitest";
import type { Model } from "./model.ts";
import { model, table } from "./testing/build-model.ts";
import { asChange, changeObserved, rectification } from "./testing/lifecycle-bench.ts";
import { createBench, user } from "./testing/rights-bench.ts";

function shop(): Model {
  const built = model(
    table("users", {
      id: "int pk",
      name: "text ! max=20 @name",
      email: "text ! unique @contact.email #email",
      city: "text @location.approximate",
      born: "ts @identity.birth-date",
      code: "text unique",
    }),
    table("orders", {
      id: "int pk",
      user_id: "int -> users owner",
      billing_name: "text @name",
      ship_to: "text @contact.address",
      city: "text @location.approximate",
    }),
    table("letters", {
      id: "int pk",
      mail: "text -> users.email owner match",
      ref: "text -> users.email actor nofk pattern=mailto:{}",
    }),
    table("logins", { id: "int pk", same_id: "int -> users part same", mail: "text @contact.email #email" }),
    table("links", { id: "int pk", user_code: "text -> users.code context" }),
  );
  return {
    ...built,
    tables: built.tables.map((one) =>
      one.name !== "orders"
        ? one
        : {
            ...one,
            columns: one.columns.map((column) =>
              column.name === "city" ? { ...column, copyOf: { table: "users", column: "city" } } : column,
            ),
          },
    ),
  };
}

const DATA = {
  users: [
    { id: "1", name: "Ada", email: "ada@example.org", city: "Leds", born: "1990-01-01", code: "a" },
    { id: "2", name: "Ada", email: "other@example.org", city: "Leds", born: null, code: "b" },
  ],
  orders: [
    { id: "5", user_id: "1", billing_name: "Ada", ship_to: "1 High St", city: "Leds" },
    { id: "6", user_id: "1", billing_name: "Firm Ltd", ship_to: "2 Low St", city: "York" },
    { id: "7", user_id: "2", billing_name: "Ada", ship_to: "3 Mid St", city: "Leds" },
  ],
  letters: [
    { id: "1", mail: "ADA@example.org", ref: null },
    { id: "2", mail: "other@example.org", ref: "mailto:ada@example.org" },
  ],
  logins: [{ id: "3", same_id: "1", mail: "ada@example.org" }],
  links: [{ id: "4", user_code: "a" }],
};

const open = () => createBench(shop(), DATA);
const codes = (plan: ReturnType<typeof rectification>) =>
  plan.findings.map(({ code, table: name, column }) => `${code} ${name}.${column}`);

describe("corrects", () => {
  test("an address in the person's row, in natural keys, inside links, and in rows of the same person", () => {
    const bench = open();
    const plan = rectification(bench, user("1"), { table: "users", column: "email", value: "ada@new.example.org" });
    expect(codes(plan)).toEqual([]);
    expect(plan.changes.map(({ table: name, column, rows }) => `${name}.${column} ${rows}`).sort()).toEqual([
      "letters.mail 1",
      "letters.ref 1",
      "logins.mail 1",
      "users.email 1",
    ]);
    changeObserved(bench, asChange(plan));
    expect(bench.store.tables.get("letters")).toEqual([
      { id: "1", mail: "ada@new.example.org", ref: null },
      { id: "2", mail: "other@example.org", ref: "mailto:ada@new.example.org" },
    ]);
    expect(bench.store.find("ada@example.org")).toEqual([]);
    expect(bench.store.tables.get("users")?.[1]).toEqual(DATA.users[1]);
    const again = rectification(bench, user("1"), { category: "contact.email", value: "ada@new.example.org" });
    expect([again.operations, again.changes]).toEqual([[], []]);
  });

  test("a name by its category: not the name of a firm, not another person's", () => {
    const bench = open();
    const plan = rectification(bench, user("1"), { category: "name", value: "Ada Lovelace" });
    changeObserved(bench, asChange(plan));
    expect(bench.store.tables.get("orders")?.map(({ billing_name: name }) => name)).toEqual([
      "Ada Lovelace",
      "Firm Ltd",
      "Ada",
    ]);
    expect(bench.store.tables.get("users")?.map(({ name }) => name)).toEqual(["Ada Lovelace", "Ada"]);
  });

  test("an address by its category, though a second one is not given", () => {
    const bench = createBench(
      model(
        table("users", {
          id: "int pk",
          email: "text ! @contact.email #email",
          unconfirmed_email: "text @contact.email",
        }),
      ),
      { users: [{ id: "1", email: "ada@example.org", unconfirmed_email: null }] },
    );
    const plan = rectification(bench, user("1"), { category: "contact.email", value: "ada@example.net" });
    expect(codes(plan)).toEqual([]);
    changeObserved(bench, asChange(plan));
    expect(bench.store.tables.get("users")).toEqual([{ id: "1", email: "ada@example.net", unconfirmed_email: null }]);
  });

  test("an address, and tells which documents and texts of theirs go on saying the old one", () => {
    const bench = createBench(
      model(
        table("users", { id: "int pk", email: "text ! @contact.email #email" }),
        table("bills", {
          id: "int pk",
          user_id: "int ! -> users owner",
          data: "json @content.text",
          ref: "text @other",
          dear: "text @identity.gender",
        }),
      ),
      {
        users: ["ada", "bob"].map((name, at) => ({ id: `${at + 1}`, email: `${name}@example.org` })),
        bills: [
          { id: "1", user_id: "1", data: '{"to":"ADA@example.org"}', ref: null, dear: "Dear ada@example.org" },
          { id: "2", user_id: "1", data: "{}", ref: "none" },
          { id: "3", user_id: "2", data: '{"cc":"ada@example.org"}', ref: null },
        ],
      },
    );
    const plan = rectification(bench, user("1"), { category: "contact.email", value: "ada@example.net" });
    // Whatever a column is for: what says it among other things stays, and is told.
    expect(codes(plan)).toEqual(["value_stays_inside bills.data", "value_stays_inside bills.dear"]);
    expect(plan.findings[0]?.message).toContain("1 row of bills");
    changeObserved(bench, asChange(plan));
    expect(bench.store.tables.get("bills")?.[0]?.["data"]).toBe('{"to":"ADA@example.org"}');
  });

  test("a name, and tells the salutation that goes on saying the old one", () => {
    const bench = createBench(
      model(
        table("users", { id: "int pk", name: "text ! @name" }),
        table("offers", { id: "int pk", user_id: "int ! -> users owner", dear: "text @identity.gender" }),
      ),
      {
        users: [{ id: "1", name: "Ada Lovelace" }],
        offers: [{ id: "1", user_id: "1", dear: "Dear Ada Lovelace" }],
      },
    );
    const plan = rectification(bench, user("1"), { category: "name", value: "Ada King" });
    expect(codes(plan)).toEqual(["value_stays_inside offers.dear"]);
  });

  test("marked copies, and tells those that say something else", () => {
    const bench = open();
    const plan = rectification(bench, user("1"), { table: "users", column: "city", value: "Leeds" });
    expect(codes(plan)).toEqual(["copy_differs orders.city"]);
    changeObserved(bench, asChange(plan));
    expect(bench.store.tables.get("orders")?.map(({ city }) => city)).toEqual(["Leeds", "York", "Leds"]);
  });

  test("one row among several, when it is named", () => {
    const bench = open();
    const one = { table: "orders", column: "ship_to", value: "9 High St" };
    expect(codes(rectification(bench, user("1"), one))).toEqual(["rectification_row_unclear orders.ship_to"]);
    changeObserved(bench, asChange(rectification(bench, user("1"), { ...one, key: ["6"] })));
    expect(bench.store.tables.get("orders")?.map(({ ship_to: address }) => address)).toEqual([
      "1 High St",
      "9 High St",
      "3 Mid St",
    ]);
  });
});

describe("refuses, before anything is changed,", () => {
  const refusals: readonly (readonly [string, Parameters<typeof rectification>[2], string])[] = [
    ["a value that is too long", { table: "users", column: "name", value: "x".repeat(21) }, "value_refused users.name"],
    ["a value of another type", { table: "users", column: "born", value: "yesterday" }, "value_refused users.born"],
    [
      "what another row has",
      { table: "users", column: "email", value: "other@example.org" },
      "value_refused users.email",
    ],
    ["a key", { table: "users", column: "id", value: "3" }, "rectification_key users.id"],
    ["what a foreign key points at", { table: "users", column: "code", value: "z" }, "rectification_key users.code"],
    [
      "whose row it is",
      { table: "orders", column: "user_id", key: ["5"], value: "2" },
      "rectification_reference orders.user_id",
    ],
    [
      "another person's row",
      { table: "orders", column: "ship_to", key: ["7"], value: "x" },
      "rectification_row_missing orders.ship_to",
    ],
    ["a column that is not there", { table: "users", column: "nickname", value: "x" }, "column_unknown users.nickname"],
    ["a category that is not there", { category: "special.health", value: "x" }, "category_missing ."],
  ];
  test("what is not theirs is said to be not theirs", () => {
    const plan = rectification(open(), user("1"), { table: "orders", column: "ship_to", key: ["7"], value: "x" });
    expect(plan.findings.map(({ message }) => message)).toEqual(["That row of orders is not the person's own."]);
  });

  test.each(refusals)("%s", (_what, correction, code) => {
    const plan = rectification(open(), user("1"), correction as object);
    expect(codes(plan)).toContain(code);
    expect(plan.findings.some(({ blocks }) => blocks)).toBe(true);
  });
});
