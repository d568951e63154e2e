/** `kept check` and what `kept discover` tells of a schema that has changed since its map was accepted. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { expectRefusal, openShop } from "./testing/expect-refusal.ts";
import { changeFile } from "./testing/small-shop.ts";

interface Checked {
  readonly systems: readonly {
    readonly system: string;
    readonly state: string;
    readonly differences: readonly { readonly table: string; readonly change: string }[];
    readonly findings: readonly { readonly code: string; readonly table: string; readonly message: string }[];
  }[];
}

async function openAccepted() {
  const place = openShop();
  const map = place.file("shop.map.yaml");
  await place.kept("discover", place.shop, "--accept", "--out", map);
  return {
    ...place,
    map,
    check: (...args: string[]) => place.kept("check", "--url", place.shop, "--map", map, ...args),
    [Symbol.dispose]: () => place[Symbol.dispose](),
  };
}

test("a map that matches passes; harmless news is told and passes too", async () => {
  using place = await openAccepted();
  expect(await place.check()).toMatchObject({ code: 0, out: "shop: the map matches.\n" });
  changeFile(place.shop, "CREATE TABLE tax_rates (id INTEGER PRIMARY KEY, percent INTEGER)");
  const ran = await place.check();
  expect(ran.code).toBe(0);
  expect(ran.out).toContain("+ tax_rates");
});

test("drift fails with 3, and names what came, what went and what it means", async () => {
  using place = await openAccepted();
  changeFile(
    place.shop,
    `ALTER TABLE customers ADD COLUMN passport_number TEXT;
     ALTER TABLE orders ADD COLUMN recommended_by INTEGER REFERENCES customers(id);
     ALTER TABLE order_lines DROP COLUMN article;
     CREATE TABLE wishes (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id), text TEXT);`,
  );
  const ran = await place.check();
  expect(ran).toMatchObject({ code: 3, err: "" });
  expect(ran.out).toContain("shop: the map does not match.");
  expect(ran.out).toMatch(/table_changed customers\n.*new columns passport_number/);
  expect(ran.out).toMatch(
    /table_changed orders\n.*new columns recommended_by; newly proposed: recommended_by -> customers: /,
  );
  expect(ran.out).toMatch(/table_changed order_lines\n.*columns gone article/);
  expect(ran.out).toMatch(/table_new wishes\n.*customer_id -> customers: owner/);
  const { systems } = (await place.keptJson(3, "check", "--url", place.shop, "--map", place.map)) as Checked;
  expect(systems).toHaveLength(1);
  expect(systems[0]).toMatchObject({ system: "shop", state: "drifted" });
  expect(systems[0]?.findings.map(({ code, table }) => `${code} ${table}`).sort()).toEqual([
    "table_changed customers",
    "table_changed order_lines",
    "table_changed orders",
    "table_new wishes",
  ]);
  await place.kept("discover", place.shop, "--map", place.map, "--accept", "--out", place.map);
  expect((await place.check()).code).toBe(0);
});

test("a table that is gone, and a map that names what is not there, fail too", async () => {
  using place = await openAccepted();
  changeFile(place.shop, "DROP TABLE order_lines");
  const gone = await place.check();
  expect(gone.code).toBe(3);
  expect(gone.out).toContain("map_table_unknown order_lines");
  writeFileSync(place.map, "tables: { customers: { columns: { emial: hide } } }");
  expect((await place.check()).out).toContain("Did you mean email?");
});

test("discover shows the difference against the map that it is given, and accepts it in one word", async () => {
  using place = await openAccepted();
  const discover = ["discover", place.shop, "--map", place.map];
  expect((await place.kept(...discover)).out).not.toContain("Since the map was accepted");
  changeFile(
    place.shop,
    "ALTER TABLE customers ADD COLUMN passport_number TEXT; CREATE TABLE notes (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id))",
  );
  const ran = await place.kept(...discover);
  expect(ran.out).toMatch(
    /Since the map was accepted\n {2}~ customers\n {6}new columns passport_number\n {6}newly known by passport_number \(.*\)\n {2}\+ notes\n/,
  );
  const json = (await place.keptJson(0, ...discover)) as Checked["systems"][number];
  expect(json.differences.map(({ table, change }) => [table, change])).toEqual([
    ["customers", "changed"],
    ["notes", "new"],
  ]);
});

test("a line of an older map, with its mark alone, still holds and still tells that something changed", async () => {
  using place = await openAccepted();
  const text = readFileSync(place.map, "utf8").replace(/^( {2}\w+: [0-9a-f]{16}) .*$/gm, "$1");
  expect(text).toMatch(/customers: [0-9a-f]{16}\n/);
  writeFileSync(place.map, text);
  expect((await place.check()).code).toBe(0);
  changeFile(place.shop, "ALTER TABLE customers ADD COLUMN passport_number TEXT");
  const ran = await place.check();
  expect(ran.code).toBe(3);
  expect(ran.out).toContain("does not remember by name");
});

test("every system of a configuration is looked at, whatever is wrong with one of them", async () => {
  using place = await openAccepted();
  const config = place.file("kept.config.mjs");
  const write = (systems: string, path = config) =>
    writeFileSync(
      path,
      `export default {
        controller: { name: "Shop", address: ["Street 1"], country: "DE", email: "p@example.org", zone: "UTC" },
        centre: { brand: "Shop", colours: { primary: "#000000", onPrimary: "#ffffff", accent: "#000000", background: "#ffffff", text: "#000000" }, intro: { en: "Hello" } },
        systems: { ${systems} },
      };`,
    );
  write(`shop: { title: { en: "Shop" }, url: { env: "SHOP" }, map: "shop.map.yaml" }`);
  place.variables["SHOP"] = place.shop;
  const fine = await place.kept("check", "--config", config);
  expect(fine).toMatchObject({ code: 0, err: "" });
  expect(fine.out).toMatch(/is valid: 1 system.*\nshop: the map matches\.\n/);
  delete place.variables["SHOP"];
  const missing = await place.kept("check", "--config", config);
  expect(missing).toMatchObject({ code: 1 });
  expect(missing.out).toContain("SHOP");
  expect((await place.kept("check", "--config", config, "--no-systems")).code).toBe(0);
  place.variables["SHOP"] = place.shop;
  write(
    `shop: { title: { en: "Shop" }, url: { env: "SHOP" }, map: "shop.map.yaml" }, gone: { title: { en: "Gone" }, url: "sqlite:${place.file("gone.db")}" }`,
    place.file("two.config.mjs"),
  );
  changeFile(place.shop, "ALTER TABLE customers ADD COLUMN passport_number TEXT");
  const both = (await place.keptJson(3, "check", "--config", place.file("two.config.mjs"))) as Checked;
  expect(both.systems.map(({ system, state }) => [system, state])).toEqual([
    ["gone", "failed"],
    ["shop", "drifted"],
  ]);
});

test("says what it needs to know", async () => {
  using place = openShop();
  expectRefusal(await place.kept("check", "--url", place.shop), 2, "Which map?");
  expectRefusal(await place.kept("check", "--map", "shop.map.yaml"), 2, "--url");
});

test("a map is held against the database that KEPT_URL names", async () => {
  using place = await openAccepted();
  place.variables["KEPT_URL"] = place.shop;
  expect(await place.kept("check", "--map", place.map)).toMatchObject({ code: 0, out: "shop: the map matches.\n" });
});
