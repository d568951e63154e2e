/** What a dry run tries, and what it leaves alone because it might not be rolled back. */
import { EVERYTHING } from "@kept/engine/rights";
import { expect, test } from "vitest";
import { createTestSqlite } from "../testing/test-database.ts";
import { acceptProposals } from "./discover.ts";
import { readMap } from "./map-file.ts";
import { createRowRights } from "./row-rights.ts";

const FORUM = `
  CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
  CREATE TABLE topics (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users, body TEXT NOT NULL CHECK (body LIKE 'topic: %'));
  CREATE TABLE replies (id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL REFERENCES topics, user_id INTEGER NOT NULL REFERENCES users);
  INSERT INTO users VALUES (1, 'ada@example.org'), (2, 'bo@example.org');
  INSERT INTO topics VALUES (1, 1, 'topic: one'); INSERT INTO replies VALUES (1, 1, 2);`;
const TRIGGER = "CREATE TRIGGER told AFTER UPDATE ON topics BEGIN SELECT 1; END";

test.each([
  ["a check that no placeholder satisfies is a finding", "", ["value_refused"]],
  ["a table with triggers is not tried", TRIGGER, []],
])("%s", async (_, more, codes) => {
  const database = await createTestSqlite();
  try {
    await database.execute(`${FORUM}${more}`);
    const map = readMap("tables: { topics: { columns: { body: content.text } } }");
    await using rights = createRowRights(await database.open(), map);
    rights.useMap(acceptProposals(await rights.discover()));
    const ada = { identifiers: [{ kind: "email", value: "ada@example.org" }], keys: [] };
    const { findings } = await rights.planErasure(ada, EVERYTHING, { today: "2030-06-15" });
    expect(findings.filter(({ blocks }) => blocks).map(({ code }) => code)).toEqual(codes);
    expect(await database.query("SELECT body FROM topics")).toEqual([{ body: "topic: one" }]);
  } finally {
    await database.drop();
  }
});
