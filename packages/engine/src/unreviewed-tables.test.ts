/** Nothing is changed before somebody has looked: what a schema declares is a proposal until then. */
import { expect, test } from "vitest";
import { describeAccepted } from "./accepted-tables.ts";
import { inferSystem } from "./infer/infer-system.ts";
import { readStated } from "./infer/stated.ts";
import { system, table } from "./infer/testing/build-schema.ts";
import type { DataMap } from "./map.ts";
import { parseMap } from "./parse-map.ts";
import { resolveModel } from "./resolve-model.ts";

const users = table("users", { id: "pk", email: "text! unique", password: "text!", name: "text" });
const orders = table("orders", { id: "pk", user_id: "int! -> users", placed_at: "time" });
const countries = table("countries", { id: "pk", title: "text" });
const shop = system(users, orders, countries);

function look(schema: typeof shop, given: unknown, accepted: DataMap["accepted"] = {}) {
  const { map, problems } = parseMap({ ...(given as object), accepted });
  expect(problems).toEqual([]);
  const { findings } = resolveModel(schema, inferSystem(schema, undefined, { stated: readStated(map) }), map);
  return findings.filter(({ code }) => code === "tables_unreviewed" || code === "table_new");
}

const marks = (schema: typeof shop, ...names: readonly string[]) =>
  Object.fromEntries([...describeAccepted(schema, inferSystem(schema))].filter(([name]) => names.includes(name)));

test("declared keys wait too, in one finding that names the tables of people, and no others", () => {
  const [finding, ...more] = look(shop, {});
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ code: "tables_unreviewed", table: "", blocks: true });
  expect(finding?.message).toContain("the rows of users, orders are");
});

test("many tables are counted", () => {
  const many = Array.from({ length: 9 }, (_, at) => table(`orders_${at}`, { id: "pk", user_id: "int! -> users" }));
  expect(look(system(users, ...many), {})[0]?.message).toContain("users, orders_0, orders_1, orders_2 and 6 more");
});

test("whatever was accepted, or is spoken of in the map, was looked at", () => {
  expect(look(shop, {}, marks(shop, "users", "orders", "countries"))).toEqual([]);
  const tables = { users: { subject: true }, orders: { edges: { "user_id -> users": "owner" } } };
  expect(look(shop, { tables })).toEqual([]);
  expect(look(shop, { tables: { orders: tables.orders } })[0]?.message).toContain("the rows of users are");
});

test("what a line about names says was said", () => {
  const said = { tables: { users: { subject: true } }, naming: { "user_id -> users": "owner" } };
  expect(look(shop, said)).toEqual([]);
});

test("a table of people that came since stops what is changed, and one of others does not", () => {
  const wishes = table("wishes", { id: "pk", user_id: "int! -> users" });
  const colours = table("colours", { id: "pk", title: "text" });
  const now = system(users, orders, countries, wishes, colours);
  const [finding, ...more] = look(now, {}, marks(shop, "users", "orders", "countries"));
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ code: "table_new", table: "wishes", blocks: true });
  expect(finding?.message).toContain("user_id -> users: owner");
});
