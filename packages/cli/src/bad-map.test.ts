/** What the command says of a map that is not there, cannot be read, or does not match the database. */
import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectRefusal, openShop } from "./testing/expect-refusal.ts";
import { changeFile, countRows } from "./testing/small-shop.ts";

describe("the map", () => {
  const open = (text: string) => {
    const place = openShop();
    const map = place.file("shop.map.yaml");
    writeFileSync(map, text);
    return {
      ...place,
      run: (...args: string[]) => place.kept(...args, "--url", place.shop, "--map", map),
      [Symbol.dispose]: () => place[Symbol.dispose](),
    };
  };

  test("is not there, or is a folder", async () => {
    using place = openShop();
    const missing = await place.kept(
      "erase",
      "--url",
      place.shop,
      "--map",
      place.file("no.yaml"),
      "--id",
      "customers:1",
    );
    expectRefusal(missing, 2, "There is no map", "kept discover");
    mkdirSync(place.file("folder"));
    expectRefusal(await place.kept("discover", place.shop, "--map", place.file("folder")), 2, "is a folder");
  });

  test.each([
    ["tables: [unclosed", "line 1"],
    ["tables:\n  customers: {}\n  customers: {}\n", "line 3"],
    ["tables:\n  customers:\n    subjekt: true\n", "tables.customers.subjekt: unknown word; known: subject"],
    ["tables:\n  orders:\n    edges:\n      customer_id -> customers: owns\n", 'unknown role "owns"; one of owner'],
    ["tables:\n  orders:\n    edges:\n      customer_id: owner\n", "column -> table"],
    ["tables:\n  orders:\n    retain: { for: a while, reason: tax }\n", '"10 years"'],
    ["tables:\n  orders:\n    retain: { for: 10 years }\n", "needs a reason"],
    ["just words", "expected a mapping"],
  ])("cannot be read: %j", async (text, message) => {
    using place = open(text);
    for (const args of [["discover"], ["access", "--id", "customers:1"], ["erase", "--id", "customers:1", "--yes"]]) {
      expectRefusal(
        await (args[0] === "discover"
          ? place.kept("discover", place.shop, "--map", place.file("shop.map.yaml"))
          : place.run(...args)),
        2,
        "shop.map.yaml",
        message,
      );
    }
    expect(countRows(place.shop, "customers")).toBe(4);
  });

  test.each([
    ["tables: { customer: { subject: true } }", "map_table_unknown", "Did you mean customers?"],
    ["tables: { customers: { columns: { emial: hide } } }", "map_column_unknown", "Did you mean email?"],
    ["tables: { customers: { columns: { name: person.name } } }", "map_category_unknown", "kept categories"],
    ["tables: { orders: { edges: { buyer_id -> customers: owner } } }", "map_column_unknown", ""],
    [
      "tables: { orders: { edges: { customer_id -> custmers: owner } } }",
      "map_table_unknown",
      "Did you mean customers?",
    ],
    ["accepted: { orders: 0000000000000000 }", "table_changed", "kept discover"],
  ])("does not match the schema: %s", async (text, code, suggestion) => {
    using place = open(text);
    const ran = await place.run("erase", "--id", "customers:1", "--yes");
    expect(ran.code).toBe(3);
    expect(ran.out).toContain(code);
    expect(ran.out).toContain(suggestion);
    expect(countRows(place.shop, "customers")).toBe(4);
    expect((await place.run("access", "--id", "customers:1")).code).toBe(0);
  });

  test("a column that came after the map was accepted stops erasure until it is looked at", async () => {
    using place = openShop();
    const map = place.file("shop.map.yaml");
    await place.kept("discover", place.shop, "--accept", "--out", map);
    const erase = ["erase", "--url", place.shop, "--map", map, "--id", "customers:1"];
    expect((await place.kept(...erase)).code).toBe(0);
    changeFile(place.shop, "ALTER TABLE customers ADD COLUMN passport_number TEXT");
    const changed = await place.kept(...erase);
    expect(changed.code).toBe(3);
    expect(changed.out).toMatch(/table_changed customers\n.*new columns passport_number/);
    const again = await place.kept("discover", place.shop, "--map", map, "--accept", "--out", map);
    expect(again.err).toContain("shop.map.yaml.bak");
    expect((await place.kept(...erase)).code).toBe(0);
  });

  test("--accept-table names a table that is there", async () => {
    using place = openShop();
    expectRefusal(await place.kept("discover", place.shop, "--accept-table", "oders"), 2, "oders", "orders");
    expectRefusal(
      await place.kept("discover", place.shop, "--out", place.file("no/folder/map.yaml")),
      2,
      "there is no folder",
    );
  });
});
