/** The conformance suite at the level of rights: what every kind of system has to do for people, whatever it is made of. */
import { type AccessPlan, type AccessRow, type ErasurePlan, EVERYTHING, type PersonQuery } from "@kept/engine/rights";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SystemError } from "../connector.ts";
import { PlanRefused } from "../rights-system.ts";
import { describeRightsChanges } from "./describe-rights-changes.ts";
import { describeRightsUndo } from "./describe-rights-undo.ts";
import { type RightsSample, readEverybody, readRows, sortRows, sumTables } from "./rights-sample.ts";

/** Declares the suite for one kind of system. */
export function describeRightsSystem(title: string, create: () => Promise<RightsSample>): void {
  describe(`${title}: rights`, () => {
    let sample: RightsSample;
    beforeEach(async () => {
      sample = await create();
    });
    afterEach(async () => {
      await sample[Symbol.asyncDispose]();
    });

    describeFinding(() => sample);
    describeAccess(() => sample);
    describeErasure(() => sample);
    describeRightsChanges(() => sample);
    describeRightsUndo(() => sample);
    describeFailures(() => sample);
  });
}

function describeFinding(get: () => RightsSample): void {
  it("finds each person, and a different one each time", async () => {
    const { system, people } = get();
    const found = await Promise.all(people.map(({ person }) => system.find(person)));
    for (const { subjects, findings } of found) {
      expect(subjects.length).toBeGreaterThan(0);
      expect(findings.filter(({ blocks }) => blocks)).toEqual([]);
    }
    const keys = found.flatMap(({ subjects }) => subjects.map(({ table, key }) => JSON.stringify([table, ...key])));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("finds a person again by the keys it answered", async () => {
    const { system, people } = get();
    const [{ person }] = people;
    const { subjects } = await system.find(person);
    expect((await system.find({ identifiers: [], keys: subjects })).subjects).toEqual(subjects);
  });

  it("says so when it knows nobody by that", async () => {
    const { system, unknown, today } = get();
    const { subjects, findings } = await system.find(unknown);
    expect(subjects).toEqual([]);
    expect(findings.map(({ code, blocks }) => [code, blocks])).toContainEqual(["person_not_found", true]);
    expect(await readRows(system, unknown, today)).toEqual([]);
    await expectRefused(eraseNow(get(), unknown), "person_not_found");
  });

  it("does not choose between two people with one identifier", async () => {
    const sample = get();
    const { findings } = await sample.system.find(sample.ambiguous);
    expect(findings.map(({ code, blocks }) => [code, blocks])).toContainEqual(["person_ambiguous", true]);
    const before = await readEverybody(sample);
    await expectRefused(eraseNow(sample, sample.ambiguous), "person_ambiguous");
    expect(await readEverybody(sample)).toEqual(before);
  });
}

function describeAccess(get: () => RightsSample): void {
  it("shows all that is a person's and nothing that is another's", async () => {
    const { system, people, today } = get();
    const texts = await Promise.all(
      people.map(async ({ person }) => JSON.stringify(await readRows(system, person, today))),
    );
    people.forEach(({ canaries }, owner) => {
      expect(canaries.length).toBeGreaterThan(0);
      for (const canary of canaries) {
        expect(texts.map((text) => text.includes(canary))).toEqual(people.map((_, reader) => reader === owner));
      }
    });
  });

  it("promises in the plan what it then shows, column by column", async () => {
    const { system, people, today } = get();
    for (const { person } of people) {
      const plans: AccessPlan[] = [];
      const rows = await readRows(system, person, today, (plan) => plans.push(plan));
      const planned = await system.planAccess(person, EVERYTHING, { today });
      expect(plans).toEqual([planned]);
      expect(countRows(rows)).toEqual(promisedRows(planned));
      const columns = new Map(planned.tables.map((table) => [`${table.level} ${table.name}`, table.columns]));
      for (const { table, level, values } of rows) {
        if (level !== "act")
          expect(columns.get(`${level} ${table}`)).toEqual(expect.arrayContaining(Object.keys(values)));
      }
    }
  });

  it("shows a part when asked for a part", async () => {
    const { system, people, today } = get();
    const [{ person }] = people;
    const all = await readRows(system, person, today);
    const table = all[0]?.table ?? "";
    const rows: AccessRow[] = [];
    const scope = { tables: [table], categories: [] };
    for await (const row of system.readAccess(person, scope, { today }, () => {})) rows.push(row);
    expect(sortRows(rows)).toEqual(all.filter((row) => row.table === table));
  });

  it("lets its reader stop in the middle", async () => {
    const { system, people, today } = get();
    const [{ person }] = people;
    for await (const row of system.readAccess(person, EVERYTHING, { today }, () => {})) {
      expect(row.table).not.toBe("");
      break;
    }
    expect((await readRows(system, person, today)).length).toBeGreaterThan(0);
  });
}

function describeErasure(get: () => RightsSample): void {
  it("plans one fate for every row it shows", async () => {
    const { system, people, today } = get();
    for (const { person } of people) {
      const plan = await system.planErasure(person, EVERYTHING, { today });
      const access = await system.planAccess(person, EVERYTHING, { today });
      expect(plan.findings.filter(({ blocks }) => blocks)).toEqual([]);
      expect(plannedRows(plan)).toEqual(sumTables(access.tables.map(({ name, rows }) => [name, rows])));
    }
  });

  it("changes nothing while planning", async () => {
    const sample = get();
    const before = await readEverybody(sample);
    for (const { person } of sample.people) {
      await sample.system.planErasure(person, EVERYTHING, { today: sample.today });
    }
    expect(await readEverybody(sample)).toEqual(before);
  });

  it("does what the dry run said, and verifies it", async () => {
    const { system, people, today } = get();
    const [{ person }] = people;
    const approved = await system.planErasure(person, EVERYTHING, { today });
    const begun: ErasurePlan[] = [];
    const outcome = await system.erase(person, EVERYTHING, { today }, approved, {
      beforeChange: async (plan) => {
        begun.push(plan);
      },
    });
    expect(begun.map(describeCounts)).toEqual([describeCounts(approved)]);
    expect(outcome.tables.filter(hasRows)).toEqual(describeCounts(approved));
    expect(outcome).toMatchObject({ system: system.system, verified: true, residue: [] });
    const retained = outcome.retained.map(({ table, rows }) => [table, rows] as const);
    expect(sumTables(retained)).toEqual(sumTables(approved.tables.map((table) => [table.name, table.retained])));
    for (const { why } of outcome.retained) expect(why).not.toBe("");
    const left = sumTables((await readRows(system, person, today)).map(({ table }) => [table, 1]));
    expect(left).toEqual(sumTables(retained));
  });

  it("has nothing left to do the second time", async () => {
    const sample = get();
    for (const { person } of sample.people) {
      await eraseNow(sample, person);
      try {
        const second = await eraseNow(sample, person);
        for (const { deleted, detached, redacted } of second.tables) expect(deleted + detached + redacted).toBe(0);
        expect(second.verified).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(PlanRefused);
        expect(error).toMatchObject({ code: "person_not_found" });
      }
    }
  });

  it("leaves other people's data as it was", async () => {
    const sample = get();
    const { system, people, today } = sample;
    const [first, second, third] = people;
    const sharedBefore = await readRows(system, second.person, today);
    const apartBefore = await readRows(system, third.person, today);
    await eraseNow(sample, first.person);
    expect(await readRows(system, third.person, today)).toEqual(apartBefore);
    const sharedAfter = await readRows(system, second.person, today);
    expect(countRows(sharedAfter)).toEqual(countRows(sharedBefore));
    for (const canary of second.canaries) expect(JSON.stringify(sharedAfter)).toContain(canary);
    for (const canary of first.canaries) expect(JSON.stringify(sharedAfter)).not.toContain(canary);
  });

  it("comes to the same end in whatever order people leave", async () => {
    const sample = get();
    const [first, second, third] = sample.people;
    for (const { person } of [second, first, third]) await eraseNow(sample, person);
    for (const { person } of sample.people) {
      const plan = await sample.system.planErasure(person, EVERYTHING, { today: sample.today });
      for (const { deleted, detached, redacted } of plan.tables) expect(deleted + detached + redacted).toBe(0);
    }
  });

  it("refuses while a finding blocks it, and changes nothing", async ({ skip }) => {
    const sample = get();
    const { blocked } = sample;
    if (blocked === null) return skip("this kind has no blocking finding to show");
    const before = await readRows(sample.system, blocked, sample.today);
    const refused = await expectRefused(eraseNow(sample, blocked), "plan_blocked");
    expect(refused.findings.some(({ blocks }) => blocks)).toBe(true);
    expect(await readRows(sample.system, blocked, sample.today)).toEqual(before);
  });

  it("refuses a plan that says more than what was approved", async () => {
    const sample = get();
    const { system, people, today } = sample;
    const [{ person }] = people;
    const plan = await system.planErasure(person, EVERYTHING, { today });
    const before = await readEverybody(sample);
    const [dropped] = plan.tables.filter(({ deleted }) => deleted > 0);
    const approved = { ...plan, tables: plan.tables.filter((table) => table !== dropped) };
    expect(approved.tables.length).toBeLessThan(plan.tables.length);
    await expectRefused(system.erase(person, EVERYTHING, { today }, approved, {}), "plan_changed");
    expect(await readEverybody(sample)).toEqual(before);
  });
}

function describeFailures(get: () => RightsSample): void {
  it("changes nothing when the caller cannot note what is about to happen", async () => {
    const sample = get();
    const { system, people, today } = sample;
    const before = await readEverybody(sample);
    const hooks = { beforeChange: () => Promise.reject(new Error("The ledger is full.")) };
    const erasing = system.erase(people[0].person, EVERYTHING, { today }, null, hooks);
    await expect(erasing).rejects.toThrow("The ledger is full.");
    expect(await readEverybody(sample)).toEqual(before);
  });

  it.for(["before", "after"] as const)(
    "settles a run whose connection was cut %s it was done",
    async (moment, { skip }) => {
      const sample = get();
      const { system, people, today, openCut } = sample;
      if (openCut === null) return skip("the connection of this kind cannot be cut from outside");
      const [{ person }] = people;
      const before = await readEverybody(sample);
      const begun: ErasurePlan[] = [];
      const cut = await openCut(moment);
      const beforeChange = async (plan: ErasurePlan) => {
        begun.push(plan);
      };
      await expect(cut.erase(person, EVERYTHING, { today }, null, { beforeChange })).rejects.toBeInstanceOf(
        SystemError,
      );
      await cut[Symbol.asyncDispose]();
      const [plan] = begun;
      if (plan === undefined) throw new Error("The run was cut before it was announced.");
      // A plan is kept sealed as JSON until it is settled.
      const outcome = await system.settle(JSON.parse(JSON.stringify(plan)) as ErasurePlan, { today });
      if (moment === "before") {
        expect(outcome).toBeNull();
        expect(await readEverybody(sample)).toEqual(before);
        const done = await system.erase(person, EVERYTHING, { today }, plan, {});
        expect(done.tables.filter(hasRows)).toEqual(describeCounts(plan));
      } else {
        expect(outcome?.tables.filter(hasRows)).toEqual(describeCounts(plan));
        expect(outcome?.verified).toBe(true);
      }
    },
  );

  it("says that it cannot be reached, and nothing of the person", async () => {
    const { openUnreachable, people } = get();
    const [{ person }] = people;
    const asking = (async () => {
      await using system = await openUnreachable();
      await system.find(person);
    })();
    const error = await asking.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SystemError);
    const { message, advice } = error as SystemError;
    for (const { value } of person.identifiers) expect(message + advice).not.toContain(value);
  });
}

function eraseNow({ system, today }: RightsSample, person: PersonQuery) {
  return system.erase(person, EVERYTHING, { today }, null, {});
}

async function expectRefused(erasing: Promise<unknown>, code: PlanRefused["code"]): Promise<PlanRefused> {
  const error = await erasing.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PlanRefused);
  expect(error).toMatchObject({ code });
  return error as PlanRefused;
}

type Counted = Pick<ErasurePlan["tables"][number], "name" | "deleted" | "detached" | "redacted" | "retained">;

function hasRows({ deleted, detached, redacted, retained }: Counted): boolean {
  return deleted + detached + redacted + retained > 0;
}

function describeCounts(plan: ErasurePlan): readonly Counted[] {
  return plan.tables
    .filter(hasRows)
    .map(({ name, deleted, detached, redacted, retained }) => ({ name, deleted, detached, redacted, retained }));
}

function plannedRows(plan: ErasurePlan): Readonly<Record<string, number>> {
  return sumTables(
    plan.tables.map(({ name, deleted, detached, redacted, retained }) => [
      name,
      deleted + detached + redacted + retained,
    ]),
  );
}

function countRows(rows: readonly AccessRow[]): Readonly<Record<string, number>> {
  return sumTables(rows.map(({ table, level }) => [`${level} ${table}`, 1]));
}

function promisedRows(plan: AccessPlan): Readonly<Record<string, number>> {
  return sumTables(plan.tables.map(({ name, level, rows }) => [`${level} ${name}`, rows]));
}
