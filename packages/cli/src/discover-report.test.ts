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
  expect(accepted.out).toContain("Every proposal is confirmed.\nAnswer what is unclear, one by one:");
});

test("the lines to go on with stand one under the other, and name a map that is called like the database", async () => {
  using place = createWorkplace();
  const path = place.file("reading room.db");
  const database = new DatabaseSync(path);
  database.exec(`
    CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, password TEXT);
    CREATE TABLE notes (id INTEGER PRIMARY KEY, user_id INTEGER, approval_by INTEGER, body TEXT);
    CREATE TABLE order_addresses (id INTEGER PRIMARY KEY, full_name TEXT, street TEXT, phone TEXT);`);
  database.close();
  const { out } = await place.kept("discover", path);
  const steps = out.split("\n").filter((line) => line.includes(":  "));
  expect(steps.map((line) => line.indexOf("kept ")).filter((at, _, all) => at !== all[0])).toEqual([]);
  expect(steps.join("\n")).toContain("--ask --out reading-room.map.yaml");
  const dry = await place.kept("discover", path, "--accept");
  expect(dry.out).toMatch(/Every proposal is confirmed; not kept: add --out reading-room\.map\.yaml\./);
});
