/** The conformance suite for what not every kind can do: restriction and lift, rectification, the search for residue. */
import type { Diff } from "@kept/engine/diff";
import { EVERYTHING } from "@kept/engine/rights";
import { describe, expect, it } from "vitest";
import { SystemError } from "../connector.ts";
import type { RestrictionRights } from "../lifecycle-rights.ts";
import { PlanRefused, type RightsSystem } from "../rights-system.ts";
import { type RightsSample, readEverybody, readRows, sumTables } from "./rights-sample.ts";

/** Declares it; what the kind lacks is skipped with its reason. */
export function describeRightsChanges(get: () => RightsSample): void {
  describe("restriction", () => describeRestriction(get));
  describe("rectification", () => describeRectification(get));
  describe("residue", () => describeResidue(get));
}

type Skip = (why: string) => never;

const hash = (text: string) => `hash of ${text.length}`;

function restrictionOf({ restriction, lacks }: RightsSystem, skip: Skip): RestrictionRights {
  return restriction ?? skip(lacks?.restriction ?? "this kind cannot restrict");
}

/** Keeps what was sealed as it is kept until it is needed: as JSON. */
function keepDiffs(): { readonly kept: Diff[]; seal(diff: Diff): Promise<void> } {
  const kept: Diff[] = [];
  return { kept, seal: async (diff) => void kept.push(JSON.parse(JSON.stringify(diff)) as Diff) };
}

async function restrictNow({ system, people, today }: RightsSample, rights: RestrictionRights) {
  const [{ person }] = people;
  const diffs = keepDiffs();
  const approved = await rights.planRestriction(person, EVERYTHING, { today });
  const outcome = await rights.restrict(person, EVERYTHING, { today }, approved, diffs);
  const diff = diffs.kept.at(-1);
  if (diff === undefined) throw new Error(`${system.system} sealed nothing.`);
  return { approved, outcome, diff, kept: diffs.kept };
}

function describeRestriction(get: () => RightsSample): void {
  it("plans one way of dealing with every row it shows, and changes nothing", async ({ skip }) => {
    const sample = get();
    const { system, people, today } = sample;
    const rights = restrictionOf(system, skip);
    const before = await readEverybody(sample);
    for (const { person } of people) {
      const plan = await rights.planRestriction(person, EVERYTHING, { today });
      expect(plan.findings.filter(({ blocks }) => blocks)).toEqual([]);
      const access = await system.planAccess(person, EVERYTHING, { today });
      const planned = plan.tables.map(({ name, marked, sealed, left }) => [name, marked + sealed + left] as const);
      expect(sumTables(planned)).toEqual(sumTables(access.tables.map(({ name, rows }) => [name, rows])));
      expect(plan.tables.some(({ marked, sealed }) => marked + sealed > 0)).toBe(true);
    }
    expect(await readEverybody(sample)).toEqual(before);
  });

  it("restricts, touches nobody else, and gives everything back", async ({ skip }) => {
    const sample = get();
    const rights = restrictionOf(sample.system, skip);
    const before = await readEverybody(sample);
    const { approved, outcome, diff, kept } = await restrictNow(sample, rights);
    expect(outcome).toMatchObject({ verified: true, residue: [] });
    expect(outcome.tables).toEqual(
      approved.tables.map(({ name, marked, sealed, left }) => ({ name, marked, sealed, left })),
    );
    // Before the first change, and again when all was done.
    expect(kept.map(({ complete }) => complete)).toEqual([false, true]);
    expect(await rights.hasHappened(diff)).toBe(true);
    expect((await readEverybody(sample)).slice(1)).toEqual(before.slice(1));
    const lifts = keepDiffs();
    expect((await rights.revert(diff, lifts)).findings).toEqual([]);
    expect(await readEverybody(sample)).toEqual(before);
    expect(await rights.hasHappened(lifts.kept.at(-1) as Diff)).toBe(true);
  });

  it("restricts again after a lift, by a new plan", async ({ skip }) => {
    const sample = get();
    const rights = restrictionOf(sample.system, skip);
    const first = await restrictNow(sample, rights);
    await rights.revert(first.diff, keepDiffs());
    const second = await restrictNow(sample, rights);
    expect(second.outcome.tables).toEqual(first.outcome.tables);
    expect((await rights.revert(second.diff, keepDiffs())).findings).toEqual([]);
  });

  it("does not restrict anybody whom it does not know, nor one of two", async ({ skip }) => {
    const { system, unknown, ambiguous, today } = get();
    const rights = restrictionOf(system, skip);
    for (const [person, code] of [
      [unknown, "person_not_found"],
      [ambiguous, "person_ambiguous"],
    ] as const) {
      const refused = rights.restrict(person, EVERYTHING, { today }, null, keepDiffs());
      await expect(refused).rejects.toMatchObject({ name: "PlanRefused", code });
    }
  });

  it("refuses what is more than was approved", async ({ skip }) => {
    const sample = get();
    const { system, people, today } = sample;
    const rights = restrictionOf(system, skip);
    const [{ person }] = people;
    const plan = await rights.planRestriction(person, EVERYTHING, { today });
    const approved = { ...plan, tables: plan.tables.slice(1) };
    const refused = rights.restrict(person, EVERYTHING, { today }, approved, keepDiffs());
    await expect(refused).rejects.toBeInstanceOf(PlanRefused);
    await expect(rights.restrict(person, EVERYTHING, { today }, plan, keepDiffs())).resolves.toMatchObject({
      verified: true,
    });
  });

  it.for(["before", "after"] as const)("settles one that was cut %s it was done", async (moment, { skip }) => {
    const { system, people, today, openCut } = get();
    const rights = restrictionOf(system, skip);
    if (openCut === null) return skip("the connection of this kind cannot be cut from outside");
    const [{ person }] = people;
    await using cut = await openCut(moment);
    const diffs = keepDiffs();
    const cutting = restrictionOf(cut, skip).restrict(person, EVERYTHING, { today }, null, diffs);
    await expect(cutting).rejects.toBeInstanceOf(SystemError);
    const [begun] = diffs.kept;
    if (begun === undefined) throw new Error("Nothing was sealed before it was cut.");
    expect(await rights.hasHappened(begun)).toBe(moment === "after");
  });
}

