/** `kept discover --query-log`: joins that no key declares and no name tells become lines of a map to add, and nothing more. */
import { writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { createWorkplace } from "./testing/run-kept.ts";

interface Told {
  readonly tables: readonly { readonly name: string; readonly edges: readonly { readonly to: string }[] }[];
  readonly queryLog: readonly { readonly table: string; readonly to: string; readonly suggestion: string }[];
}

test("a query log shows whose rows are whose where no name does", async () => {
  using place = createWorkplace();
  const path = place.file("shop.db");
  const database = new DatabaseSync(path);
  database.exec(`
    CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, password TEXT NOT NULL);
    CREATE TABLE parcels (id INTEGER PRIMARY KEY, goes INTEGER NOT NULL, note TEXT);
    INSERT INTO users VALUES (1, 'ada@example.org', 'x'), (2, 'bo@example.org', 'y');
    INSERT INTO parcels VALUES (10, 1, 'ring twice'), (11, 2, NULL);
  `);
  database.close();
  const log = place.file("statements.sql");
  writeFileSync(log, "SELECT p.* FROM parcels p JOIN users u ON u.id = p.goes WHERE u.email = 'ada@example.org';\n");
  const without = (await place.keptJson(0, "discover", path)) as Told;
  expect(without.queryLog).toEqual([]);
  const told = (await place.keptJson(0, "discover", path, "--query-log", log)) as Told;
  expect(told.tables).toEqual(without.tables);
  expect(told.queryLog).toMatchObject([{ table: "parcels", columns: ["goes"], to: "users", role: "owner" }]);
  expect(JSON.stringify(told)).not.toContain("ada@");
  const map = place.file("shop.map.yaml");
  writeFileSync(map, `system: shop\n${told.queryLog[0]?.suggestion}\n`);
  const stated = (await place.keptJson(0, "discover", path, "--query-log", log, "--map", map)) as Told;
  expect(stated.queryLog).toEqual([]);
  expect(stated.tables.find(({ name }) => name === "parcels")?.edges).toMatchObject([{ to: "users" }]);
  expect((await place.kept("discover", path, "--query-log", place.file("none.sql"))).err).toContain("no such file");
});
