/** The conformance suite for taking an erasure back. What the kind lacks is skipped with its reason. */
import type { Diff } from "@kept/engine/diff";
import { EVERYTHING } from "@kept/engine/rights";
import { expect, it } from "vitest";
import { SystemError } from "../connector.ts";
import type { UndoRights } from "../lifecycle-rights.ts";
import type { RightsSystem } from "../rights-system.ts";
import { type RightsSample, readEverybody } from "./rights-sample.ts";

type Skip = (why: string) => never;

const KEEP_UNTIL = "2999-12-31T00:00:00.000Z";

function undoOf({ undo, lacks }: RightsSystem, skip: Skip): UndoRights {
  return undo ?? skip(lacks?.undo ?? "this kind cannot take an erasure back");
}

/** Keeps what was sealed as it is kept until it is needed: as JSON. */
function keepDiffs() {
  const kept: Diff[] = [];
  return { kept, seal: async (diff: Diff) => void kept.push(JSON.parse(JSON.stringify(diff)) as Diff) };
}

/** Erases one of the people, and answers what was kept of it. */
async function eraseKept({ people, today }: RightsSample, system: RightsSystem, who: 0 | 1 = 0): Promise<Diff> {
  const diffs = keepDiffs();
  const hooks = { seal: diffs.seal, keepUntil: KEEP_UNTIL };
  const outcome = await system.erase(people[who].person, EVERYTHING, { today }, null, hooks);
  expect(outcome).toMatchObject({ verified: true, residue: [] });
  const diff = diffs.kept.at(-1);
  if (diff === undefined) throw new Error(`${system.system} sealed nothing.`);
  expect(diff.complete).toBe(true);
  return diff;
}

const codesOf = async (undo: UndoRights, diff: Diff) =>
  (await undo.planRevert(diff)).findings.filter(({ blocks }) => blocks).map(({ code }) => code);

