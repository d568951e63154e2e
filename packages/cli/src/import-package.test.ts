/** `kept import package`: a package goes into an empty shop, and the person is given the same there. */

import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { expectRefusal, openShop } from "./testing/expect-refusal.ts";
import { countRows, createSmallShop } from "./testing/small-shop.ts";

const TABLES = ["order_lines", "orders", "customers"];

test("C15: exported, imported into an empty shop, exported again: the same", async () => {
  using place = openShop();
  const map = place.file("shop.map.yaml");
  await place.kept("discover", place.shop, "--accept", "--out", map);
  const on = (url: string) => ["--url", url, "--map", map, "--email", "ada@example.org"];
  const zip = place.file("ada.zip");
  expect((await place.kept("access", ...on(place.shop), "--out", zip)).code).toBe(0);
  const empty = place.file("empty.db");
  createSmallShop(empty);
  const database = new DatabaseSync(empty);
  for (const table of TABLES) database.exec(`DELETE FROM ${table}`);
  database.close();

  const into = ["import", "package", zip, "--url", empty, "--map", map];
  expect(await place.keptJson(0, ...into)).toMatchObject({
    mode: "dry-run",
    findings: [],
    stubs: [],
    emptied: [],
    left: 0,
  });
  expect(countRows(empty, "orders")).toBe(0);
  const done = await place.kept(...into, "--yes");
  expect([done.code, done.err]).toEqual([0, ""]);
  expect(done.out).toContain("7 rows imported");
  const { tables } = (await place.keptJson(0, "access", ...on(place.shop))) as { readonly tables: unknown };
  expect(await place.keptJson(0, "access", ...on(empty))).toMatchObject({ tables });
  expect(TABLES.map((table) => countRows(empty, table))).toEqual([4, 2, 1]);
  const again = await place.kept(...into, "--yes");
  expect([again.code, again.out.includes("import_row_exists")]).toEqual([3, true]);

  writeFileSync(place.file("broken.zip"), "no archive");
  expectRefusal(await place.kept("import", "package", place.file("broken.zip"), "--url", empty), 2, "not a package");
});

test("a package is whole, or says which file is not what it was", async () => {
  using place = openShop();
  const map = place.file("shop.map.yaml");
  await place.kept("discover", place.shop, "--accept", "--out", map);
  const zip = place.file("ada.zip");
  await place.kept("access", "--url", place.shop, "--map", map, "--email", "ada@example.org", "--out", zip);
  const whole = await place.kept("package", "verify", zip);
  expect([whole.code, whole.out]).toEqual([0, expect.stringContaining("The package is whole. 7 rows in 3 tables")]);

  const files = unzipSync(readFileSync(zip));
  const table = Object.keys(files).find((path) => /customers\.json$/.test(path)) ?? "";
  const rows = JSON.parse(strFromU8(files[table] ?? new Uint8Array())) as Record<string, unknown>[];
  const [first, ...rest] = rows;
  files[table] = strToU8(JSON.stringify([{ ...first, email: 7 }, ...rest]));
  files["extra.txt"] = strToU8("slipped in");
  const changed = place.file("changed.zip");
  writeFileSync(changed, zipSync(files));
  expect(await place.keptJson(1, "package", "verify", changed)).toMatchObject({
    valid: false,
    faults: [
      { file: table, message: "is not what the manifest says" },
      { file: "extra.txt", message: "is not in the manifest" },
      { file: table, message: "row 1: email does not fit its schema" },
    ],
  });
});
