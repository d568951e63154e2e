/** C12: whatever comes to differ from what was accepted stops an erasure, by a finding with a name, on every kind of system. */
import { EMPTY_MAP } from "@kept/engine/map";
import { EVERYTHING } from "@kept/engine/rights";
import { describe, expect, test } from "vitest";
import { PlanRefused } from "../rights-system.ts";
import { acceptAll } from "../testing/accept-all.ts";
import { observe } from "../testing/observe-database.ts";
import { createTestDatabase, type TestKind, testKinds, whyMissing } from "../testing/test-database.ts";
import { createRowRights } from "./row-rights.ts";

const CLUB = `
  CREATE TABLE members (id INTEGER PRIMARY KEY, email VARCHAR(90) NOT NULL, full_name VARCHAR(90));
  CREATE TABLE songs (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL, lyrics VARCHAR(90), FOREIGN KEY (member_id) REFERENCES members (id));
  CREATE TABLE concerts (id INTEGER PRIMARY KEY, place VARCHAR(90), held_on VARCHAR(10));
  INSERT INTO members VALUES (1, 'ada@example.org', 'Ada Example'), (2, 'bo@example.org', 'Bo Example');
  INSERT INTO songs VALUES (1, 1, 'la'), (2, 2, 'lo');
  INSERT INTO concerts VALUES (1, 'Bern', '2029-05-01');`;

/** One after the other, each accepted before the next; `on` is the table of the finding. */
const CHANGES = [
  { what: "a column for an address", sql: "ALTER TABLE members ADD COLUMN backup_email VARCHAR(90)", on: "members" },
  { what: "a column for a telephone", sql: "ALTER TABLE songs ADD COLUMN singer_phone VARCHAR(40)", on: "songs" },
  {
    what: "a second reference",
    sql: "ALTER TABLE songs ADD COLUMN producer_id INTEGER REFERENCES members (id)",
    on: "songs",
  },
  {
    what: "a reference in a table that had none",
    sql: "ALTER TABLE concerts ADD COLUMN member_id INTEGER",
    on: "concerts",
  },
  {
    what: "a table with a name alone",
    sql: "CREATE TABLE notes (id INTEGER PRIMARY KEY, member_id INTEGER, body VARCHAR(90)); INSERT INTO notes VALUES (1, 1, 'hm')",
    on: "notes",
  },
  {
    what: "a table that looks personal, of nobody",
    sql: "CREATE TABLE visits (id INTEGER PRIMARY KEY, ip_address VARCHAR(40), phone_number VARCHAR(40)); INSERT INTO visits VALUES (1, '192.0.2.7', '+49 30 9001')",
    on: "visits",
  },
  { what: "a column that went", sql: "ALTER TABLE members DROP COLUMN backup_email", on: "members" },
  { what: "a table that was renamed", sql: "ALTER TABLE notes RENAME TO remarks", on: "remarks" },
] as const;

const FEES = `
  CREATE TABLE fees (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL, cents INTEGER, FOREIGN KEY (member_id) REFERENCES members (id));
  INSERT INTO fees VALUES (1, 1, 250);`;

async function drift(kind: TestKind): Promise<readonly string[]> {
  const database = await createTestDatabase(kind);
  const passed: string[] = [];
  const person = { identifiers: [{ kind: "email", value: "ada@example.org" }], keys: [] };
  const options = { today: "2030-06-15" };
  try {
    await database.execute(CLUB);
    for (const { what, sql, on } of CHANGES) {
      await using rights = createRowRights(await database.open(), EMPTY_MAP, { schemaMaxAge: 0 });
      rights.useMap(acceptAll(await rights.discover()));
      const blocking = async () =>
        (await rights.planErasure(person, EVERYTHING, options)).findings.filter(({ blocks }) => blocks);
      const before = (await blocking()).map(({ code, table }) => `${code} ${table}`);
      if (before.length > 0) passed.push(`before ${what}: ${before.join()}`);
      await database.execute(sql);
      const rows = await observe(database, (await rights.discover()).index);
      const now = await blocking();
      if (!now.some(({ table, code, suggestion }) => table === on && code !== "" && suggestion !== ""))
        passed.push(`${what} is not noticed: ${now.map(({ code, table }) => `${code} ${table}`).join()}`);
      const refused = rights.erase(person, EVERYTHING, options, null, {});
      await refused.then(
        () => passed.push(`${what} did not stop the erasure`),
        (error: unknown) => expect(error, what).toBeInstanceOf(PlanRefused),
      );
      expect(await observe(database, (await rights.discover()).index), what).toEqual(rows);
    }
    // A declared foreign key with one reading needs no word: what came by one goes along.
    await database.execute(FEES);
    await using rights = createRowRights(await database.open(), EMPTY_MAP);
    rights.useMap(acceptAll(await rights.discover()));
    const { tables } = await rights.planErasure(person, EVERYTHING, options);
    if (!tables.some(({ name, deleted }) => name === "fees" && deleted === 1)) passed.push("the fees would stay");
    return passed;
  } finally {
    await database.drop();
  }
}

describe.each(testKinds)("%s", (kind) => {
  const missing = whyMissing(kind);
  test.skipIf(missing !== null)(
    missing ?? "C12: what differs from what was accepted blocks an erasure",
    async () => expect(await drift(kind)).toEqual([]),
    240_000,
  );
});
