/** What `kept discover` says is to be done next. */
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { readMap } from "@kept/connectors/rights/map-file";
import { expect, test } from "vitest";
import { createWorkplace, runChild } from "./testing/run-kept.ts";

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

test("a doubt about a name of columns is told once, with the one line that answers it, and asked once", async () => {
  using place = createWorkplace();
  const path = place.file("club.db");
  const database = new DatabaseSync(path);
  const made = (name: string) => `CREATE TABLE ${name} (id INTEGER PRIMARY KEY, label TEXT, deleted_at TIMESTAMP,
    glemser_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE);`;
  database.exec(`
    CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, password TEXT, name TEXT);
    ${["aprons", "gates", "hangars", "lounges", "runways", "towers"].map(made).join("\n")}`);
  database.close();
  const map = place.file("club.map.yaml");
  const { out } = await place.kept("discover", path);
  expect(out.match(/owner_doubtful/g)).toHaveLength(1);
  expect(out).toContain("So it is in 6 tables: aprons, gates, hangars, lounges and 2 more.");
  expect(out).toContain('naming:\n        "glemser_id -> users": owner   # or actor\n');
  expect(out.match(/soft_delete_noticed/g)).toHaveLength(1);
  expect(out).toContain("aprons.deleted_at, gates.deleted_at, hangars.deleted_at, lounges.deleted_at and 2 more.");
  // What is asked is no proposal beside.
  expect(out).toMatch(/\n1 proposal to confirm and 1 question to answer before anything can be erased/);
  const found = (await place.keptJson(0, "discover", path)) as {
    readonly findings: readonly { readonly code: string; readonly places: readonly unknown[] }[];
  };
  const doubts = found.findings.filter(({ code }) => code === "owner_doubtful");
  expect(doubts).toHaveLength(1);
  expect(doubts[0]?.places).toEqual(
    ["aprons", "gates", "hangars", "lounges", "runways", "towers"].map((table) => ({ table, column: "glemser_id" })),
  );
  const asked = await runChild(["discover", path, "--ask", "--out", map], { dataDir: place.dataDir, input: "a\n" });
  expect(asked.err).toContain("1 of about 1  glemser_id");
  expect(readMap(readFileSync(map, "utf8")).naming).toHaveLength(1);
  const checked = await place.kept("check", path, "--map", map);
  expect(checked.out).not.toContain("owner_doubtful");
});

test("what the schema declares is counted among the proposals, and told apart from guesses; that nobody has looked is said once", async () => {
  using place = createWorkplace();
  const path = place.file("post.db");
  const database = new DatabaseSync(path);
  database.exec(`
    CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, password TEXT);
    CREATE TABLE parcels (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), weight INTEGER);
    CREATE TABLE wrappings (id INTEGER PRIMARY KEY, parcel_id INTEGER NOT NULL, colour TEXT);`);
  database.close();
  const map = place.file("post.map.yaml");
  const { out } = await place.kept("discover", path);
  expect(out).toMatch(/\n3 proposals to confirm \(1 of them declared by the schema, which says that a row refers,/);
  expect(out).not.toContain("tables_unreviewed");
  const accepted = await place.kept("discover", path, "--accept", "--out", map);
  expect(accepted.out).toContain("\nNothing stands in the way of access or erasure.\n");
  expect(accepted.out).toContain("Every proposal is confirmed.\n");
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
