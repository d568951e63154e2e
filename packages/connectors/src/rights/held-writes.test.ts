/** What a run has written and a trigger has written again is told, whatever its type; what nobody has written again is not. */
import { EVERYTHING } from "@kept/engine/rights";
import { expect, test } from "vitest";
import { createTestDatabase, type TestKind, testKinds, whyMissing } from "../testing/test-database.ts";
import { acceptProposals } from "./discover.ts";
import { readMap } from "./map-file.ts";
import { createRowRights } from "./row-rights.ts";

const SHOP = `
  CREATE TABLE members (id INTEGER PRIMARY KEY, email VARCHAR(90) NOT NULL);
  CREATE TABLE topics (id INTEGER PRIMARY KEY, member_id INTEGER, salary DECIMAL(9, 2) NOT NULL, born DATE NOT NULL,
    is_ill BOOLEAN NOT NULL, note VARCHAR(90) NOT NULL, replies INTEGER NOT NULL,
    FOREIGN KEY (member_id) REFERENCES members (id));
  CREATE TABLE replies (id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, member_id INTEGER NOT NULL,
    FOREIGN KEY (topic_id) REFERENCES topics (id), FOREIGN KEY (member_id) REFERENCES members (id));
  CREATE TABLE shares (id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, owner_id INTEGER, moderator_id INTEGER,
    FOREIGN KEY (topic_id) REFERENCES topics (id), FOREIGN KEY (owner_id) REFERENCES members (id));
  INSERT INTO members VALUES (1, 'ada@example.org'), (2, 'bo@example.org'), (3, 'cy@example.org');
  INSERT INTO topics VALUES (1, 1, 5000, '1980-05-05', true, 'Ada wrote this', 2), (2, 2, 6000, '1981-05-05', false, 'Bo did', 1);
  INSERT INTO replies VALUES (1, 1, 2), (2, 1, 1), (3, 2, 1);
  INSERT INTO shares VALUES (1, 2, 2, 1);`;

const MAP = `
tables:
  topics:
    columns:
      salary: financial.income
      born: identity.birth-date
      is_ill: special.health
      note: content.text
      replies: { counter: "replies(topic_id)" }
  shares:
    edges:
      owner_id -> members: owner
      moderator_id -> members: actor
`;

/** A trigger that lets a column of one row of a table hold what it held before. */
function keepBefore(kind: TestKind, table: string, column: string): string {
  switch (kind) {
    case "sqlite":
      return `CREATE TRIGGER stubborn AFTER UPDATE OF ${column} ON ${table} WHEN NEW.${column} IS NOT OLD.${column}
        BEGIN UPDATE ${table} SET ${column} = OLD.${column} WHERE id = OLD.id; END;`;
    case "mysql":
      return `CREATE TRIGGER stubborn BEFORE UPDATE ON ${table} FOR EACH ROW SET NEW.${column} = OLD.${column}`;
    default:
      return `CREATE FUNCTION stubborn() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN NEW.${column} := OLD.${column}; RETURN NEW; END';
        CREATE TRIGGER stubborn BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION stubborn();`;
  }
}

async function eraseAda(kind: TestKind, trigger: string | null) {
  const database = await createTestDatabase(kind);
  try {
    await database.execute(SHOP);
    if (trigger !== null) await database.execute(trigger);
    await using rights = createRowRights(await database.open(), readMap(MAP));
    rights.useMap(acceptProposals(await rights.discover()));
    const ada = { identifiers: [{ kind: "email", value: "ada@example.org" }], keys: [] };
    const options = { today: "2030-06-15" };
    const plan = await rights.planErasure(ada, EVERYTHING, options);
    expect(plan.findings.filter(({ blocks }) => blocks)).toEqual([]);
    const done = await rights.erase(ada, EVERYTHING, options, plan, {});
    const settled = await rights.settle(plan, options);
    const tell = (outcome: typeof done | null) =>
      outcome?.residue.map(({ table, column }) => `${table}.${column}`).sort() ?? null;
    expect(done.verified).toBe(done.residue.length === 0);
    return { done: tell(done), settled: tell(settled) };
  } finally {
    await database.drop();
  }
}

test.each(testKinds)(
  "%s: what holds is verified, and whatever does not is told by its column",
  async (kind) => {
    if (whyMissing(kind) !== null) return;
    expect(await eraseAda(kind, null)).toEqual({ done: [], settled: [] });
    for (const column of ["salary", "born", "is_ill", "replies"]) {
      const place = `topics.${column}`;
      const told = await eraseAda(kind, keepBefore(kind, "topics", column));
      expect([column, told]).toEqual([column, { done: [place], settled: [place] }]);
    }
    // What the look before the commit and the one after it both find is told once.
    const { done } = await eraseAda(kind, keepBefore(kind, "shares", "moderator_id"));
    expect(done).toEqual(["shares.moderator_id"]);
  },
  120_000,
);
