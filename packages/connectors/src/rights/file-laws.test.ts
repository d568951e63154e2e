/**
 * The laws of rights for files, in random schemas whose rows name files that they share: what only leavers named is gone (C2), and
 * nothing else (C3); exported is what is planned (C8); again is nothing (C5); cut off anywhere ends the same (C6). `KEPT_LAWS_SEED`
 * replays a run.
 */

import { EMPTY_MAP } from "@kept/engine/map";
import type { Model } from "@kept/engine/model";
import { type ErasurePlan, EVERYTHING, type PersonQuery, type RowRef } from "@kept/engine/rights";
import { makeWorld, type World, worldPlan } from "@kept/engine/testing/generate-world";
import fc from "fast-check";
import { expect, test } from "vitest";
import { PlanRefused } from "../rights-system.ts";
import { buildDatabase } from "../testing/build-database.ts";
import { mapOfModel } from "../testing/map-of-model.ts";
import { observe } from "../testing/observe-database.ts";
import { createTestDatabase, type TestKind, whyMissing } from "../testing/test-database.ts";
import { createTestFiles, interruptDeletes, type TestFiles } from "../testing/test-files.ts";
import { createRowRights } from "./row-rights.ts";

const TODAY = { today: "2030-06-15" };
const seed = Number(process.env["KEPT_LAWS_SEED"] ?? Math.floor(Math.random() * 1e9));
const COLUMN = "picture";
const MARK = { store: "uploads", prefix: "pictures/", url: "https://cdn.example.org/" };
const SPELLINGS: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.slice(MARK.prefix.length),
  (name) => `/${name}?v=1`,
  (name) => MARK.url + name,
  (name) => `http://cdn.example.org/${name}#top`,
];

/** A world each of whose rows names a file, or none; half as many files as rows, so that many are shared. */
interface FiledWorld extends World {
  readonly fileOf: ReadonlyMap<string, string>;
}

function fileWorld(world: World, draw: (below: number) => number): FiledWorld {
  const fileOf = new Map<string, string>();
  const rows = Object.values(world.data).reduce((sum, list) => sum + list.length, 0);
  const data = Object.entries(world.data).map(([table, list]) => {
    const filed = list.map((row) => {
      const file = `${MARK.prefix}${draw(Math.max(1, rows >> 1))}.jpg`;
      const value = draw(4) === 0 ? null : (SPELLINGS[draw(SPELLINGS.length)]?.(file) ?? null);
      if (value !== null) fileOf.set(value, file);
      return { ...row, [COLUMN]: value };
    });
    return [table, filed] as const;
  });
  const column = { kind: "text", nativeType: "varchar(200)", maxLength: 200, nullable: true, default: null } as const;
  const tables = world.model.tables.map((table) => ({
    ...table,
    schema: {
      ...table.schema,
      columns: [...table.schema.columns, { ...column, name: COLUMN, generated: false, enumValues: [], comment: null }],
    },
    columns: [
      ...table.columns,
      {
        name: COLUMN,
        category: "content.media",
        confidence: 1,
        why: "a test",
        origin: "map" as const,
        hide: false,
        keep: false,
        counter: null,
        blob: MARK,
      },
    ],
  }));
  return { ...world, model: { ...world.model, tables } satisfies Model, data: Object.fromEntries(data), fileOf };
}

function drawWorlds(count: number): readonly FiledWorld[] {
  const worlds = fc.sample(worldPlan, { numRuns: 40, seed }).map(makeWorld);
  const size = ({ data }: World) => Object.values(data).reduce((sum, rows) => sum + rows.length, 0);
  const numbers = fc.sample(fc.nat(1_000_000), { numRuns: 5_000, seed });
  let at = 0;
  const draw = (below: number) => (numbers[at++ % numbers.length] ?? 0) % below;
  return worlds
    .sort((a, b) => size(b) - size(a))
    .slice(0, count)
    .map((world) => fileWorld(world, draw));
}

/** Named by no row, and so nobody's. */
const STRAYS = ["pictures/stray.jpg", "other/1.jpg"];

async function openWorld(kind: TestKind, world: FiledWorld) {
  const database = await createTestDatabase(kind);
  const tables = world.model.tables.map(({ schema }) => schema);
  await buildDatabase(database, tables, new Map(Object.entries(world.data)));
  const files = await createTestFiles();
  await files.put([...new Set(world.fileOf.values()), ...STRAYS]);
  const open = async (stores: TestFiles["stores"] = files.stores) => {
    const rights = createRowRights(await database.open(), EMPTY_MAP, {
      readData: false,
      schemaMaxAge: 600_000,
      files: stores,
    });
    rights.useMap(mapOfModel(world.model, (await rights.discover()).index.model));
    return rights;
  };
  const rights = await open();
  const { index } = await rights.discover();
  /** What rows name, as whoever made them knows it. */
  const named = async () => {
    const seen = new Set<string>();
    for (const rows of (await observe(database, index)).values())
      for (const row of rows.values()) {
        const file = world.fileOf.get(row[COLUMN] ?? "");
        if (file !== undefined) seen.add(file);
      }
    return seen;
  };
  const close = async () => {
    await rights[Symbol.asyncDispose]();
    await database.drop();
    await files[Symbol.asyncDispose]();
  };
  return { rights, files, open, named, [Symbol.asyncDispose]: close };
}