function describeRectification(get: () => RightsSample): void {
  it("puts a value right, once, and touches nobody else", async ({ skip }) => {
    const sample = get();
    const { system, people, today, correction: asked } = sample;
    const { rectification, lacks } = system;
    if (rectification === undefined || asked === null) return skip(lacks?.rectification ?? "this kind cannot correct");
    const [{ person }] = people;
    const { correction, before: wrong } = asked;
    const before = await readEverybody(sample);
    expect(JSON.stringify(before[0])).toContain(wrong);
    const approved = await rectification.planRectification(person, [correction]);
    expect(approved.changes.length).toBeGreaterThan(0);
    expect(await readEverybody(sample)).toEqual(before);
    const diffs = keepDiffs();
    const outcome = await rectification.rectify(person, [correction], approved, { ...diffs, hash });
    expect(outcome).toMatchObject({ verified: true, residue: [] });
    expect(outcome.changes.map(({ table, column, rows, after }) => ({ table, column, rows, after }))).toEqual(
      approved.changes.map(({ table, column, rows }) => ({ table, column, rows, after: hash(correction.value) })),
    );
    expect(JSON.stringify(outcome)).not.toContain(wrong);
    const found = { identifiers: [], keys: approved.subjects };
    const mine = JSON.stringify(await readRows(system, found, today));
    expect([mine.includes(wrong), mine.includes(correction.value)]).toEqual([false, true]);
    expect((await readEverybody(sample)).slice(1)).toEqual(before.slice(1));
    expect(await rectification.hasHappened(diffs.kept.at(-1) as Diff)).toBe(true);
    expect((await rectification.planRectification(found, [correction])).changes).toEqual([]);
  });

  it.for(["before", "after"] as const)("settles one that was cut %s it was done", async (moment, { skip }) => {
    const { system, people, openCut, correction } = get();
    const { rectification, lacks } = system;
    if (rectification === undefined || correction === null)
      return skip(lacks?.rectification ?? "this kind cannot correct");
    if (openCut === null) return skip("the connection of this kind cannot be cut from outside");
    await using cut = await openCut(moment);
    const diffs = keepDiffs();
    const corrections = [correction.correction];
    const cutting = cut.rectification?.rectify(people[0].person, corrections, null, { ...diffs, hash });
    await expect(cutting).rejects.toBeInstanceOf(SystemError);
    const [begun] = diffs.kept;
    if (begun === undefined) throw new Error("Nothing was sealed before it was cut.");
    expect(await rectification.hasHappened(begun)).toBe(moment === "after");
  });
}

function describeResidue(get: () => RightsSample): void {
  it("finds what is the person's, and after an erasure only what stays for a reason", async ({ skip }) => {
    const sample = get();
    const { system, people, today } = sample;
    const { scanResidue, lacks } = system;
    if (scanResidue === undefined) return skip(lacks?.residue ?? "this kind cannot be searched");
    const before = await readEverybody(sample);
    const [{ person, canaries }] = people;
    const values = canaries.map((value) => ({ category: "text", value }));
    const look = () => scanResidue({ person, scope: EVERYTHING, values, done: [], plusTags: false }, { today }, {});
    const first = await look();
    expect(first.places.length).toBeGreaterThan(0);
    expect(JSON.stringify(first)).not.toMatch(new RegExp(canaries.join("|")));
    expect(await readEverybody(sample)).toEqual(before);
    await system.erase(person, EVERYTHING, { today }, null, {});
    const last = await look();
    for (const place of last.places) expect(place).toMatchObject({ planned: place.rows, keys: [] });
    expect(last.columns).toBe(first.columns);
  });
}
