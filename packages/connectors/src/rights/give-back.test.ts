/** Of several who were erased in one run, one comes back, on real stores: as if the others alone had left, or not at all. */
import { possibleGhosts } from "@kept/engine/ghosts";
import { EMPTY_MAP } from "@kept/engine/map";
import { EVERYTHING, type PersonQuery } from "@kept/engine/rights";
import { makeWorld, type World, worldPlan } from "@kept/engine/testing/generate-world";
import { createBench, user } from "@kept/engine/testing/rights-bench";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { KeptTogether } from "../rights-system.ts";
import { buildDatabase } from "../testing/build-database.ts";
import { mapOfModel } from "../testing/map-of-model.ts";
import { observe, rowKey } from "../testing/observe-database.ts";
import {
  createTestDatabase,
  type TestDatabase,
  type TestKind,
  testKinds,
  whyMissing,
} from "../testing/test-database.ts";
import { acceptProposals } from "./discover.ts";
import { readMap } from "./map-file.ts";
import { createRowRights, type RowRights } from "./row-rights.ts";

const today = { today: "2030-06-15" };
const seed = Number(process.env["KEPT_LAWS_SEED"] ?? Math.floor(Math.random() * 1e9));
const named = (id: string, table = "users"): PersonQuery => ({ identifiers: [], keys: [{ table, key: [id] }] });

/** Of random worlds the largest in which everybody can be erased. */
function drawWorld(): World {
  const worlds = fc.sample(worldPlan, { numRuns: 60, seed }).map(makeWorld);
  const size = ({ data }: World) => Object.values(data).reduce((sum, rows) => sum + rows.length, 0);
  const free = worlds.filter(({ model, data, people }) => {
    const bench = createBench(model, data, { abilities: { canSuspendForeignKeys: true } });
    return people.every((id) => bench.plan(user(id)).findings.every(({ blocks }) => !blocks));
  });
  return free.sort((a, b) => size(b) - size(a))[0] as World;
}

const CLUB = `
CREATE TABLE members (id integer PRIMARY KEY, email varchar(200) NOT NULL UNIQUE, full_name varchar(200));
CREATE TABLE songs (id integer PRIMARY KEY, member_id integer NOT NULL REFERENCES members (id) ON DELETE CASCADE, lyrics varchar(200));
CREATE TABLE duets (id integer PRIMARY KEY, first_owner_id integer REFERENCES members (id), second_owner_id integer REFERENCES members (id), lyrics varchar(200));
INSERT INTO members VALUES (1, 'ada@example.org', 'Ada'), (2, 'bo@example.org', 'Bo'), (3, 'cy@example.org', 'Cy'), (4, 'di@example.org', 'Di');
INSERT INTO songs VALUES (1, 1, 'la'), (2, 2, 'lo'), (3, 3, 'li'), (4, 4, 'lu');
INSERT INTO duets VALUES (1, 1, 2, 'together');
`;
const CLUB_TABLES = ["members", "songs", "duets"];

/** Keeps what it is handed as it is kept: as JSON. */
function keeper() {
  const calls: (readonly KeptTogether[])[] = [];
  return {
    calls,
    keep: async (parts: readonly KeptTogether[]) =>
      void calls.push(JSON.parse(JSON.stringify(parts)) as readonly KeptTogether[]),
    last: () => calls.at(-1) ?? [],
  };
}