/** Every file that a row names is there, every other one that rows named before is gone, and strays are nobody's affair. */
async function expectLaw({ files, named }: Awaited<ReturnType<typeof openWorld>>): Promise<void> {
  expect(await files.list()).toEqual([...new Set([...(await named()), ...STRAYS])].sort());
}

const user = (id: string): RowRef => ({ table: "users", key: [id] });
const isClear = ({ findings }: ErasurePlan) => !findings.some(({ blocks }) => blocks);

test.each(["sqlite", "pglite", "postgres"] as const)(`%s: each leaves alone (seed ${seed})`, async (kind) => {
  if (whyMissing(kind) !== null) return;
  const seen = { people: 0, deleted: 0, kept: 0 };
  for (const world of drawWorlds(kind === "sqlite" ? 10 : 2)) {
    for (const ref of world.people.slice(0, 4)) {
      const person: PersonQuery = { identifiers: [], keys: [user(ref)] };
      await using filed = await openWorld(kind, world);
      const { rights, files } = filed;
      const plan = await rights.planErasure(person, EVERYTHING, TODAY);
      if (!isClear(plan)) continue;
      const exported = new Set<string>();
      for await (const row of rights.readAccess(person, EVERYTHING, TODAY, () => {}))
        for (const file of Object.values(row.files ?? {})) exported.add(file?.name ?? "");
      expect([...exported].sort()).toEqual((plan.files ?? []).map(({ name }) => name).sort());
      const before = await files.list();
      const outcome = await rights.erase(person, EVERYTHING, TODAY, plan, {});
      expect(outcome.residue.filter(({ code }) => code.startsWith("file"))).toEqual([]);
      await expectLaw(filed);
      const counts = { deleted: 0, kept: 0, ...outcome.files?.[0] };
      expect(before.length - (await files.list()).length).toBe(counts.deleted);
      const again = await rights.planErasure(person, EVERYTHING, TODAY);
      expect((again.files ?? []).filter(({ fate }) => fate !== "kept")).toEqual([]);
      seen.people += 1;
      seen.deleted += counts.deleted;
      seen.kept += counts.kept;
    }
  }
  // Of few worlds none may have shared files.
  if (kind === "sqlite") expect(Math.min(seen.people, seen.deleted, seen.kept)).toBeGreaterThan(0);
});

/** Moments at which a run is cut off, over all worlds. */
const CUTS = 8;

test(`cut off before any of its files, an erasure is settled to the same end (seed ${seed})`, async () => {
  let cuts = 0;
  for (const world of drawWorlds(20)) {
    for (const ref of world.people) {
      for (let after = 0; cuts < CUTS && (await cutOff(world, user(ref), after)); after += 1) cuts += 1;
    }
  }
  expect(cuts).toBe(CUTS);
});

/** Cuts the erasure off when so many files are gone, and has it settled. False: it has not so many, or is not clear. */
async function cutOff(world: FiledWorld, ref: RowRef, after: number): Promise<boolean> {
  const person: PersonQuery = { identifiers: [], keys: [ref] };
  await using filed = await openWorld("sqlite", world);
  let done = 0;
  const stop = () => {
    if (done === after) throw new Error("cut off");
    done += 1;
  };
  await using cut = await filed.open(interruptDeletes(filed.files.stores, stop));
  let begun = await cut.planErasure(person, EVERYTHING, TODAY);
  if (!isClear(begun) || (begun.files ?? []).filter(({ fate }) => fate === "deleted").length <= after) return false;
  const beforeChange = async (plan: ErasurePlan) => {
    begun = JSON.parse(JSON.stringify(plan));
  };
  await expect(cut.erase(person, EVERYTHING, TODAY, begun, { beforeChange })).rejects.toThrow("cut off");
  await filed.rights.settle(begun, TODAY);
  await expectLaw(filed);
  return true;
}

test(`several leave at once (seed ${seed})`, async () => {
  let batches = 0;
  for (const world of drawWorlds(12)) {
    const people = world.people.slice(0, 3).map((ref): PersonQuery => ({ identifiers: [], keys: [user(ref)] }));
    await using filed = await openWorld("sqlite", world);
    const plan = await filed.rights.batch.planErasure(people, EVERYTHING, TODAY);
    if (!isClear(plan.whole)) continue;
    const outcome = await filed.rights.batch.erase(people, EVERYTHING, TODAY, plan, {}).catch((error: unknown) => {
      if (error instanceof PlanRefused) return null;
      throw error;
    });
    if (outcome === null) continue;
    await expectLaw(filed);
    const own = plan.people.flatMap(({ plan: one }) => one?.files ?? []).map(({ name }) => name);
    expect([...new Set(own)].sort()).toEqual((plan.whole.files ?? []).map(({ name }) => name).sort());
    batches += 1;
  }
  expect(batches).toBeGreaterThan(0);
});
