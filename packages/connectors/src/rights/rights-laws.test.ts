/**
 * The laws of rights on real stores: the reference operator's database, and one random schema of this run, in SQLite and
 * PGlite always, in Postgres and MariaDB where they are set. `KEPT_LAWS_SEED` replays a run.
 */
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { EMPTY_MAP } from "@kept/engine/map";
import { type ErasurePlan, EVERYTHING, type RowRef } from "@kept/engine/rights";
import type { TableSchema } from "@kept/engine/schema";
import { makeWorld, type World, worldPlan } from "@kept/engine/testing/generate-world";
import { rowText, type Tombstone } from "@kept/engine/tombstones";
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { SystemError } from "../connector.ts";
import { openStore } from "../kinds.ts";
import { type BuiltRow, buildDatabase } from "../testing/build-database.ts";
import { checkLaws, type LawCourt } from "../testing/check-laws.ts";
import { checkRestriction, checkUndo } from "../testing/check-lifecycle-laws.ts";
import { checkPortability } from "../testing/check-portability.ts";
import { mapOfModel } from "../testing/map-of-model.ts";
import { observe, type TextRow } from "../testing/observe-database.ts";
import {
  createTestDatabase,
  type TestDatabase,
  type TestKind,
  testKinds,
  whyMissing,
} from "../testing/test-database.ts";
import { acceptProposals } from "./discover.ts";
import { readMap } from "./map-file.ts";
import { planReplay } from "./plan-replay.ts";
import { createRowRights, type RowRights } from "./row-rights.ts";

const TODAY = "2030-06-15";
const EXAMPLE = resolve(import.meta.dirname, "../../../../examples/mi-option");
const seed = Number(process.env["KEPT_LAWS_SEED"] ?? Math.floor(Math.random() * 1e9));

/** The example as plain data, with a canary for each row and each column that a person wrote. */
interface Sample {
  readonly tables: readonly TableSchema[];
  readonly rows: ReadonlyMap<string, readonly BuiltRow[]>;
}

