/** A map that says what columns are blanked with: refused where the database would, written where rows stay, and taken back. */
import type { Diff } from "@kept/engine/diff";
import { EVERYTHING } from "@kept/engine/rights";
import { expect, test } from "vitest";
import { createTestDatabase, type TestKind, testKinds, whyMissing } from "../testing/test-database.ts";
import { acceptProposals } from "./discover.ts";
import { readMap, writeMap } from "./map-file.ts";
import { createRowRights } from "./row-rights.ts";

const FORUM = `
  CREATE TABLE members (id INTEGER PRIMARY KEY, email VARCHAR(90) NOT NULL);
  CREATE TABLE topics (id INTEGER PRIMARY KEY, member_id INTEGER, state VARCHAR(20) NOT NULL CHECK (state IN ('open', 'gone')),
    phone VARCHAR(20) CHECK (phone LIKE '+%'), nick VARCHAR(30) NOT NULL UNIQUE, born DATE NOT NULL CHECK (born > '1900-01-01'),
    note VARCHAR(90), FOREIGN KEY (member_id) REFERENCES members (id));
  CREATE TABLE replies (id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, member_id INTEGER NOT NULL,
    FOREIGN KEY (topic_id) REFERENCES topics (id), FOREIGN KEY (member_id) REFERENCES members (id));
  INSERT INTO members VALUES (1, 'ada@example.org'), (2, 'bo@example.org');
  INSERT INTO topics VALUES (1, 1, 'open', '+49 30 1', 'ada', '1980-05-05', 'Ada wrote this'), (2, 1, 'open', '+49 30 2', 'ada2', '1980-05-05', NULL);
  INSERT INTO replies VALUES (1, 1, 2), (2, 2, 2);`;

const mapWith = (columns: string) => readMap(`tables: { topics: { columns: { ${columns} } } }`);
const GIVEN =
  'state: { blank: gone }, phone: { category: contact.phone, blank: "+0" }, nick: { category: identity.username, blank: "left-{}" }, ' +
  'born: { category: identity.birth-date, blank: 1900-06-01 }, note: { category: content.text, blank: "" }';

const NAMED = "nick: identity.username, born: identity.birth-date, note: content.text";

const ADA = { identifiers: [{ kind: "email", value: "ada@example.org" }], keys: [] };
const options = { today: "2030-06-15" };

async function openForum(kind: TestKind) {
  const database = await createTestDatabase(kind);
  await database.execute(FORUM);
  const rights = createRowRights(await database.open(), readMap(""));
  const use = async (columns: string) => {
    rights.useMap(mapWith(columns));
    rights.useMap(acceptProposals(await rights.discover(true)));
    return rights.discover();
  };
  const read = () =>
    database.query(
      `SELECT id, member_id, state, phone, nick, CAST(born AS ${kind === "mysql" ? "CHAR" : "VARCHAR"}) AS born, note FROM topics ORDER BY id`,
    );
  const close = async () => {
    await rights[Symbol.asyncDispose]();
    await database.drop();
  };
  return { rights, use, read, [Symbol.asyncDispose]: close };
}

test.each(testKinds)(
  "%s: rows that stay hold what the map says, and everything comes back with an undo",
  async (kind) => {
    if (whyMissing(kind) !== null) return;
    await using forum = await openForum(kind);
    const { rights } = forum;
    const { findings } = await forum.use(GIVEN);
    expect(findings.filter(({ blocks }) => blocks)).toEqual([]);
    const before = await forum.read();
    const plan = await rights.planErasure(ADA, EVERYTHING, options);
    expect(plan.findings.filter(({ blocks }) => blocks)).toEqual([]);
    expect(await forum.read()).toEqual(before);

    let diff: Diff | null = null;
    const seal = async (kept: Diff) => {
      diff = kept;
    };
    const outcome = await rights.erase(ADA, EVERYTHING, options, plan, { seal, keepUntil: "2030-07-01T00:00:00Z" });
    expect(outcome.verified).toBe(true);
    const stated = [
      { table: "topics", column: "state", value: "gone" },
      { table: "topics", column: "phone", value: "+0" },
      { table: "topics", column: "nick", value: "left-{}" },
      { table: "topics", column: "born", value: "1900-06-01" },
      { table: "topics", column: "note", value: "" },
    ];
    expect(plan.blanks).toEqual(stated);
    expect(outcome.blanks).toEqual(stated);
    const left = { member_id: null, state: "gone", phone: "+0", born: "1900-06-01", note: "" };
    expect(await forum.read()).toEqual([
      { id: 1, nick: "left-1", ...left },
      { id: 2, nick: "left-2", ...left },
    ]);
    // As the plan would set them: a run that was cut off is told by that.
    expect(await rights.settle(plan, options)).not.toBeNull();

    if (diff === null) throw new Error("Nothing was kept.");
    await rights.lifecycle.revert(diff, { seal: async () => undefined });
    expect(await forum.read()).toEqual(before);
  },
  60_000,
);

test.each(testKinds)(
  "%s: what the column cannot hold is told before anything is planned, and what only the database knows by the dry run",
  async (kind) => {
    if (whyMissing(kind) !== null) return;
    await using forum = await openForum(kind);
    const refused = await forum.use(`state: { blank: REMOVED }, ${NAMED}`);
    expect(refused.findings.filter(({ code }) => code === "map_blank_refused")).toMatchObject([
      { table: "topics", column: "state", blocks: true, message: expect.stringContaining("one of open, gone") },
    ]);
    await forum.use(`state: { blank: gone }, phone: { category: contact.phone, blank: REMOVED }, ${NAMED}`);
    const { findings } = await forum.rights.planErasure(ADA, EVERYTHING, options);
    // The check of the phone is a pattern, which nobody reads.
    expect(findings.filter(({ blocks }) => blocks).map(({ code }) => code)).toEqual(["value_refused"]);
  },
  60_000,
);

test("a map with blanks is written as it was read", () => {
  const map = mapWith(GIVEN);
  expect(readMap(writeMap(map))).toEqual(map);
});
