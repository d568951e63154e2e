/** Several people in one run, on real stores: the same as one after the other, all or nothing, each with their own outcome. */
import { possibleGhosts } from "@kept/engine/ghosts";
import { EMPTY_MAP } from "@kept/engine/map";
import { EVERYTHING, type PersonQuery } from "@kept/engine/rights";
import { makeWorld, type World, worldPlan } from "@kept/engine/testing/generate-world";
import { createBench, type RightsBench, user } from "@kept/engine/testing/rights-bench";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { PlanRefused } from "../rights-system.ts";
import { buildDatabase } from "../testing/build-database.ts";
import { mapOfModel } from "../testing/map-of-model.ts";
import { findDangling, observe, rowKey } from "../testing/observe-database.ts";
import {
  createTestDatabase,
  type TestDatabase,
  type TestKind,
  testKinds,
  whyMissing,
} from "../testing/test-database.ts";
import { acceptProposals } from "./discover.ts";
import { createRowRights, type RowRights } from "./row-rights.ts";

const today = { today: "2030-06-15" };
const seed = Number(process.env["KEPT_LAWS_SEED"] ?? Math.floor(Math.random() * 1e9));
const abilities = { canSuspendForeignKeys: true };

/** Of random worlds the largest in which erasing everybody one by one leaves nothing for the sake of what hangs on it. */
function drawWorld(): World {
  const worlds = fc.sample(worldPlan, { numRuns: 400, seed }).filter(({ zero }) => !zero);
  const size = ({ data }: World) => Object.values(data).reduce((sum, rows) => sum + rows.length, 0);
  const plain = worlds
    .map(makeWorld)
    .filter((world) => leavesNoHusk(createBench(world.model, world.data, { abilities }), world));
  return plain.sort((a, b) => size(b) - size(a))[0] as World;
}

function leavesNoHusk(bench: RightsBench, { people }: World): boolean {
  const rows = people.flatMap((id) => bench.erase(user(id)).tables.flatMap((table) => table.rows));
  return !rows.some(({ disposition, why }) => disposition === "redacted" || why.includes("hold it too"));
}

const named = (id: string, table = "users"): PersonQuery => ({ identifiers: [], keys: [{ table, key: [id] }] });
const email = (value: string): PersonQuery => ({ identifiers: [{ kind: "email", value }], keys: [] });

const CLUB = `
CREATE TABLE members (id integer PRIMARY KEY, email varchar(200) NOT NULL, full_name varchar(200));
CREATE TABLE songs (id integer PRIMARY KEY, member_id integer NOT NULL REFERENCES members (id) ON DELETE CASCADE, lyrics varchar(200));
CREATE TABLE duets (id integer PRIMARY KEY, first_owner_id integer REFERENCES members (id), second_owner_id integer REFERENCES members (id), lyrics varchar(200));
INSERT INTO members VALUES (1, 'ada@example.org', 'Ada'), (2, 'bo@example.org', 'Bo'), (3, 'cy@example.org', 'Cy'), (4, 'twin@example.org', 'Di'), (5, 'twin@example.org', 'Ed');
INSERT INTO songs VALUES (1, 1, 'la'), (2, 2, 'lo'), (3, 3, 'li');
INSERT INTO duets VALUES (1, 1, 2, 'together'), (2, 1, 3, 'apart');
`;
const CLUB_TABLES = ["members", "songs", "duets"];