let example: Sample;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "kept-laws-"));
  try {
    const path = join(folder, "example.db");
    const program = `import { generateDatabase } from ${JSON.stringify(`${EXAMPLE}/src/database/generate.ts`)}; generateDatabase(${JSON.stringify(path)}, { people: 40 });`;
    execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    await using store = await openStore(path, { system: "example" });
    const { tables } = await store.introspect();
    const database = new DatabaseSync(path);
    const rows = new Map(
      tables.map(({ name }) => [name, database.prepare(`SELECT * FROM "${name}"`).all() as BuiltRow[]]),
    );
    database.close();
    example = { tables, rows: plantCanaries(tables, rows) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 240_000);

const WRITTEN = /^(body|bio|text|comment|gift_message|subject|full_name)$/;

function plantCanaries(tables: readonly TableSchema[], rows: Sample["rows"]): Sample["rows"] {
  return new Map(
    tables.map((table) => {
      const columns = table.columns.filter(({ name, kind }) => kind === "text" && WRITTEN.test(name));
      const planted = (rows.get(table.name) ?? []).map((row) => {
        const key = table.primaryKey.map((name) => String(row[name])).join("-");
        const marks = columns.flatMap(({ name }) =>
          row[name] === null ? [] : [[name, `canary ${table.name} ${name} ${key}.`]],
        );
        return { ...row, ...Object.fromEntries(marks) };
      });
      return [table.name, planted];
    }),
  );
}

/** Of some random worlds those in which most is to be decided. */
function drawWorlds(count: number): readonly World[] {
  const worlds = fc.sample(worldPlan, { numRuns: 40, seed }).map(makeWorld);
  const size = ({ data }: World) => Object.values(data).reduce((sum, rows) => sum + rows.length, 0);
  return worlds.sort((a, b) => size(b) - size(a)).slice(0, count);
}

const sorted = (rows: ReadonlyMap<string, TextRow> | undefined) =>
  [...(rows ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));

const ref = (id: number) => ({ table: "accounts", key: [String(id)] });

/** The example in a fresh database, with the operator's map. */
async function openExample(kind: TestKind) {
  const database = await createTestDatabase(kind);
  await buildDatabase(database, example.tables, example.rows);
  const rights = createRowRights(await database.open(), EMPTY_MAP, { schemaMaxAge: 600_000 });
  const { tables } = readMap(readFileSync(`${EXAMPLE}/maps/shop.yaml`, "utf8"));
  rights.useMap({ ...EMPTY_MAP, tables });
  rights.useMap(acceptProposals(await rights.discover()));
  return { database, rights };
}

/** A random world in a fresh database. */
async function openWorld(kind: TestKind, world = drawWorlds(1)[0] as World) {
  const database = await createTestDatabase(kind);
  const tables = world.model.tables.map(({ schema }) => schema);
  await buildDatabase(database, tables, new Map(Object.entries(world.data)));
  const rights = createRowRights(await database.open(), EMPTY_MAP, { readData: false, schemaMaxAge: 600_000 });
  rights.useMap(mapOfModel(world.model, (await rights.discover()).index.model));
  return { database, rights, people: world.people };
}

/** A fresh database of the same shape without a row, with the map of the other. */
async function openEmpty(kind: TestKind, tables: readonly TableSchema[], like: RowRights) {
  const database = await createTestDatabase(kind);
  await buildDatabase(database, tables, new Map());
  const rights = createRowRights(await database.open(), EMPTY_MAP, { readData: false, schemaMaxAge: 600_000 });
  rights.useMap(mapOfModel((await like.discover()).index.model, (await rights.discover()).index.model));
  return { database, rights };
}

describe.each(testKinds)("%s", (kind) => {
  const missing = whyMissing(kind);

  describe.skipIf(missing !== null)(missing ?? "the laws hold", () => {
    const opened: (RowRights | TestDatabase)[] = [];
    // After each test: what it opened is emptied and lent to the next.
    afterEach(async () => {
      for (const one of opened.splice(0)) await ("drop" in one ? one.drop() : one[Symbol.asyncDispose]());
    });

    test("C14 and undo for four people of the example: there and back again", async () => {
      const { database, rights } = await openExample(kind);
      opened.push(rights, database);
      const court = { database, rights, others: [], today: TODAY };
      for (const id of [1, 2, 7, 12]) {
        expect(await checkRestriction(court, ref(id)), `accounts:${id}`).toEqual([]);
        expect(await checkUndo(court, ref(id)), `accounts:${id}`).toEqual([]);
      }
    }, 240_000);

    test(`C14 and undo for everybody of a random schema (seed ${seed})`, async () => {
      const { database, rights, people } = await openWorld(kind);
      opened.push(rights, database);
      const court = { database, rights, others: [], today: TODAY };
      for (const id of people) {
        const person = { table: "users", key: [id] };
        expect(await checkRestriction(court, person), `users:${id}`).toEqual([]);
        expect(await checkUndo(court, person), `users:${id}`).toEqual([]);
      }
    }, 240_000);

    test("C1 C2 C3 C4 C5 C8 C9 C11 for three people of the example, one after the other", async () => {
      const { database, rights } = await openExample(kind);
      opened.push(rights, database);
      const leavers = [1, 2, 7];
      for (const [at, id] of leavers.entries()) {
        const others = [...leavers.slice(at + 1), 3].map(ref);
        expect(await checkLaws({ database, rights, others, today: TODAY }, ref(id)), `accounts:${id}`).toEqual([]);
      }
    }, 240_000);

    test("C16: a restored backup, replayed, is as the database was after the erasures", async () => {
      const [live, restored] = [await openExample(kind), await openExample(kind)];
      opened.push(live.rights, live.database, restored.rights, restored.database);
      const hash = (text: string) => createHmac("sha256", "key of the test").update(text).digest("hex");
      const tombstones: Tombstone[] = [];
      const options = { today: TODAY };
      for (const id of [2, 7, 1]) {
        const person = { identifiers: [], keys: [ref(id)] };
        const done: ErasurePlan[] = [];
        await live.rights.erase(person, EVERYTHING, options, null, {
          beforeChange: async (plan) => void done.push(plan),
        });
        const rows = done.flatMap(({ subjects }) => subjects);
        const at = new Date(Date.UTC(2030, 5, 15, 12, tombstones.length)).toISOString();
        const hashes = new Set(rows.map((row) => hash(rowText("shop", row))));
        tombstones.push(...[...hashes].map((one) => ({ erasure: `of ${id}`, hash: one, at, scope: EVERYTHING })));
      }
      const { index } = await live.rights.discover();
      const erased = await observe(live.database, index);
      const question = { tombstones, hash, system: "shop" };
      const matches = await restored.rights.findReturned(question, {});
      expect(matches).toMatchObject({ ambiguous: [], newer: [], unread: [], absent: 0 });
      expect(matches.people.map(({ erasures }) => erasures)).toEqual([["of 2"], ["of 7"], ["of 1"]]);
      for await (const { state, person, plan } of planReplay(restored.rights, matches.people, options)) {
        expect(state).toBe("due");
        const outcome = await restored.rights.erase(person, EVERYTHING, options, plan, {});
        expect(outcome).toMatchObject({ verified: true, residue: [] });
      }
      const now = await observe(restored.database, index);
      for (const [table, rows] of erased) expect([table, sorted(now.get(table))]).toEqual([table, sorted(rows)]);
      // Once more, on the database that was never restored: husks are found, and nothing is left to do to them.
      for (const { rights } of [live, restored]) {
        const again = await rights.findReturned(question, {});
        for await (const { state } of planReplay(rights, again.people, options)) expect(state).toBe("clean");
      }
    }, 240_000);

    test("C15: what people of the example are given goes into an empty database as the same rows", async () => {
      const { database, rights } = await openExample(kind);
      opened.push(rights, database);
      for (const id of [1, 7]) {
        const empty = await openEmpty(kind, example.tables, rights);
        opened.push(empty.rights, empty.database);
        expect(await checkPortability(rights, empty.rights, ref(id)), `accounts:${id}`).toEqual([]);
        // Of everybody else nothing but a row that says nothing.
        const people = await empty.database.query("SELECT id FROM accounts WHERE id > 0");
        expect(people.map((row) => Number(row["id"]))).toEqual([id]);
      }
    }, 240_000);

    test(`C15 for everybody of random schemas (seed ${seed})`, async () => {
      // A fresh database takes its time where it is not a file.
      for (const world of drawWorlds(kind === "sqlite" ? 3 : 1)) {
        const { database, rights, people } = await openWorld(kind, world);
        opened.push(rights, database);
        for (const id of kind === "sqlite" ? people : people.slice(0, 1)) {
          const empty = await openEmpty(
            kind,
            world.model.tables.map(({ schema }) => schema),
            rights,
          );
          const broken = await checkPortability(rights, empty.rights, { table: "users", key: [id] });
          await empty.rights[Symbol.asyncDispose]();
          await empty.database.drop();
          expect(broken ?? [], `users:${id}`).toEqual([]);
        }
      }
    }, 240_000);

    test(`C1 C2 C3 C4 C5 C8 C9 C11 for everybody of a random schema (seed ${seed})`, async () => {
      const { database, rights, people } = await openWorld(kind);
      opened.push(rights, database);
      for (const id of people) {
        const person = { table: "users", key: [id] };
        const others = people.filter((one) => one !== id).map((one) => ({ table: "users", key: [one] }));
        const present = await Promise.all(
          others.map(async (one) => (await rights.find({ identifiers: [], keys: [one] })).subjects.length > 0),
        );
        const court = { database, rights, others: others.filter((_, at) => present[at]), today: TODAY };
        expect(await checkLaws(court, person), `users:${id}`).toEqual([]);
      }
    }, 240_000);
  });
});

describe.each(testKinds)("C13 on %s: the court can find against us", (kind) => {
  const missing = whyMissing(kind);
  test.skipIf(missing !== null)(
    missing ?? "when the map lacks an edge, and when something brings back, changes or deletes rows",
    async () => {
      const { database, rights } = await openExample(kind);
      const { index } = await rights.discover();
      const blind = createRowRights(await database.open(), EMPTY_MAP, { schemaMaxAge: 600_000 });
      try {
        // Each person is erased by somebody who does not know one of the edges, and judged by who knows them all.
        const inferred = (await blind.discover()).index.model;
        for (const [id, from, column, law] of CUTS) {
          const edges = index.model.edges.filter((edge) => edge.from !== from || edge.columns.join() !== column);
          expect(edges.length, column).toBeLessThan(index.model.edges.length);
          blind.useMap(mapOfModel({ ...index.model, edges }, inferred));
          const court = { database, rights: blind, judge: rights, others: [ref(3)], today: TODAY };
          expect(await lawsOrRefusal(court, ref(id)), `without ${from}.${column}`).toMatch(law);
        }
        await database.execute(mischief(kind));
        const broken = await lawsOrRefusal({ database, rights, others: [ref(3)], today: TODAY }, ref(2));
        for (const law of ['C3 accounts ["3"] bio', "C11 reviews", "C2 the text of", "C3 settings"])
          expect(broken).toContain(law);
      } finally {
        await blind[Symbol.asyncDispose]();
        await rights[Symbol.asyncDispose]();
        await database.drop();
      }
    },
    240_000,
  );
});

/** Who is erased without which edge; each of these people has rows by it. */
const CUTS = [
  [1, "newsletter_subscribers", "email", /C2 .*newsletter_subscribers/],
  [12, "activity_log", "actor", /C4 activity_log/],
  [7, "reviews", "account_id", /^refused: system_constraint_refused$|C[1-4] .*reviews/],
] as const;

/** The broken laws, or what the database said to it, in one text. */
async function lawsOrRefusal(court: LawCourt, person: RowRef): Promise<string> {
  try {
    return (await checkLaws(court, person)).join("\n");
  } catch (error) {
    if (error instanceof SystemError) return `refused: ${error.code}`;
    throw error;
  }
}

/** Whenever an order is deleted, somebody else's text and reviews go, and a text of the leaver comes back. */
function mischief(kind: TestKind): string {
  const deeds = `UPDATE accounts SET bio = 'mischief' WHERE id = 3; DELETE FROM reviews WHERE account_id = 3;
    UPDATE settings SET value = 'canary accounts full_name 2.';`;
  if (kind === "sqlite") return `CREATE TRIGGER mischief AFTER DELETE ON orders BEGIN ${deeds} END`;
  if (kind === "mysql") return `CREATE TRIGGER mischief AFTER DELETE ON orders FOR EACH ROW BEGIN ${deeds} END`;
  return `CREATE FUNCTION mischief() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${deeds} RETURN OLD; END $$;
    CREATE TRIGGER mischief AFTER DELETE ON orders FOR EACH ROW EXECUTE FUNCTION mischief();`;
}
