/** The baselines are fair: what is written by hand reads the same rows and leaves the same database as Kept does. */
import { EVERYTHING } from "@kept/engine/rights";
import { describe, expect, test } from "vitest";
import type { BenchDatabase, SqlRow } from "../bench-database.ts";
import { openBenchDatabase } from "../bench-database.ts";
import { eraseInSets, eraseRowByRow } from "../feed/erase-by-hand.ts";
import { fillFeed, HEAVY_EMAIL, putHeavyBack } from "../feed/feed.ts";
import { eraseTimed, openBenchRights, personOf, readEverything } from "../open-rights.ts";
import { accessByHand } from "./access-by-hand.ts";
import { eraseByCascade, eraseByHand } from "./erase-by-hand.ts";
import { emailOf } from "./fill-application.ts";
import { openApplication } from "./open-application.ts";

const silent = { rows: 1, onProgress: () => undefined };
const email = emailOf(40);

/** Every row of every table as text, sorted. */
async function dump({ byHand }: BenchDatabase): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = await byHand.run(
    "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
  );
  const contents: Record<string, readonly string[]> = {};
  for (const { name } of tables) {
    const rows = await byHand.run(`SELECT t::text AS row FROM "${String(name)}" AS t ORDER BY 1`);
    contents[String(name)] = rows.map(({ row }) => String(row));
  }
  return contents;
}

describe("the application by hand", () => {
  test("reads the same rows and columns as we do, and people stand for each other", { timeout: 120_000 }, async () => {
    await using application = await openApplication(silent, { embedded: true });
    await using bench = await openBenchRights(application.database);
    const ours = new Map<string, SqlRow[]>();
    await readEverything(bench, email, (row) => {
      const name = row.level === "act" ? `${row.table} by key` : row.table;
      ours.set(name, [...(ours.get(name) ?? []), { ...row.values }]);
    });
    const hand = new Map<string, readonly SqlRow[]>();
    for (const [name, rows] of await accessByHand(application.database.byHand, email)) {
      if (rows.length > 0) hand.set(name.replace(/ \(.*\)$/, " by key"), rows);
    }
    expect([...ours.keys()].sort()).toEqual([...hand.keys()].sort());
    for (const [name, rows] of hand) {
      expect([name, ours.get(name)?.length]).toEqual([name, rows.length]);
      if (name.endsWith("by key")) continue;
      expect(Object.keys(ours.get(name)?.[0] ?? {})).toEqual(Object.keys(rows[0] ?? {}));
    }
    const plans = [];
    for (const account of [30, 53, 76]) {
      const plan = await bench.rights.planErasure(personOf(emailOf(account)), EVERYTHING, { today: "2026-01-01" });
      plans.push(plan.tables.map(({ name, deleted, detached, redacted }) => ({ name, deleted, detached, redacted })));
    }
    expect(plans[0]?.length).toBeGreaterThan(24);
    expect(plans[1]).toEqual(plans[0]);
    expect(plans[2]).toEqual(plans[0]);
  });

  test("leaves the same database as our erasure, with and without cascades", { timeout: 240_000 }, async () => {
    const left = [];
    for (const erase of ["ours", "hand", "cascade"] as const) {
      await using application = await openApplication(silent, { embedded: true });
      const { database } = application;
      if (erase === "ours") {
        await using bench = await openBenchRights(database);
        await eraseTimed(bench, email);
      } else if (erase === "hand") await eraseByHand(database.byHand, email);
      else await eraseByCascade(database.byHand, email);
      left.push(await dump(database));
    }
    const [ours, hand, cascade] = left;
    expect(JSON.stringify(ours)).not.toContain(email);
    expect(hand).toEqual(ours);
    expect(cascade).toEqual(ours);
  });
});

test("the feed by hand, in sets and row by row, leaves the same database as our erasure", {
  timeout: 240_000,
}, async () => {
  const left = [];
  const rows = 1000;
  await using database = await openBenchDatabase({ embedded: true });
  await fillFeed(database, rows);
  await putHeavyBack(database, rows);
  const before = await dump(database);
  await using bench = await openBenchRights(database);
  for (const erase of [
    () => eraseTimed(bench, HEAVY_EMAIL),
    () => eraseInSets(database.byHand),
    () => eraseRowByRow(database.byHand),
  ]) {
    await erase();
    left.push(await dump(database));
    await putHeavyBack(database, rows);
    expect(await dump(database)).toEqual(before);
  }
  expect(JSON.stringify(left[0])).not.toContain(HEAVY_EMAIL);
  expect(left[1]).toEqual(left[0]);
  expect(left[2]).toEqual(left[0]);
});
