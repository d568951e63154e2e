/** A materialised view keeps whoever is erased until it is refreshed: verification and the residue scan look into it. */
import { EMPTY_MAP } from "@kept/engine/map";
import { EVERYTHING } from "@kept/engine/rights";
import { expect, test } from "vitest";
import { createTestDatabase, whyMissing } from "../testing/test-database.ts";
import { acceptProposals } from "./discover.ts";
import { createRowRights } from "./row-rights.ts";

const SHOP = `
  CREATE TABLE members (id INTEGER PRIMARY KEY, email VARCHAR(90) NOT NULL, full_name VARCHAR(90));
  INSERT INTO members VALUES (1, 'ada@example.org', 'Ada Example'), (2, 'bo@example.org', 'Bo Example');
  CREATE MATERIALIZED VIEW mailing AS SELECT id, email FROM members;
  CREATE MATERIALIZED VIEW headcount AS SELECT count(*) AS members FROM members;
  CREATE VIEW addresses AS SELECT email FROM members;`;

const options = { today: "2030-06-15" };
const byEmail = (value: string) => ({ identifiers: [{ kind: "email", value }], keys: [] });

test.each(["pglite", "postgres"] as const)(
  "%s: who stands in a view is not called gone",
  async (kind) => {
    if (whyMissing(kind) !== null) return;
    const database = await createTestDatabase(kind);
    try {
      await database.execute(SHOP);
      await using rights = createRowRights(await database.open(), EMPTY_MAP);
      const { findings } = await rights.discover();
      expect(findings.map(({ code, table }) => [code, table])).toContainEqual(["view_keeps_rows", "mailing"]);
      expect(findings.filter(({ code }) => code === "view_keeps_rows")).toHaveLength(1);
      rights.useMap(acceptProposals(await rights.discover()));
      const erased = async (email: string) => await rights.erase(byEmail(email), EVERYTHING, options, null, {});
      const look = async (email: string) =>
        (
          await rights.scanResidue(
            { person: byEmail(email), values: [], done: [], scope: EVERYTHING, plusTags: false },
            options,
            {},
          )
        ).places;

      const { verified, residue } = await erased("ada@example.org");
      expect(verified).toBe(false);
      expect(residue).toMatchObject([{ code: "residue_found", table: "mailing", column: "email" }]);
      expect(residue[0]?.suggestion).toContain("REFRESH MATERIALIZED VIEW");
      expect(await look("ada@example.org")).toMatchObject([{ table: "mailing", column: "email", rows: 1 }]);

      await database.execute("REFRESH MATERIALIZED VIEW mailing");
      expect(await look("ada@example.org")).toEqual([]);
      // One who never stood in it is gone at once.
      await database.execute("INSERT INTO members VALUES (3, 'cy@example.org', 'Cy Example')");
      expect(await erased("cy@example.org")).toMatchObject({ verified: true, residue: [] });
    } finally {
      await database.drop();
    }
  },
  60_000,
);
