/** Rows that only the map's key tells apart, and it does not: erased together, and never taken away in order to come back. */
import type { Diff } from "@kept/engine/diff";
import { EVERYTHING } from "@kept/engine/rights";
import { expect, test } from "vitest";
import { createTestDatabase, testKinds, whyMissing } from "../testing/test-database.ts";
import { acceptProposals } from "./discover.ts";
import { readMap } from "./map-file.ts";
import { createRowRights } from "./row-rights.ts";

const DIARY = `
  CREATE TABLE members (id INTEGER PRIMARY KEY, email VARCHAR(90) NOT NULL, full_name VARCHAR(90));
  CREATE TABLE notes (member_id INTEGER NOT NULL, comment VARCHAR(90), written_at VARCHAR(10), FOREIGN KEY (member_id) REFERENCES members (id));
  INSERT INTO members VALUES (1, 'ada@example.org', 'Ada Example'), (2, 'bo@example.org', 'Bo Example');
  INSERT INTO notes VALUES (1, 'hello', 'monday'), (1, 'hello', 'tuesday'), (2, 'hello', 'monday');`;

const options = { today: "2030-06-15" };
const ada = { identifiers: [{ kind: "email", value: "ada@example.org" }], keys: [] };
const bo = { identifiers: [{ kind: "email", value: "bo@example.org" }], keys: [] };

test.each(testKinds)(
  "%s: what could come back only in part is not taken away",
  async (kind) => {
    if (whyMissing(kind) !== null) return;
    const database = await createTestDatabase(kind);
    try {
      await database.execute(DIARY);
      const map = readMap("tables: { notes: { key: [member_id, comment] } }");
      await using rights = createRowRights(await database.open(), map);
      rights.useMap(acceptProposals(await rights.discover()));
      const look = () => database.query("SELECT * FROM notes ORDER BY member_id, written_at");
      const before = await look();
      const kept: Diff[] = [];
      const seal = async (diff: Diff) => void kept.push(diff);
      const refused = { code: "plan_blocked", findings: [{ code: "key_not_unique", table: "notes" }] };

      const planned = await rights.lifecycle.planRestriction(ada, EVERYTHING, options);
      expect(planned.findings.filter(({ blocks }) => blocks)).toMatchObject(refused.findings);
      // The dry run says what the run will say, alone and of several.
      const blocking = async (toGiveBack: boolean) => {
        const one = await rights.planErasure(ada, EVERYTHING, { ...options, toGiveBack });
        const { whole } = await rights.batch.planErasure([ada, bo], EVERYTHING, { ...options, toGiveBack });
        return [one, whole].map(({ findings }) => findings.filter(({ blocks }) => blocks));
      };
      expect(await blocking(false)).toEqual([[], []]);
      expect(await blocking(true)).toMatchObject([refused.findings, refused.findings]);
      const restricted = rights.lifecycle.restrict(ada, EVERYTHING, options, null, { seal });
      await expect(restricted).rejects.toMatchObject(refused);
      await expect(rights.erase(ada, EVERYTHING, options, null, { seal })).rejects.toMatchObject(refused);
      expect(kept.every(({ complete }) => !complete)).toBe(true);
      expect(await look()).toEqual(before);

      // Nobody shares a key with Bo, and what is not to come back goes whole.
      const { verified } = await rights.lifecycle.restrict(bo, EVERYTHING, options, null, { seal });
      expect(verified).toBe(true);
      await rights.erase(ada, EVERYTHING, options, null, {});
      expect((await look()).filter(({ member_id: id }) => Number(id) === 1)).toEqual([]);
    } finally {
      await database.drop();
    }
  },
  60_000,
);
