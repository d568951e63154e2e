/** `kept discover --ask`: what is unclear is asked, and an answer leads on to what hangs on it. */
import { readFileSync } from "node:fs";
import { readMap } from "@kept/connectors/rights/map-file";
import { expect, test } from "vitest";
import { createWorkplace, runChild } from "./testing/run-kept.ts";
import { changeFile } from "./testing/small-shop.ts";

interface Discovered {
  readonly tables: readonly {
    readonly name: string;
    readonly edges: readonly { readonly to: string; readonly role: string }[];
  }[];
}

/** A table of people under a noun that nobody knows, keys that no table is called, and a role that nobody knows. */
const SCHEMA = `
  CREATE TABLE zorgel (id INTEGER PRIMARY KEY, full_name TEXT NOT NULL);
  CREATE TABLE customers (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT UNIQUE);
  CREATE TABLE bookings (id INTEGER PRIMARY KEY, zorgel_id INTEGER NOT NULL REFERENCES zorgel(id), seat TEXT);
  CREATE TABLE luggage (id INTEGER PRIMARY KEY, zorgel_id INTEGER NOT NULL REFERENCES zorgel(id), weight INTEGER);
  CREATE TABLE complaints (id INTEGER PRIMARY KEY, zorgel_id INTEGER NOT NULL REFERENCES zorgel(id), body TEXT);
  CREATE TABLE complaint_photos (id INTEGER PRIMARY KEY, complaint_id INTEGER NOT NULL REFERENCES complaints(id), path TEXT);
  CREATE TABLE gates (id INTEGER PRIMARY KEY, label TEXT, glemser_id INTEGER NOT NULL REFERENCES customers(id));
  CREATE TABLE runways (id INTEGER PRIMARY KEY, label TEXT, glemser_id INTEGER NOT NULL REFERENCES customers(id));
  CREATE TABLE meals (id INTEGER PRIMARY KEY, blorp_id INTEGER, dish TEXT);
  CREATE TABLE lounges (id INTEGER PRIMARY KEY, blorp_id INTEGER, visits INTEGER);
  CREATE TABLE miles (id INTEGER PRIMARY KEY, blorp_id INTEGER, amount INTEGER);
  INSERT INTO zorgel VALUES (1, 'Ada Beispiel'), (2, 'Ben Muster');
  INSERT INTO bookings VALUES (1, 1, '4A'), (2, 2, '4B');
  INSERT INTO complaints VALUES (1, 1, 'Too cold.');
  INSERT INTO complaint_photos VALUES (1, 1, 'a.png');
  INSERT INTO meals VALUES (1, 1, 'soup');
`;

function openAirline() {
  const place = createWorkplace();
  const database = place.file("airline.db");
  changeFile(database, SCHEMA);
  const map = place.file("airline.map.yaml");
  const ask = (input: string) =>
    runChild(["discover", database, "--ask", "--out", map], { dataDir: place.dataDir, input });
  return { ...place, database, map, ask, [Symbol.dispose]: () => place[Symbol.dispose]() };
}

test("each kind of question is asked once, and answers are lines of the map that inference goes on from", async () => {
  using place = openAirline();
  // People: zorgel. Keys: of the second table of people. Glemsers: no such answer, then they acted.
  const ran = await place.ask("y\n2\nwhatever\na\n");
  expect(ran.code, ran.err).toBe(0);
  expect(ran.err).toContain("zorgel: Are these people");
  expect(ran.err).toMatch(/blorp_id looks like a key in 3 tables/);
  expect(ran.err).toMatch(/So it is in 2 tables: gates, runways/);
  expect(ran.err).toContain('"whatever" is no answer');
  expect(ran.err).toContain("Nothing more to ask.");
  const map = readMap(readFileSync(place.map, "utf8"));
  expect(map.tables["zorgel"]?.subject).toBe(true);
  expect(map.naming).toEqual([
    { column: "blorp_id", to: "zorgel", toColumn: null, role: "inferred" },
    { column: "glemser_id", to: "customers", toColumn: null, role: "actor" },
  ]);

  const { tables } = (await place.keptJson(0, "discover", place.database, "--map", place.map)) as Discovered;
  const edges = tables.flatMap((table) =>
    table.edges.filter(({ role }) => role !== "context").map(({ to, role }) => `${table.name} > ${to} ${role}`),
  );
  expect(edges.sort()).toEqual([
    "bookings > zorgel owner",
    "complaint_photos > complaints part",
    "complaints > zorgel owner",
    "gates > customers actor",
    "lounges > zorgel owner",
    "luggage > zorgel owner",
    "meals > zorgel owner",
    "miles > zorgel owner",
    "runways > customers actor",
  ]);
  // Answered is answered.
  expect((await place.ask("")).err).toContain("Nothing is unclear.");
});

test("what is left open stays open, and the end of the input keeps what was answered", async () => {
  using place = openAirline();
  const ran = await place.ask("n\n\n");
  expect(ran.code, ran.err).toBe(0);
  const map = readMap(readFileSync(place.map, "utf8"));
  expect(map.tables["zorgel"]?.subject).toBe(false);
  expect(map.naming).toEqual([]);
  const ended = await place.ask("q\n");
  expect(ended.code, ended.err).toBe(0);
  // What was answered before is still there, and is not asked again.
  expect(ended.err).not.toContain("Are these people");
  expect(readMap(readFileSync(place.map, "utf8"))).toEqual(map);
});

test("a running server's system is not asked about as if it had been", async () => {
  using place = openAirline();
  const ran = await place.kept("discover", "airline", "--ask", "--out", place.map, "--server", "http://127.0.0.1:1");
  expect(ran.code).toBe(2);
  expect(ran.err).toContain("--ask looks at a database itself");
});

test("answers want a file to go to", async () => {
  using place = openAirline();
  const ran = await place.kept("discover", place.database, "--ask");
  expect(ran.code).toBe(2);
  expect(ran.err).toContain("--out shop.map.yaml");
});
