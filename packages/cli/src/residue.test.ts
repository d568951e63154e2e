/** `kept residue` on a bare database: what it says, and how it ends. */
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { expectRefusal, openShop } from "./testing/expect-refusal.ts";
import { changeFile } from "./testing/small-shop.ts";

test("tells where values of somebody who was erased still stand, by column and key, and shows none of them", async () => {
  using place = openShop();
  const map = place.file("shop.map.yaml");
  await place.kept("discover", place.shop, "--accept", "--out", map);
  const who = ["--url", place.shop, "--map", map, "--email", "ada@example.org"];
  expect((await place.kept("erase", ...who, "--yes")).code).toBe(0);
  const clean = await place.kept("residue", ...who);
  expect(clean).toMatchObject({ code: 0, err: "" });
  expect(clean.out).toMatch(/^Nothing of the person stands in \d+ columns of 3 tables in shop\.\n/);
  changeFile(
    place.shop,
    `CREATE TABLE outbox (id INTEGER PRIMARY KEY, payload TEXT);
     INSERT INTO outbox VALUES (7, '{"to":"ADA@example.org","dear":"Ada Example"}'), (8, 'Ada Example')`,
  );
  const found = await place.kept("residue", ...who);
  expect(found).toMatchObject({ code: 3, err: "" });
  expect(found.out).toMatch(/outbox\.payload +1 +contact\.email +7\n/);
  expect(found.out.toLowerCase()).not.toContain("ada@");
  const words = await place.keptJson(3, "residue", ...who, "--text", "Ada Example");
  expect(words).toMatchObject({
    places: [{ table: "outbox", column: "payload", rows: 2, planned: 0, keys: [["7"], ["8"]] }],
    findings: [{ code: "residue_found", table: "outbox", column: "payload" }],
  });
});

test("rows that the law keeps are told apart, with the rule and the day, and are no residue", async () => {
  using place = openShop();
  const map = place.file("shop.map.yaml");
  changeFile(
    place.shop,
    `CREATE TABLE addresses (id INTEGER PRIMARY KEY, street TEXT, email TEXT);
     ALTER TABLE orders ADD COLUMN address_id INTEGER REFERENCES addresses(id);
     INSERT INTO addresses VALUES (1, 'Invented Row 1', 'ada@example.org'), (2, 'Invented Row 2', 'someone@example.org');
     UPDATE orders SET address_id = 1, note = 'mail ada@example.org' WHERE id = 11;
     UPDATE orders SET note = 'mail ada@example.org', placed_at = '2009-01-05' WHERE id = 12;
     UPDATE order_lines SET article = 'pen for ada@example.org' WHERE order_id = 11 AND line = 1;`,
  );
  const rule = "{ for: 10 years, from: placed_at, reason: Tax law }";
  const held = '"address_id -> addresses": holds';
  writeFileSync(map, `tables:\n  orders:\n    retain: ${rule}\n    edges: { ${held} }\n`);
  await place.kept("discover", place.shop, "--accept", "--out", map);
  const who = ["--url", place.shop, "--map", map, "--email", "ada@example.org"];
  const erased = await place.kept("erase", ...who, "--yes");
  expect(erased.code, erased.out).toBe(0);
  const kept = await place.kept("residue", ...who);
  expect(kept.out).toMatch(
    /^Nothing of the person stands in \d+ columns of 4 tables in shop but rows that the law keeps\.\n/,
  );
  // With what is part of the row, and what it holds; the older order has gone.
  for (const name of ["orders.note", "order_lines.article", "addresses.email"]) {
    expect(kept.out).toMatch(new RegExp(`${name.replace(".", "\\.")} +1 +2036-01-05 +Tax law\n`));
  }
  expect(kept.out).not.toContain("an erasure takes care of");
  expect(kept.code).toBe(0);
  const told = (await place.keptJson(0, "residue", ...who)) as { places: { column: string; kept: unknown }[] };
  expect(told.places.find(({ column }) => column === "note")?.kept).toEqual([
    { rows: 1, reason: "Tax law", until: "2036-01-05" },
  ]);
  // What nothing keeps is left as before.
  changeFile(place.shop, "UPDATE addresses SET street = 'care of ada@example.org' WHERE id = 2");
  const left = await place.kept("residue", ...who);
  expect(left.code).toBe(3);
  expect(left.out).toMatch(/addresses\.street +1 +contact\.email +2\n/);
  expect(left.out).toMatch(/Left, since the law keeps these rows:\n/);
});

test("of many long keys a line tells as many as it has room for, and how many more there are", async () => {
  using place = openShop();
  const map = place.file("shop.map.yaml");
  await place.kept("discover", place.shop, "--accept", "--out", map);
  const rows = Array.from({ length: 9 }, (_, at) => `('${`${at}`.repeat(32)}', 'for Ada Example')`);
  changeFile(place.shop, `CREATE TABLE outbox (guid TEXT PRIMARY KEY, dear TEXT); INSERT INTO outbox VALUES ${rows}`);
  const who = ["--url", place.shop, "--map", map, "--email", "ada@example.org", "--text", "Ada Example"];
  const { out } = await place.kept("residue", ...who);
  expect(out).toMatch(new RegExp(`outbox\\.dear +9 +\\S+ +${"0".repeat(32)}; 8 more\\n`));
  const told = (await place.keptJson(3, "residue", ...who)) as { places: { table: string; keys: unknown[] }[] };
  expect(told.places.find(({ table }) => table === "outbox")?.keys).toHaveLength(9);
});

test("somebody who is gone, named by nothing but their key, is not called clean: nothing was looked at", async () => {
  using place = openShop();
  const map = place.file("shop.map.yaml");
  await place.kept("discover", place.shop, "--accept", "--out", map);
  const who = ["--url", place.shop, "--map", map, "--id", "customers:1"];
  expect((await place.kept("residue", ...who)).code).toBe(0);
  expect((await place.kept("erase", ...who, "--yes")).code).toBe(0);
  expectRefusal(await place.kept("residue", ...who), 4, "nothing was looked at");
  expect((await place.kept("residue", ...who, "--text", "Ada Example")).code).toBe(0);
});

test("a table that does not exist is a mistake of the command", async () => {
  using place = openShop();
  expectRefusal(await place.kept("residue", "--url", place.shop, "--id", "nobody:1"), 2, "nobody");
  expectRefusal(await place.kept("residue", "--url", place.shop), 2, "Whose data?");
});
