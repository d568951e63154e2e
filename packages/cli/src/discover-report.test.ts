/** What `kept discover` says is to be done next. */
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { createWorkplace } from "./testing/run-kept.ts";

test("a table that looks personal and is nobody's by no word of the map stays a question, whatever is accepted", async () => {
  using place = createWorkplace();
  const path = place.file("shop.db");
  const database = new DatabaseSync(path);
  database.exec(`
    CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
    CREATE TABLE order_addresses (id INTEGER PRIMARY KEY, full_name TEXT, street TEXT, phone TEXT);`);
  database.close();
  const before = await place.kept("discover", path);
  expect(before.out).toContain("1 question to answer");
  const accepted = await place.kept("discover", path, "--accept", "--out", place.file("map.yaml"));
  expect(accepted.out).toContain("1 question to answer before anything can be erased");
  expect(accepted.out).toContain("order_addresses:\n          public: true");
});
