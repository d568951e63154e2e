/** Erasing somebody again: an empty row that had to stay is found by its key, and nothing is left to do to it. */
import { readdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openShop } from "./testing/expect-refusal.ts";
import { changeFile, writeShopMap } from "./testing/small-shop.ts";

test("a husk is not erased twice: nothing is left, nothing changes, and there is no second receipt", async () => {
  using place = openShop();
  changeFile(
    place.shop,
    `CREATE TABLE complaints (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders(id), customer_id INTEGER NOT NULL REFERENCES customers(id));
     INSERT INTO complaints VALUES (1, 11, 2);
     -- Somebody has the key of the row that would stand in for people who have left.
     INSERT INTO customers VALUES (-1, 'Below Zero', 'below@example.org', NULL)`,
  );
  await place.kept("discover", place.shop, "--accept", "--out", place.map);
  const erase = ["erase", ...place.on, "--id", "customers:1"];
  const first = await place.kept(...erase, "--yes");
  expect(first).toMatchObject({ code: 0 });
  expect(first.out).toMatch(/customers +0 +0 +1 +0\n/);
  const receipts = () =>
    readdirSync(place.dataDir, { recursive: true }).filter((name) => String(name).endsWith("receipt.json"));
  expect(receipts()).toHaveLength(1);
  const again = await place.kept(...erase, "--yes");
  expect(again).toMatchObject({ code: 0, err: "", out: "Nothing is left to erase.\n" });
  expect(receipts()).toHaveLength(1);
  expect(await place.keptJson(0, ...erase)).toMatchObject({ mode: "dry-run", tables: [] });
  changeFile(place.shop, "INSERT INTO orders VALUES (19, 1, 'once more', '2026-02-02')");
  const more = await place.kept(...erase, "--yes");
  expect(more).toMatchObject({ code: 0 });
  expect(more.out).toMatch(/orders +1 +0 +0 +0\n/);
  expect(more.out).not.toMatch(/customers +0 +0 +1/);
  expect(more.out).toContain("Done and verified");
});

test("what the law keeps is told again, and not erased again", async () => {
  using place = openShop();
  const retain = { for: "10 years", from: "placed_at", reason: "Tax law" };
  writeFileSync(place.map, writeShopMap({ orders: { retain } }));
  const erase = ["erase", ...place.on, "--id", "customers:1"];
  expect((await place.kept(...erase, "--yes")).out).toContain("Done and verified");
  const again = await place.kept(...erase, "--yes");
  expect(again.code).toBe(0);
  expect(again.out).toContain("Nothing is left to erase but what is retained:");
  expect(again.out).toContain("Tax law");
});
