/** A package that comes back says what was empty, whatever a column defaults to. */
import { expect, test } from "vitest";
import type { ImportPlan } from "./import-rows.ts";
import type { Model } from "./model.ts";
import { model, table } from "./testing/build-model.ts";
import { importInMemory } from "./testing/import-in-memory.ts";
import type { OwnTable } from "./testing/portability-law.ts";
import { ABILITIES, createBench, type RightsBench, user } from "./testing/rights-bench.ts";

function shop(): Model {
  const built = model(
    table("users", { id: "int pk", email: "text ! @contact.email #email" }),
    table("orders", { id: "int pk", user_id: "int ! -> users owner", agent_id: "int -> users actor", status: "text" }),
  );
  const standards: Readonly<Record<string, string>> = { agent_id: "0", status: "'open'" };
  const tables = built.tables.map((one) => ({
    ...one,
    schema: {
      ...one.schema,
      columns: one.schema.columns.map((column) => ({ ...column, default: standards[column.name] ?? column.default })),
    },
  }));
  return { ...built, tables };
}

test("an empty column stays empty, and one that the package does not hold is what it defaults to", () => {
  const bench = createBench(shop(), { users: [], orders: [] });
  const given = [
    { table: "users", rows: [{ id: 1, email: "ada@example.org" }] },
    {
      table: "orders",
      rows: [
        { id: 5, user_id: 1, agent_id: null, status: null },
        { id: 6, user_id: 1, agent_id: null },
      ],
    },
  ];
  expect(importInto(bench, given).stubs).toEqual([]);
  expect(bench.store.dump()["orders"]).toEqual([
    { id: "5", user_id: "1", agent_id: null, status: null },
    { id: "6", user_id: "1", agent_id: null, status: "'open'" },
  ]);
});

/** Plans the import and carries it out; the store holds it to every constraint. */
function importInto(bench: RightsBench, given: readonly OwnTable[]): ImportPlan {
  const plan = importInMemory(bench, given, ABILITIES, 2);
  expect(plan.findings).toEqual([]);
  return plan;
}

const USERS = table("users", { id: "int pk", email: "text ! unique @contact.email #email" });
const ADA = { table: "users", rows: [{ id: 1, email: "ada@example.org" }] };

test("of a pointer of several columns that column is emptied, and told, which nothing else needs", () => {
  const built = model(
    USERS,
    table("shelves", { shop: "int pk", nr: "int pk" }),
    table("shops", { shop: "int pk", user_id: "int ! -> users owner" }),
    table(
      "items",
      { id: "int pk", user_id: "int ! -> users owner", shop: "int -> shops context", nr: "int" },
      { edges: ["shop, nr -> shelves(shop, nr) context no-action"] },
    ),
  );
  const bench = createBench(built, { users: [] });
  const given = [
    ADA,
    { table: "shops", rows: [{ shop: 4, user_id: 1 }] },
    { table: "items", rows: [{ id: 7, user_id: 1, shop: 4, nr: 2 }] },
  ];
  expect(importInto(bench, given).emptied).toEqual([{ table: "items", column: "nr", rows: 1 }]);
  expect(bench.store.dump()["items"]).toEqual([{ id: "7", user_id: "1", shop: "4", nr: null }]);
});

test("rows that must name each other go in together, and what is made up comes after what it names", () => {
  const built = model(
    USERS,
    table("notes", { id: "int pk", user_id: "int ! -> users owner", next_id: "int ! -> notes part", tag: "text" }),
    table("cities", { id: "int pk", country_id: "int ! -> countries context" }),
    table("countries", { id: "int pk", ruler_id: "int ! -> users context" }),
    table("homes", { id: "int pk", user_id: "int ! -> users owner", city_id: "int ! -> cities context" }),
  );
  const bench = createBench(built, { users: [] });
  const notes = [
    { id: 1, user_id: 1, next_id: 3, tag: "a" },
    { id: 2, user_id: 1, next_id: 1 },
    { id: 3, user_id: 1, next_id: 2, tag: null },
  ];
  const plan = importInto(bench, [
    { table: "homes", rows: [{ id: 5, user_id: 1, city_id: 9 }] },
    { table: "notes", rows: notes },
    ADA,
  ]);
  expect(plan.stubs).toEqual([
    { table: "cities", rows: 1 },
    { table: "countries", rows: 1 },
  ]);
  expect(bench.store.dump()["notes"]?.map(({ next_id }) => next_id)).toEqual(["3", "1", "2"]);
});

test("two people who are masked are two where a unique key tells them apart; nobody stays nobody", () => {
  const built = model(
    USERS,
    table(
      "friends",
      { id: "int pk", a: "int ! -> users owner", b: "int ! -> users owner", by: "int ! -> users actor nofk default=0" },
      { unique: [["a", "b"]] },
    ),
  );
  const bench = createBench(built, {
    users: [1, 2, 3].map((id) => ({ id: String(id), email: `u${id}@example.org` })),
    friends: [
      { id: "1", a: "1", b: "2", by: "0" },
      { id: "2", a: "1", b: "3", by: "2" },
    ],
  });
  const shown = bench.export(user("1")).rows.filter(({ table: name }) => name === "friends");
  expect(shown.map(({ values }) => values["by"])).toEqual(["0", "[another person]"]);
  const other = createBench(built, { users: [] });
  const plan = importInto(other, [ADA, { table: "friends", rows: shown.map(({ values }) => values) }]);
  expect(plan.stubs).toEqual([{ table: "users", rows: 2 }]);
  expect(other.store.dump()["friends"]).toEqual([
    { id: "1", a: "1", b: "-2", by: "0" },
    { id: "2", a: "1", b: "-3", by: "-1" },
  ]);
});

test("rows that would have to be made up without end are refused", () => {
  const built = model(
    USERS,
    table("links", { id: "int pk", user_id: "int -> users owner", next_id: "int ! unique -> links context" }),
    table("posts", { id: "int pk", user_id: "int ! -> users owner", link_id: "int ! -> links context" }),
  );
  const bench = createBench(built, { users: [] });
  const given = [ADA, { table: "posts", rows: [{ id: 1, user_id: 1, link_id: 8 }] }];
  const plan = importInMemory(bench, given, ABILITIES, 2);
  expect(plan.findings.map(({ code }) => code)).toContain("import_row_missing");
});
