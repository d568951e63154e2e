/** `kept replay`: a backup of a database is restored, and whoever was erased since is erased again; nobody else is. */
import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectRefusal, openShop } from "./testing/expect-refusal.ts";
import { changeFile, countRows, readFile } from "./testing/small-shop.ts";

async function openMapped() {
  const place = openShop();
  changeFile(
    place.shop,
    "ALTER TABLE customers ADD COLUMN created_at TEXT; UPDATE customers SET created_at = '2026-01-01T10:00:00Z'",
  );
  const map = place.file("shop.map.yaml");
  await place.kept("discover", place.shop, "--accept", "--out", map);
  const on = ["--url", place.shop, "--map", map];
  const erase = (who: string) => place.kept("erase", ...on, "--id", who, "--yes");
  return { ...place, map, on, erase };
}

test("restored, replayed: the database is as it was after the erasures; again, and nothing is left to do", async () => {
  const place = await openMapped();
  using _ = place;
  copyFileSync(place.shop, place.file("backup.db"));
  // One is known by her address, which was another one when the backup was made; the other by his number.
  changeFile(place.shop, "UPDATE customers SET email = 'ada.new@example.org' WHERE id = 1");
  expect((await place.kept("erase", ...place.on, "--email", "ada.new@example.org", "--yes")).code).toBe(0);
  expect((await place.erase("customers:2")).code).toBe(0);
  const erased = readFile(place.shop);
  copyFileSync(place.file("backup.db"), place.shop);

  const dry = await place.keptJson(0, "replay", ...place.on);
  expect(dry).toMatchObject({ mode: "dry-run", erasures: 2, due: 2, erased: 0, tables: { customers: 2, orders: 4 } });
  expect(countRows(place.shop, "customers")).toBe(4);
  const done = await place.kept("replay", ...place.on, "--yes");
  expect(done).toMatchObject({ code: 0, err: "" });
  expect(done.out).toContain("2 people were erased again");
  expect(readFile(place.shop)).toEqual(erased);
  const again = await place.keptJson(0, "replay", ...place.on, "--yes");
  expect(again).toMatchObject({ due: 0, erased: 0, verified: true, newer: [], ambiguous: [] });

  // Tombstones and receipts name nobody.
  const files = readdirSync(place.dataDir, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".json"),
  );
  const texts = files
    .filter((name) => /tombstones|receipt/.test(name))
    .map((name) => readFileSync(join(place.dataDir, name), "utf8"));
  expect(texts).toHaveLength(8);
  expect(texts.join("").toLowerCase()).not.toMatch(/ada|pat o|example\.org/);
});

test("a backup restored elsewhere, of erasures since a day", async () => {
  const place = await openMapped();
  using _ = place;
  const copy = place.file("elsewhere.db");
  copyFileSync(place.shop, copy);
  await place.erase("customers:1");
  const on = ["--url", copy, "--map", place.map];
  expectRefusal(await place.kept("replay", ...on), 4, "nothing to replay");
  expectRefusal(
    await place.kept("replay", ...on, "--from", place.shop, "--since", "2999-01-01"),
    4,
    "nothing to replay",
  );
  expectRefusal(await place.kept("replay", ...on, "--since", "lately"), 2, "--since");
  expect(
    await place.keptJson(0, "replay", ...on, "--from", place.shop, "--since", "2026-01-01", "--yes"),
  ).toMatchObject({ erased: 1 });
  expect(countRows(copy, "orders")).toBe(6);
});

test("whoever came back after the erasure stays, and a key that may be somebody else's is asked about", async () => {
  const place = await openMapped();
  using _ = place;
  await place.kept("erase", ...place.on, "--email", "ada@example.org", "--yes");
  await place.erase("customers:2");
  await place.erase("customers:3");
  changeFile(
    place.shop,
    `INSERT INTO customers VALUES (9, 'Ada Example', 'ada@example.org', NULL, '2999-01-01T10:00:00Z');
     INSERT INTO customers VALUES (2, 'Newcomer', 'new@example.org', NULL, '2999-01-01T10:00:00Z');
     INSERT INTO customers VALUES (3, 'Undated', 'undated@example.org', NULL, NULL)`,
  );
  const before = readFile(place.shop);
  const replayed = (await place.keptJson(3, "replay", ...place.on, "--yes")) as { newer: unknown[] };
  expect(replayed).toMatchObject({
    erased: 0,
    ambiguous: [{ row: { table: "customers", key: ["3"] }, why: expect.stringContaining("only its key") }],
  });
  expect(replayed.newer).toEqual([
    { table: "customers", key: ["2"] },
    { table: "customers", key: ["9"] },
  ]);
  expect(readFile(place.shop)).toEqual(before);
});