describe.each(testKinds)("%s", (kind) => {
  const missing = whyMissing(kind);
  describe.skipIf(missing !== null)(missing ?? "of several who left together, one comes back", () => {
    const opened: (RowRights | TestDatabase)[] = [];
    afterEach(async () => {
      for (const one of opened.splice(0)) await ("drop" in one ? one.drop() : one[Symbol.asyncDispose]());
    });

    async function openWorld(world: World) {
      const database = await createTestDatabase(kind);
      const tables = world.model.tables.map(({ schema }) => schema);
      await buildDatabase(database, tables, new Map(Object.entries(world.data)));
      const rights = createRowRights(await database.open(), EMPTY_MAP, { readData: false, schemaMaxAge: 600_000 });
      opened.push(rights, database);
      rights.useMap(mapOfModel(world.model, (await rights.discover()).index.model));
      const { index } = await rights.discover();
      const ghosts = possibleGhosts(index.model);
      /** All rows, but for those that stand in for people who have left. */
      const look = async () =>
        Object.fromEntries(
          [...(await observe(database, index))].map(([table, rows]) => [
            table,
            Object.fromEntries(
              [...rows]
                .filter(([key]) => key !== rowKey(ghosts.get(table)?.key ?? []))
                .sort(([a], [b]) => (a < b ? -1 : 1)),
            ),
          ]),
        );
      return { rights, look };
    }

    test(`as if the others alone had left, in a random schema (seed ${seed})`, async () => {
      const world = drawWorld();
      const { rights, look } = await openWorld(world);
      const before = await look();
      const kept = keeper();
      const people = world.people.map((id) => named(id));
      await rights.batch.erase(people, EVERYTHING, today, null, { keep: kept.keep });
      let parts = kept.last();
      expect(parts.flatMap(({ away }) => away.map(({ at }) => at)).sort()).toEqual([...people.keys()]);
      let away = [...people.keys()];
      for (const at of [1, 0, 2]) {
        away = away.filter((one) => one !== at);
        const part = parts.find((one) => one.away.some((person) => person.at === at));
        if (part === undefined) throw new Error(`nothing was kept of person ${at}`);
        const planned = await rights.batch.planGiveBack(part, at);
        expect(planned.findings.filter(({ blocks }) => blocks)).toEqual([]);
        const seals: KeptTogether[] = [];
        const done = await rights.batch.giveBack(part, at, {
          seal: async (_, rest) => void (rest === null || seals.push(JSON.parse(JSON.stringify(rest)) as KeptTogether)),
        });
        expect(done.tables).toEqual(planned.tables);
        expect(done.findings).toEqual(planned.findings);
        parts = [...parts.filter((one) => one !== part), ...seals.slice(-1)];
        const alone = await openWorld(world);
        if (away.length > 0)
          await alone.rights.batch.erase(
            away.map((one) => people[one] ?? named("")),
            EVERYTHING,
            today,
            null,
            {},
          );
        expect(await look()).toEqual(await alone.look());
      }
      expect(parts).toEqual([]);
      expect(await look()).toEqual(before);
    }, 240_000);

    test("what the law keeps of the others stays marked as restricted", async () => {
      const database = await createTestDatabase(kind as TestKind);
      await database.execute(`${CLUB}CREATE TABLE resting (member_id integer PRIMARY KEY);`);
      const rights = createRowRights(await database.open(), EMPTY_MAP, { schemaMaxAge: 600_000 });
      opened.push(rights, database);
      const accepted = acceptProposals(await rights.discover());
      const { tables } = readMap(`tables:
        resting: { public: true }
        members: { restrict: { list: "resting(member_id)" } }
        songs: { retain: { reason: "Royalties are paid for ten years." } }`);
      rights.useMap({ ...accepted, tables: { ...accepted.tables, ...tables } });
      const marked = async () =>
        (await database.query("SELECT member_id FROM resting ORDER BY member_id")).map((row) =>
          Number(row["member_id"]),
        );
      const kept = keeper();
      const people = ["1", "2", "3"].map((id) => named(id, "members"));
      await rights.batch.erase(people, EVERYTHING, today, null, { keep: kept.keep });
      expect(await marked()).toEqual([1, 2, 3]);
      const [together, alone] = kept.last();
      if (together === undefined || alone === undefined) throw new Error("two parts were kept");
      await rights.lifecycle.revert(alone.diff, { seal: async () => {} });
      expect(await marked()).toEqual([1, 2]);
      await rights.batch.giveBack(together, 0, { seal: async () => {} });
      expect(await marked()).toEqual([2]);
    });

    async function openClub() {
      const database = await createTestDatabase(kind as TestKind);
      await database.execute(CLUB);
      const rights = createRowRights(await database.open(), EMPTY_MAP, { schemaMaxAge: 600_000 });
      opened.push(rights, database);
      rights.useMap(acceptProposals(await rights.discover()));
      const rows = async () =>
        Promise.all(CLUB_TABLES.map((table) => database.query(`SELECT * FROM ${table} WHERE id > 0 ORDER BY id`)));
      const before = await rows();
      const kept = keeper();
      const people = ["1", "2", "3"].map((id) => named(id, "members"));
      await rights.batch.erase(people, EVERYTHING, today, null, { keep: kept.keep });
      const [together, alone] = kept.last();
      if (together === undefined || alone === undefined) throw new Error("two parts were kept");
      return { database, rights, rows, before, together, alone, calls: kept.calls };
    }

    test("who hangs together with nobody is kept apart, and what is kept comes in two steps", async () => {
      const { rights, together, alone, calls } = await openClub();
      expect(calls.map((parts) => parts.map(({ diff }) => diff.complete))).toEqual([
        [false, false],
        [true, true],
      ]);
      expect([together, alone].map(({ away }) => away.map(({ at }) => at))).toEqual([[0, 1], [2]]);
      const rowsOf = ({ diff }: KeptTogether) =>
        diff.tables.flatMap(({ name, rows }) => rows.map(({ key }) => `${name} ${key}`));
      expect(rowsOf(alone).sort()).toEqual(["members 3", "songs 3"]);
      expect(await rights.lifecycle.hasHappened(together.diff)).toBe(true);
    });

    test("what both owned comes back without the other, and with them", async () => {
      const { database, rights, rows, before, together, alone } = await openClub();
      const look = await rights.batch.planGiveBack(together, 0);
      expect(look.findings.map(({ code, blocks }) => [code, blocks])).toEqual([["others_stay_erased", false]]);
      expect(look.tables.map(({ name, returned }) => [name, returned]).sort()).toEqual([
        ["duets", 1],
        ["members", 1],
        ["songs", 1],
      ]);
      const seals: { readonly complete: boolean; readonly rest: KeptTogether | null }[] = [];
      const nets: KeptTogether["diff"][] = [];
      await rights.batch.giveBack(together, 0, {
        seal: async (diff, rest) => {
          nets.push(diff);
          seals.push({ complete: diff.complete, rest });
        },
      });
      expect(seals.map(({ complete, rest }) => [complete, rest === null])).toEqual([
        [false, true],
        [true, false],
      ]);
      expect(await Promise.all(nets.map((net) => rights.lifecycle.hasHappened(net)))).toEqual([false, true]);
      expect((await rows())[2]).toMatchObject([
        { id: 1, first_owner_id: 1, second_owner_id: null, lyrics: "together" },
      ]);
      expect((await rows())[0]?.map(({ id }) => Number(id))).toEqual([1, 4]);
      const rest = seals.at(-1)?.rest;
      if (rest === null || rest === undefined) throw new Error("nothing is kept of who stays away");
      await rights.batch.giveBack(JSON.parse(JSON.stringify(rest)) as KeptTogether, 1, { seal: async () => {} });
      expect((await rows())[2]).toEqual(before[2]);
      await rights.batch.giveBack(alone, 2, { seal: async () => {} });
      expect(await rows()).toEqual(before);
      expect(await database.query("SELECT id FROM members WHERE id > 0")).toHaveLength(4);
    });

    test("nothing is changed when something stands in the way, or what is to be kept cannot be", async () => {
      const { database, rights, rows, together } = await openClub();
      const after = await rows();
      const seal = () => Promise.reject(new Error("The disk is full."));
      await expect(rights.batch.giveBack(together, 0, { seal })).rejects.toThrow("The disk is full.");
      const late = (diff: KeptTogether["diff"]) => (diff.complete ? seal() : Promise.resolve());
      await expect(rights.batch.giveBack(together, 0, { seal: late })).rejects.toThrow("The disk is full.");
      expect(await rows()).toEqual(after);
      // Bo is back with the address that may stand once.
      await database.execute("INSERT INTO members VALUES (9, 'bo@example.org', 'Bo again')");
      const look = await rights.batch.planGiveBack(together, 0);
      expect(look.findings.map(({ code, table, blocks }) => [code, table, blocks])).toEqual([
        ["value_taken", "members", true],
      ]);
      await expect(rights.batch.giveBack(together, 0, { seal: async () => {} })).rejects.toMatchObject({
        name: "PlanRefused",
        code: "plan_blocked",
      });
      await database.execute("DELETE FROM members WHERE id = 9");
      expect(await rows()).toEqual(after);
    });

    test("what somebody has changed since stays, and is told", async () => {
      const { database, rights, rows, together } = await openClub();
      await database.execute("INSERT INTO songs VALUES (9, 4, 'new')");
      await rights.batch.giveBack(together, 1, { seal: async () => {} });
      expect((await rows())[1]?.map(({ lyrics }) => lyrics)).toEqual(["lo", "lu", "new"]);
    });
  });
});
