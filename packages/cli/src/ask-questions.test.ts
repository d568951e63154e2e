/** `kept discover --ask`: what is unclear is asked, and an answer leads on to what hangs on it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { readMap } from "@kept/connectors/rights/map-file";
import { expect, test } from "vitest";
import { createWorkplace, runChild } from "./testing/run-kept.ts";
import { changeFile } from "./testing/small-shop.ts";
import { talkToKept } from "./testing/talk-to-kept.ts";

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
  const talk = () => talkToKept(["discover", database, "--ask", "--out", map], place.dataDir);
  return { ...place, database, map, ask, talk, [Symbol.dispose]: () => place[Symbol.dispose]() };
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
  // The whole is told once, when all is asked.
  expect(ran.out.match(/^airline: /gm)).toHaveLength(1);
  expect(ran.out).not.toContain("to answer");
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
  const again = (await place.ask("")).err;
  expect(again).toContain("Nothing is unclear.");
  expect(again).not.toContain("One question after the other");
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
  expect(ended.err).toMatch(/No answer was given; the same command goes on from there. About 3 questions are left\.\n/);
  expect(ended.out).toBe("");
  // What was answered before is still there, and is not asked again.
  expect(ended.err).not.toContain("Are these people");
  expect(readMap(readFileSync(place.map, "utf8"))).toEqual(map);
});

test("whatever ends it, an answer that was given is kept, and the next time goes on from there", async () => {
  using place = openAirline();
  const first = place.talk();
  expect(await first.heard()).toContain("1 of about 4  zorgel: Are these people");
  await first.say("y");
  expect(await first.heard()).toContain("bookings: belongs to people; zorgel_id -> zorgel: owner");
  const killed = await first.end("SIGKILL");
  expect(killed.signal).toBe("SIGKILL");
  expect(readMap(readFileSync(place.map, "utf8")).tables["zorgel"]?.subject).toBe(true);

  const second = place.talk();
  expect(await second.heard()).toContain("1 of about 2  blorp_id looks like a key in 3 tables");
  await second.say("2");
  const stopped = await second.end("SIGINT");
  expect(stopped.code).toBe(130);
  expect(stopped.said).toContain(`Stopped. 1 answer is kept in ${place.map}; the same command goes on from there.`);
  expect(existsSync(`${place.map}.part`)).toBe(false);

  const third = await place.ask("a\n");
  expect(third.err).toContain("1 of about 1  glemser_id may make these rows");
  expect(third.err).toContain("Nothing more to ask.");
  expect(readMap(readFileSync(place.map, "utf8")).naming).toHaveLength(2);
});

test("an answer is taken back, a question passed over and explained", async () => {
  using place = openAirline();
  const talk = place.talk();
  await talk.say("b");
  expect(await talk.heard()).toContain("This is the first question.");
  await talk.say("?");
  const explained = await talk.heard();
  expect(explained).toContain(
    "An answer speaks of 4 tables: bookings.zorgel_id, complaints.zorgel_id, luggage.zorgel_id.",
  );
  expect(explained).toContain("zorgel: id INTEGER, full_name TEXT (name of a person)");
  expect(explained).toContain("n  no people: Its rows are nobody whose data you answer for.");
  // Examples are of the catalogue, never of rows.
  expect(explained).not.toMatch(/Beispiel|Muster/);
  await talk.say("n");
  expect(await talk.heard()).toContain("2 of about 4");
  expect(readMap(readFileSync(place.map, "utf8")).tables["zorgel"]?.subject).toBe(false);
  await talk.say("b");
  expect(await talk.heard()).toContain("1 of about 4  zorgel: Are these people");
  expect(readMap(readFileSync(place.map, "utf8")).tables).toEqual({});
  await talk.say("y");
  await talk.say("s");
  await talk.say("b");
  expect(await talk.heard()).toContain("blorp_id looks like a key");
  await talk.say("skip");
  await talk.say("s");
  await talk.end("SIGTERM").catch(() => undefined);
  // What was passed over comes again.
  const again = await place.ask("");
  expect(again.err).toContain("1 of about 2  blorp_id looks like a key");
});

test("the file keeps the words and the order of whoever wrote it, and what is edited beside the questions", async () => {
  using place = openAirline();
  const written = `# Ours.
system: airline
tables:
    # The catalogue.
    runways: {public: true}   # tarmac
`;
  writeFileSync(place.map, written);
  const talk = place.talk();
  await talk.say("y");
  expect(await talk.heard()).toContain("blorp_id");
  expect(readFileSync(place.map, "utf8")).toBe(`${written}    zorgel:\n        subject: true\n`);
  writeFileSync(place.map, `${readFileSync(place.map, "utf8")}# Beside.\n    gates: { public: true }\n`);
  await talk.say("2");
  await talk.end("SIGINT").catch(() => undefined);
  const text = readFileSync(place.map, "utf8");
  expect(text).toContain("# The catalogue.\n    runways: {public: true}   # tarmac\n");
  expect(text).toContain("# Beside.\n    gates: { public: true }\n");
  expect(readMap(text)).toMatchObject({
    naming: [{ column: "blorp_id", to: "zorgel" }],
    tables: { zorgel: { subject: true }, gates: { public: true } },
  });
  // What stood there before the first answer.
  expect(readFileSync(`${place.map}.bak`, "utf8")).toContain("# Ours.");
  const accepted = await place.kept("discover", place.database, "--accept", "--out", place.map);
  expect(accepted.code, accepted.err).toBe(0);
  const after = readFileSync(place.map, "utf8");
  expect(after.startsWith(text.trimEnd())).toBe(true);
  expect(after).toContain("\naccepted:\n    ");
});

test("what is edited while the last question stands is there when it is passed over", async () => {
  using place = openAirline();
  const talk = place.talk();
  await talk.say("y");
  await talk.heard();
  // An answer that is taken back leaves it alone as well.
  writeFileSync(place.map, `${readFileSync(place.map, "utf8")}  runways: { public: true } # ours\n`);
  await talk.say("2");
  await talk.say("b");
  await talk.say("1");
  await talk.heard();
  expect(readFileSync(place.map, "utf8")).toContain("runways: { public: true } # ours\n");
  const edited = `${readFileSync(place.map, "utf8")}  gates: { public: true } # beside\n`;
  writeFileSync(place.map, edited);
  await talk.say("s");
  expect(await talk.ended()).toMatchObject({ code: 0 });
  expect(readFileSync(place.map, "utf8")).toBe(edited);
});

test("an answer that was changed in the file is not taken back, and counts as kept", async () => {
  using place = openAirline();
  const talk = place.talk();
  await talk.say("y");
  await talk.heard();
  const changed = readFileSync(place.map, "utf8").replace("subject: true", "subject: false");
  writeFileSync(place.map, changed);
  await talk.say("b");
  const { code, said } = await talk.ended();
  expect(code).toBe(1);
  expect(said).toContain(`Stopped. 1 answer is kept in ${place.map};`);
  expect(said).toContain("has been changed since");
  expect(readFileSync(place.map, "utf8")).toBe(changed);
});

test("a table that looks personal and is nobody's is asked about too", async () => {
  using place = openAirline();
  changeFile(place.database, "CREATE TABLE blips (id INTEGER PRIMARY KEY, ip_address TEXT, gruzzle INTEGER, at TEXT)");
  const ran = await place.ask("y\n2\na\nn\n");
  expect(ran.err).toContain("4 of about 4  blips: Looks personal (ip_address), and nothing says whose it is.");
  expect(ran.err).toContain("Nothing more to ask.");
  expect(readMap(readFileSync(place.map, "utf8")).tables["blips"]?.public).toBe(true);
});

test("answers want a file to go to", async () => {
  using place = openAirline();
  const ran = await place.kept("discover", place.database, "--ask");
  expect(ran.code).toBe(2);
  expect(ran.err).toContain("--out shop.map.yaml");
});

test("whoever asks for values sees a few of them, and nobody else does", async () => {
  using place = openAirline();
  const talk = place.talk();
  expect(await talk.heard()).not.toMatch(/Beispiel|Muster/);
  await talk.say("values");
  expect(await talk.heard()).toContain('zorgel.full_name: "Ada Beispiel", "Ben Muster"');
  await talk.say("y");
  expect(await talk.heard()).not.toMatch(/Beispiel|Muster/);
  await talk.end("SIGINT").catch(() => undefined);
  const blind = talkToKept(
    ["discover", place.database, "--ask", "--no-data", "--out", place.file("blind.map.yaml")],
    place.dataDir,
  );
  await blind.say("values");
  expect(await blind.heard()).toContain("No values can be looked at.");
  await blind.end("SIGINT").catch(() => undefined);
});

test("what a plan found is asked where it leads, and stops the erasure no more", async () => {
  using place = createWorkplace();
  const database = place.file("forum.db");
  const map = place.file("forum.map.yaml");
  changeFile(
    database,
    `CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE NOT NULL, password TEXT NOT NULL);
     CREATE TABLE topics (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users, xqz VARCHAR(20) NOT NULL,
       state TEXT NOT NULL CHECK (state IN ('open', 'gone')));
     CREATE TABLE replies (id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL REFERENCES topics, user_id INTEGER NOT NULL REFERENCES users);
     INSERT INTO users VALUES (1, 'ada@example.org', 'x'), (2, 'bo@example.org', 'y');
     INSERT INTO topics VALUES (1, 1, 'q', 'open'); INSERT INTO replies VALUES (1, 1, 2);`,
  );
  writeFileSync(map, "tables:\n  topics:\n    columns:\n      state: special.health\n");
  const erase = ["erase", "--url", database, "--map", map, "--email", "ada@example.org"];
  const dry = await place.kept(...erase);
  expect(dry.code).toBe(3);
  expect(dry.out).toContain("column_not_blanked topics.state");
  expect(dry.out).toContain("kept discover … --ask --about topics.state");
  const ask = (about: string, input: string) =>
    runChild(["discover", database, "--ask", "--about", about, "--out", map], { dataDir: place.dataDir, input });
  expect((await ask("nowhere.state", "")).code).toBe(2);
  expect((await ask("topics.stat", "")).err).toContain("topics has no such column");
  changeFile(database, "CREATE TABLE colours (id INTEGER PRIMARY KEY, title TEXT)");
  expect((await ask("colours", "")).err).toContain("Nothing is asked about colours.");
  expect(await place.kept("discover", database, "--about", "topics.state")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--about goes with --ask"),
  });
  const state = await ask("topics.state", "2\nq\n");
  expect(state.err).toContain("What is topics.state to hold once its row is blanked?");
  expect(state.err).not.toContain("Nothing is asked about");
  expect(readMap(readFileSync(map, "utf8")).tables["topics"]?.columns["state"]).toMatchObject({ blank: "gone" });
  for (let left = 4; left > 0; left -= 1) {
    const plan = await place.kept(...erase);
    const about = /--about (\S+)/.exec(plan.out)?.[1];
    if (about === undefined) break;
    // What is likely comes first.
    const asked = await ask(about, "1\nq\n");
    expect(asked.err, plan.out).not.toContain("Nothing is unclear.");
  }
  // What is answered is settled; the rest waits for somebody to have looked.
  const open = (await place.keptJson(3, ...erase)) as { findings: readonly { code: string; blocks: boolean }[] };
  expect(open.findings.filter(({ blocks }) => blocks).map(({ code }) => code)).toEqual(["tables_unreviewed"]);
  await place.kept("discover", database, "--accept", "--out", map);
  expect(await place.kept(...erase)).toMatchObject({ code: 0 });
});