describe.each(testKinds)("%s", (kind) => {
  const missing = whyMissing(kind);
  describe.skipIf(missing !== null)(missing ?? "several people in one run", () => {
    const opened: (RowRights | TestDatabase)[] = [];
    // After each test: what it opened is emptied and lent to the next.
    afterEach(async () => {
      for (const one of opened.splice(0)) await ("drop" in one ? one.drop() : one[Symbol.asyncDispose]());
    });

    async function openWorld(world: World) {
      const database = await createTestDatabase(kind);
      await buildDatabase(
        database,
        world.model.tables.map(({ schema }) => schema),
        new Map(Object.entries(world.data)),
      );
      const rights = createRowRights(await database.open(), EMPTY_MAP, { readData: false, schemaMaxAge: 600_000 });
      opened.push(rights, database);
      rights.useMap(mapOfModel(world.model, (await rights.discover()).index.model));
      return { database, rights, index: (await rights.discover()).index };
    }

    test(`leave what one after the other leaves, in a random schema (seed ${seed})`, async () => {
      const world = drawWorld();
      const together = await openWorld(world);
      const sequence = await openWorld(world);
      const before = findDangling(await observe(together.database, together.index), together.index);
      const approved = await together.rights.batch.planErasure(
        world.people.map((id) => named(id)),
        EVERYTHING,
        today,
      );
      expect(approved.whole.findings.filter(({ blocks }) => blocks)).toEqual([]);
      const outcome = await together.rights.batch.erase(
        world.people.map((id) => named(id)),
        EVERYTHING,
        today,
        approved,
        {},
      );
      expect(outcome.whole.residue).toEqual([]);
      expect(outcome.people.map((one) => one?.verified)).toEqual(world.people.map(() => true));
      for (const id of world.people) {
        const { subjects } = await sequence.rights.find(named(id));
        if (subjects.length > 0) await sequence.rights.erase(named(id), EVERYTHING, today, null, {});
      }
      const left = await observe(together.database, together.index);
      // One after the other, somebody who leaves later may have to name a ghost meanwhile.
      const people = (all: typeof left) => {
        const ghosts = possibleGhosts(together.index.model);
        return new Map(
          [...all].map(([table, rows]) => [
            table,
            new Map([...rows].filter(([key]) => key !== rowKey(ghosts.get(table)?.key ?? []))),
          ]),
        );
      };
      expect(people(left)).toEqual(people(await observe(sequence.database, sequence.index)));
      expect([...findDangling(left, together.index)].filter((pointer) => !before.has(pointer))).toEqual([]);
    }, 240_000);

    async function openClub() {
      const database = await createTestDatabase(kind as TestKind);
      await database.execute(CLUB);
      const rights = createRowRights(await database.open(), EMPTY_MAP, { schemaMaxAge: 600_000 });
      opened.push(rights, database);
      rights.useMap(acceptProposals(await rights.discover()));
      const rows = async () =>
        Promise.all(CLUB_TABLES.map((table) => database.query(`SELECT * FROM ${table} ORDER BY id`)));
      return { rights, rows };
    }

    test("each person's outcome tells what was theirs; whoever is named twice is one person", async () => {
      const { rights, rows } = await openClub();
      const people = [email("ada@example.org"), email("BO@example.org"), named("1", "members")];
      const { batch } = rights;
      const approved = await batch.planErasure(people, EVERYTHING, today);
      expect(approved.people.map(({ sameAs }) => sameAs)).toEqual([null, null, 0]);
      const outcome = await batch.erase(people, EVERYTHING, today, approved, {});
      const counts = (at: number) =>
        Object.fromEntries(
          (outcome.people[at]?.tables ?? []).map(({ name, deleted, detached }) => [name, [deleted, detached]]),
        );
      expect(counts(0)).toEqual({ members: [1, 0], songs: [1, 0], duets: [1, 1] });
      expect(counts(1)).toEqual({ members: [1, 0], songs: [1, 0], duets: [1, 0] });
      expect(outcome.people[2]).toBe(null);
      expect(outcome.whole.verified).toBe(true);
      const [members = [], songs = [], duets = []] = await rows();
      expect(members.map(({ id }) => Number(id))).toEqual([3, 4, 5]);
      expect(songs.map(({ id }) => Number(id))).toEqual([3]);
      expect(duets).toHaveLength(1);
      expect(duets[0]).toMatchObject({ first_owner_id: null, lyrics: "apart" });
      // The plan that was begun is known to have been carried out.
      expect((await batch.settle(approved))?.whole.verified).toBe(true);
    });

    test("nobody is erased when somebody is unknown or ambiguous, or when a share has grown since it was approved", async () => {
      const { rights, rows } = await openClub();
      const { batch } = rights;
      const before = await rows();
      const unclear = [email("ada@example.org"), email("nobody@example.org"), email("twin@example.org")];
      const dry = await batch.planErasure(unclear, EVERYTHING, today);
      expect(dry.people.map(({ found }) => found.findings.map(({ code }) => code))).toEqual([
        [],
        ["person_not_found"],
        ["person_ambiguous"],
      ]);
      expect(dry.people.map(({ plan }) => plan?.subjects.length ?? 0)).toEqual([1, 0, 0]);
      const refusal = async (people: readonly PersonQuery[], approved: typeof dry | null) =>
        await batch.erase(people, EVERYTHING, today, approved, {}).then(
          () => "done",
          (error: unknown) => (error instanceof PlanRefused ? error.code : String(error)),
        );
      expect(await refusal(unclear.slice(0, 2), null)).toBe("person_not_found");
      expect(await refusal(unclear.slice(2), null)).toBe("person_ambiguous");
      const approved = await batch.planErasure([email("ada@example.org"), email("cy@example.org")], EVERYTHING, today);
      expect(await refusal([email("ada@example.org"), email("bo@example.org")], approved)).toBe("plan_changed");
      const thrown = batch.erase([email("ada@example.org")], EVERYTHING, today, null, {
        beforeChange: () => Promise.reject(new Error("not now")),
      });
      await expect(thrown).rejects.toThrow("not now");
      expect(await batch.settle(approved)).toBe(null);
      expect(await rows()).toEqual(before);
    });
  });
});
