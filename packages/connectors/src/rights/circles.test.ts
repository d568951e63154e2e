/** Tables that must name each other, and nothing of it may be empty or checked later: rights go on there, on every kind. */
import { EMPTY_MAP } from "@kept/engine/map";
import { model, table } from "@kept/engine/testing/build-model";
import { describe, expect, test } from "vitest";
import { buildDatabase } from "../testing/build-database.ts";
import { checkLaws } from "../testing/check-laws.ts";
import { checkUndo } from "../testing/check-lifecycle-laws.ts";
import { checkPortability } from "../testing/check-portability.ts";
import { mapOfModel } from "../testing/map-of-model.ts";
import { createTestDatabase, type TestKind, testKinds, whyMissing } from "../testing/test-database.ts";
import { createRowRights } from "./row-rights.ts";

/** A team has a lead, who is a member of a team and has a desk, which stands with a team. */
const CLUB = model(
  table("people", { id: "int pk", email: "text ! unique @contact.email #email" }),
  table("teams", { id: "int pk", person_id: "int ! -> people owner", lead_id: "int ! -> members context restrict" }),
  table("members", {
    id: "int pk",
    person_id: "int ! -> people owner",
    team_id: "int ! -> teams context restrict",
    desk_id: "int ! -> desks context no-action",
    motto: "text @content.text",
  }),
  table("desks", { id: "int pk", person_id: "int ! -> people owner", team_id: "int ! -> teams context no-action" }),
  table("guests", { id: "int pk", person_id: "int ! -> people owner", team_id: "int ! -> teams context no-action" }),
);

const ROWS = {
  people: [1, 2].map((id) => ({ id, email: `p${id}@example.org` })),
  teams: [1, 2].map((id) => ({ id, person_id: id, lead_id: id })),
  members: [1, 2].map((id) => ({ id, person_id: id, team_id: id, desk_id: id, motto: `canary members motto ${id}.` })),
  desks: [1, 2].map((id) => ({ id, person_id: id, team_id: id })),
  // The first person is the guest of a team that a package of theirs does not have.
  guests: [{ id: 7, person_id: 1, team_id: 2 }],
};

async function open(kind: TestKind, rows: Readonly<Record<string, readonly Record<string, unknown>[]>>) {
  const database = await createTestDatabase(kind);
  await buildDatabase(
    database,
    CLUB.tables.map(({ schema }) => schema),
    new Map(Object.entries(rows)),
  );
  const rights = createRowRights(await database.open(), EMPTY_MAP, { readData: false, schemaMaxAge: 600_000 });
  rights.useMap(mapOfModel(CLUB, (await rights.discover()).index.model));
  return {
    database,
    rights,
    async [Symbol.asyncDispose]() {
      await rights[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}

const ref = (id: number) => ({ table: "people", key: [String(id)] });

describe.each(testKinds)("%s", (kind) => {
  const missing = whyMissing(kind);
  test.skipIf(missing !== null)(
    missing ?? "a person in a circle is given everything, imported, erased, and comes back",
    async () => {
      await using club = await open(kind, ROWS);
      await using empty = await open(kind, {});
      expect(await checkPortability(club.rights, empty.rights, ref(1))).toEqual([]);
      const court = { ...club, others: [], today: "2030-06-15" };
      expect(await checkUndo(court, ref(1))).toEqual([]);
      expect(await checkLaws({ ...court, others: [ref(2)] }, ref(1))).toEqual([]);
      const left = await club.database.query("SELECT id FROM members");
      expect(left.map((row) => Number(row["id"]))).toEqual([2]);
    },
    120_000,
  );
});