export function describeRightsUndo(get: () => RightsSample): void {
  it("gives back what it erased, once, and touches nobody else", async ({ skip }) => {
    const sample = get();
    const undo = undoOf(sample.system, skip);
    const before = await readEverybody(sample);
    const diff = await eraseKept(sample, sample.system);
    const erased = await readEverybody(sample);
    expect(erased).not.toEqual(before);
    expect(await undo.hasHappened(diff)).toBe(true);
    const plan = await undo.planRevert(diff);
    expect(plan.findings).toEqual([]);
    expect(plan.tables.some(({ returned, restored }) => returned + restored > 0)).toBe(true);
    expect(await readEverybody(sample)).toEqual(erased);
    const undone = keepDiffs();
    const outcome = await undo.revert(diff, undone);
    expect(outcome).toMatchObject({ tables: plan.tables, findings: [] });
    expect(await readEverybody(sample)).toEqual(before);
    expect(await undo.hasHappened(undone.kept.at(-1) as Diff)).toBe(true);
    // They can leave once more, and be taken back once more.
    const again = await eraseKept(sample, sample.system);
    expect(await readEverybody(sample)).toEqual(erased);
    await undo.revert(again, keepDiffs());
    expect(await readEverybody(sample)).toEqual(before);
  });

  it("gives back to several who left one after the other, the last one first", async ({ skip }) => {
    const sample = get();
    const undo = undoOf(sample.system, skip);
    const before = await readEverybody(sample);
    const first = await eraseKept(sample, sample.system, 0);
    const second = await eraseKept(sample, sample.system, 1);
    for (const diff of [second, first]) await undo.revert(diff, keepDiffs());
    expect(await readEverybody(sample)).toEqual(before);
  });

  it("changes nothing when the caller cannot keep what is taken away", async ({ skip }) => {
    const sample = get();
    const { system, people, today } = sample;
    undoOf(system, skip);
    const before = await readEverybody(sample);
    const hooks = { seal: () => Promise.reject(new Error("The disk is full.")), keepUntil: KEEP_UNTIL };
    await expect(system.erase(people[0].person, EVERYTHING, { today }, null, hooks)).rejects.toThrow(
      "The disk is full.",
    );
    expect(await readEverybody(sample)).toEqual(before);
  });

  it("keeps nothing where nobody wants it kept", async ({ skip }) => {
    const { system, people, today } = get();
    const undo = undoOf(system, skip);
    const plans: string[] = [];
    await system.erase(people[0].person, EVERYTHING, { today }, null, {
      beforeChange: async (plan) => void plans.push(JSON.stringify(plan)),
    });
    if (system.kind !== "http") return;
    // The run is known, and nothing was kept under it.
    const run = /"run":"([\w-]+)"/.exec(plans[0] ?? "")?.[1];
    const diff = {
      system: system.system,
      run: run ?? "",
      complete: true,
      tables: [],
      added: [],
      order: [],
      cuts: {},
      recounts: [],
      suspendForeignKeys: false,
    };
    expect(await codesOf(undo, diff)).toHaveLength(1);
  });

  it.for(["before", "after"] as const)(
    "an erasure that was cut %s it was done can be taken back if it was",
    async (moment, { skip }) => {
      const sample = get();
      const { system, people, today, openCut } = sample;
      const undo = undoOf(system, skip);
      if (openCut === null) return skip("the connection of this kind cannot be cut from outside");
      const before = await readEverybody(sample);
      await using cut = await openCut(moment);
      const diffs = keepDiffs();
      const hooks = { seal: diffs.seal, keepUntil: KEEP_UNTIL };
      await expect(cut.erase(people[0].person, EVERYTHING, { today }, null, hooks)).rejects.toBeInstanceOf(SystemError);
      const diff = diffs.kept.at(-1);
      if (diff === undefined) throw new Error("Nothing was sealed before it was cut.");
      expect(await undo.hasHappened(diff)).toBe(moment === "after");
      if (moment === "after") await undo.revert(diff, keepDiffs());
      else expect(await codesOf(undo, diff)).toHaveLength(1);
      expect(await readEverybody(sample)).toEqual(before);
    },
  );

  it.for(["before", "after"] as const)("an undo that was cut %s it was done is done once", async (moment, { skip }) => {
    const sample = get();
    const { system, openCut } = sample;
    const undo = undoOf(system, skip);
    if (openCut === null) return skip("the connection of this kind cannot be cut from outside");
    const before = await readEverybody(sample);
    const diff = await eraseKept(sample, system);
    await using cut = await openCut(moment);
    const undone = keepDiffs();
    await expect(undoOf(cut, skip).revert(diff, undone)).rejects.toBeInstanceOf(SystemError);
    expect(await undo.hasHappened(undone.kept.at(-1) as Diff)).toBe(moment === "after");
    // The same again, as a job that is resumed asks for it.
    await undo.revert(diff, keepDiffs());
    expect(await readEverybody(sample)).toEqual(before);
  });

  it.for(["over", "tampered"] as const)("refuses what is %s, and changes nothing", async (how, { skip }) => {
    const sample = get();
    const undo = undoOf(sample.system, skip);
    if (sample.spoilKept === null) return skip("what is taken away is kept by Kept");
    const diff = await eraseKept(sample, sample.system);
    const erased = await readEverybody(sample);
    sample.spoilKept(how);
    expect(await codesOf(undo, diff)).toHaveLength(1);
    await expect(undo.revert(diff, keepDiffs())).rejects.toMatchObject({ name: "PlanRefused", code: "plan_blocked" });
    expect(await readEverybody(sample)).toEqual(erased);
  });

  it("opens nothing with the key of another erasure", async ({ skip }) => {
    const sample = get();
    const undo = undoOf(sample.system, skip);
    if (sample.spoilKept === null) return skip("what is taken away is kept by Kept");
    const diff = await eraseKept(sample, sample.system);
    const erased = await readEverybody(sample);
    expect(await codesOf(undo, { ...diff, run: `${diff.run ?? ""}x` })).toHaveLength(1);
    expect(await readEverybody(sample)).toEqual(erased);
  });
}
