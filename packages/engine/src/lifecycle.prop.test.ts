/** C14 and the undoing of erasures on random schemas and rows: there and back again is where one was. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANOTHER_PERSON } from "./access-columns.ts";
import { withoutMarks } from "./diff.ts";
import type { RestrictionPlan } from "./plan-restriction.ts";
import type { Operation } from "./store.ts";
import { makeWorld, type World, worldPlan } from "./testing/generate-world.ts";
import { checkGuards, guardWorld } from "./testing/guard-world.ts";
import { asChange, changeObserved, happened, restriction, revert } from "./testing/lifecycle-bench.ts";
import { MOST_MARKED, markedRows, markTables, rowName, unusedRows } from "./testing/mark-world.ts";
import { keepTables, MOST_KEPT } from "./testing/retain-world.ts";
import { createBench, dumpWithoutGhosts, findBut, type RightsBench, user } from "./testing/rights-bench.ts";

/** More runs where time allows: `KEPT_PROPERTY_RUNS=5000`. */
const numRuns = Number(process.env["KEPT_PROPERTY_RUNS"] ?? 300);
const ABILITIES = [
  {},
  { checksForeignKeysByRow: true, canSuspendForeignKeys: true },
  { deferredConstraints: true, canSuspendForeignKeys: true },
  { joinsStatements: true },
] as const;

/** Every other world has check constraints, and every other one tables that the law keeps. */
const world = fc.record({
  plan: worldPlan,
  who: fc.nat(2),
  abilities: fc.nat(ABILITIES.length - 1),
  flags: fc.boolean(),
  guarded: fc.boolean(),
  kept: fc.nat(MOST_KEPT),
});
type Drawn = typeof world extends fc.Arbitrary<infer T> ? T : never;

function open({ plan, who, abilities, guarded, kept }: Drawn): {
  readonly bench: RightsBench;
  readonly person: string;
} {
  const made: World = keepTables(guarded ? guardWorld(makeWorld(plan)) : makeWorld(plan), kept);
  const bench = createBench(made.model, made.data, { abilities: ABILITIES[abilities] ?? {}, check: checkGuards(made) });
  return { bench, person: made.people[who] ?? "" };
}

/**
 * What is everybody else's own, as their export shows it, but for whose address stands in it, and for what is sealed: without
 * the text that named its owner, a row counts as part of what it hangs on, with what hangs on it. What they are only shown of
 * the person is the person's.
 */
function othersOf(bench: RightsBench, person: string, sealed: ReadonlySet<string>): readonly string[] {
  const people = (bench.store.tables.get("users") ?? []).map(({ id }) => id ?? "").filter((id) => id !== person);
  const shown = people.flatMap((id) =>
    bench.export(user(id)).rows.flatMap((row) => (row.level === "own" ? [{ ...row, id }] : [])),
  );
  // By the key that the row has, since its values may be masked.
  const kept = shown.filter(({ table, key = [] }) => !sealed.has(`${table} ${key.join("/")}`));
  return kept.map(({ table, values, id }) => {
    const edges = (bench.index.outgoing.get(table) ?? []).filter(({ match }) => match);
    const addresses = new Set(edges.flatMap(({ columns }) => columns));
    const isCopy = (name: string) => bench.index.table.get(table)?.columns.find((one) => one.name === name)?.copyOf;
    // A copy of somebody else's name says nothing to whom it is shown.
    const says = ([name, value]: [string, unknown]) => !isCopy(name) || (value !== null && value !== ANOTHER_PERSON);
    return JSON.stringify([id, table, Object.entries(values).filter((one) => !addresses.has(one[0]) && says(one))]);
  });
}

/** Rows that a restriction does not change, since they are another's too or only name the person: these keep the address that they hold, and the name. */
function leftAlone({ index, store }: RightsBench, sealed: ReadonlySet<string>): ReadonlySet<string> {
  const copying = index.model.tables.filter(({ columns }) => columns.some(({ copyOf }) => copyOf !== undefined));
  const pointing = index.model.edges.filter(({ match }) => match).map(({ from }) => from);
  const holders = [...new Set([...pointing, ...copying.map(({ name }) => name)])];
  const names = holders.flatMap((table) => {
    const { key = [] } = index.table.get(table) ?? {};
    return (store.tables.get(table) ?? []).map((row) => nameOf(table, key, row));
  });
  return new Set(names.filter((name) => !sealed.has(name)));
}

/** Does it only take a copy of somebody's name out of rows that were left alone? */
function sealsCopies({ index }: RightsBench, one: Operation, left: ReadonlySet<string>): boolean {
  if (one.op !== "update") return false;
  const { columns = [] } = index.table.get(one.table) ?? {};
  const copies = new Set(columns.filter(({ copyOf }) => copyOf !== undefined).map(({ name }) => name));
  const isLeft = (key: readonly (string | null)[]) => left.has(`${one.table} ${key.join("/")}`);
  return Object.keys(one.set).every((name) => copies.has(name)) && one.keys.every(isLeft);
}

function changedBy(plan: RestrictionPlan): ReadonlySet<string> {
  const rows = plan.tables.flatMap(({ name, rows: some }) =>
    some.filter(({ disposition }) => disposition !== "left").map(({ key }) => `${name} ${key.join("/")}`),
  );
  return new Set(rows);
}

const nameOf = (table: string, key: readonly string[], row: Readonly<Record<string, unknown>>) =>
  `${table} ${key.map((one) => row[one]).join("/")}`;

describe("C14: restrict, then lift, changes nothing", () => {
  test("on random schemas: in between no value of the person is in use, and nobody else is touched", () => {
    let sealed = 0;
    let shownMore = 0;
    fc.assert(
      fc.property(world, (drawn) => {
        const { bench, person } = open(drawn);
        const before = bench.store.dump();
        const plan = restriction(bench, user(person));
        const changed = changedBy(plan);
        const left = leftAlone(bench, changed);
        const others = othersOf(bench, person, changed);
        expect(plan.findings.filter(({ blocks }) => blocks)).toEqual([]);
        const diff = changeObserved(bench, asChange(plan));
        expect(happened(bench, diff)).toBe(diff.tables.length > 0);
        for (const canary of [`name-users-${person}-`, `mail-users-${person}-`])
          expect(findBut(bench, canary, left)).toEqual([]);
        const now = othersOf(bench, person, changed);
        expect(others.filter((row) => !now.includes(row))).toEqual([]);
        if (now.length > others.length) shownMore += 1;
        // Structure stays: no row is gone, none is new, and only what was set has changed.
        const during = bench.store.dump();
        for (const [table, rows] of Object.entries(before)) expect(during[table]).toHaveLength(rows.length);
        // A sealed address says no more that a row is theirs too: what was left alone for another then merely names them.
        const again = restriction(bench, user(person)).operations;
        expect(again.filter((one) => !sealsCopies(bench, one, left))).toEqual([]);
        const back = revert(bench, diff);
        expect(back.findings).toEqual([]);
        sealed += diff.tables.length;
        changeObserved(bench, back);
        expect(bench.store.dump()).toEqual(before);
        expect(diff.tables.length === 0 || happened(bench, diff)).toBe(diff.tables.length === 0);
      }),
      { numRuns },
    );
    expect(sealed).toBeGreaterThan(numRuns);
    expect(shownMore).toBeLessThan(numRuns / 20);
  });

  test("the test can fail: a value that a lift forgets shows", () => {
    const { bench, person } = open({ plan: SMALL, who: 0, abilities: 0, flags: false, guarded: false, kept: 0 });
    const before = bench.store.dump();
    const diff = changeObserved(bench, asChange(restriction(bench, user(person))));
    const forgetful = { ...diff, tables: diff.tables.filter(({ name }) => name !== "users") };
    changeObserved(bench, revert(bench, forgetful));
    expect(bench.store.dump()).not.toEqual(before);
  });
});

/** Of a row that is another's. */
const NAMES = "only what names them";

describe("C14 where applications have marks", () => {
  // In most worlds it is things that are marked, and not people as well, whose mark goes for everything.
  const bits = fc.oneof(
    fc.nat(63),
    fc.nat(63),
    fc.nat(MOST_MARKED),
    fc.nat(63).map((some) => some | 256),
  );
  const marked = fc.record({ drawn: world, bits, withParts: fc.boolean() });

  /** Details of the first table, whose rows are marked: few worlds have them by chance. */
  function addParts({ tables, ...rest }: Drawn["plan"]): Drawn["plan"] {
    const part = { to: 1, role: 0, nullable: false, action: 0, unique: false };
    return { ...rest, tables: tables.map((one, at) => (at === 0 ? one : { ...one, edges: [part, ...one.edges] })) };
  }

  function openMarked({ drawn, bits: some, withParts }: typeof marked extends fc.Arbitrary<infer T> ? T : never) {
    const { plan, who, abilities, guarded, kept } = drawn;
    const made = makeWorld(withParts ? addParts(plan) : plan);
    const world = markTables(keepTables(guarded ? guardWorld(made) : made, kept), withParts ? some | 1 : some);
    const bench = createBench(world.model, world.data, {
      abilities: ABILITIES[abilities] ?? {},
      check: checkGuards(world),
    });
    return { bench, person: world.people[who] ?? "" };
  }

  test("on random schemas: what is marked is not used, nothing that is not used is emptied, and nobody else's row is marked", () => {
    const seen = { covered: 0, sealed: 0, marked: 0 };
    fc.assert(
      fc.property(marked, (one) => {
        const { bench, person } = openMarked(one);
        const asItWas = bench.fork();
        const before = bench.store.dump();
        const plan = restriction(bench, user(person));
        expect(plan.findings.filter(({ blocks }) => blocks)).toEqual([]);
        const everybody = bench.index.model.tables.filter(({ kind }) => kind === "subject");
        const isPersonMarked = everybody.every(({ restrict }) => restrict !== undefined);
        const others = othersOf(bench, person, changedBy(plan));
        const diff = changeObserved(bench, asChange(plan));
        const own = plan.tables.flatMap(({ name, rows }) =>
          rows.flatMap(({ key, why }) => (why.includes(NAMES) ? [] : [rowName(name, key)])),
        );
        const unused = unusedRows(bench, asItWas, new Set(own));
        for (const { name, rows } of plan.tables) {
          for (const { key, disposition, why } of rows) {
            const row = rowName(name, key);
            if (why.includes(NAMES)) continue;
            const viaPerson = why.includes("the mark on the person");
            // What is another's too they come to as their own, whatever it is part of.
            if (disposition === "left") continue;
            if (viaPerson) expect([row, isPersonMarked]).toEqual([row, true]);
            else expect([row, disposition, unused.has(row)]).toEqual([row, disposition, disposition === "marked"]);
            if (why.includes("part of it")) seen.covered += 1;
            if (disposition === "sealed") seen.sealed += 1;
            if (disposition === "marked") seen.marked += 1;
          }
        }
        // Who is marked is not used at all: no row of theirs is changed but for the mark.
        if (isPersonMarked) expect(unused.has(rowName("users", [person]))).toBe(true);
        const now = othersOf(bench, person, changedBy(plan));
        expect(others.filter((row) => !now.includes(row))).toEqual([]);
        const back = revert(bench, diff);
        expect(back.findings).toEqual([]);
        changeObserved(bench, back);
        expect(bench.store.dump()).toEqual(before);
      }),
      { numRuns },
    );
    expect(Math.min(seen.sealed, seen.marked)).toBeGreaterThan(numRuns / 10);
    // Few worlds have parts of marked rows, and some draws hardly any.
    expect(seen.covered).toBeGreaterThan(0);
  });
});

describe("a mark stands as long as it has a reason", () => {
  // Everybody is marked, and nothing is sealed: an erasure goes through.
  const marked = fc.record({ drawn: world, bits: fc.nat(63), listed: fc.boolean() });

  test("on random schemas: a lift after an erasure leaves what the law keeps marked, and nothing else; with an undo between, all is as it was", () => {
    let kept = 0;
    let freed = 0;
    fc.assert(
      fc.property(marked, ({ drawn, bits, listed }) => {
        const made = keepTables(makeWorld(drawn.plan), drawn.kept);
        const all = markTables(made, bits | 64 | (listed ? 256 : 0));
        const bench = createBench(all.model, all.data, { abilities: ABILITIES[drawn.abilities] ?? {} });
        const person = all.people[drawn.who] ?? "";
        const before = bench.store.dump();
        const marks = () => markedRows(bench);
        const restricted = changeObserved(bench, asChange(restriction(bench, user(person))));
        const during = marks();
        const plan = bench.plan(user(person));
        if (plan.findings.some(({ blocks }) => blocks)) return;
        const erased = changeObserved(bench, asChange(plan, plan.suspendForeignKeys));
        const needed = plan.marked ?? [];
        const taken = bench.fork();
        const lift = revert(bench, withoutMarks(restricted, needed));
        expect(lift.findings.filter(({ blocks }) => blocks)).toEqual([]);
        changeObserved(bench, lift);
        const names = new Set(needed.map(({ table, key }) => rowName(table, key)));
        expect([...marks()].sort()).toEqual([...names].sort());
        kept += names.size;
        freed += during.size - names.size;
        // Taken back first, and lifted then.
        changeObserved(taken, revert(taken, erased));
        changeObserved(taken, revert(taken, restricted));
        expect(dumpWithoutGhosts(taken)).toEqual(before);
      }),
      { numRuns },
    );
    expect(Math.min(kept, freed)).toBeGreaterThan(numRuns / 10);
  });
});

describe("erase, then undo, changes nothing", () => {
  test("on random schemas, whatever was deleted, detached, redacted or counted anew", () => {
    let returned = 0;
    fc.assert(
      fc.property(world, (drawn) => {
        const { bench, person } = open(drawn);
        const before = bench.store.dump();
        const plan = bench.plan(user(person));
        if (plan.findings.some(({ blocks }) => blocks)) return;
        const diff = changeObserved(bench, asChange(plan, plan.suspendForeignKeys));
        expect(happened(bench, diff)).toBe(plan.operations.length > 0);
        const back = revert(bench, diff);
        expect(back.findings).toEqual([]);
        const undone = changeObserved(bench, back);
        // The row that stands in for people who have left stays: others may name it by now.
        expect(dumpWithoutGhosts(bench)).toEqual(before);
        expect(happened(bench, undone)).toBe(plan.operations.length > 0);
        returned += back.tables.reduce((sum, table) => sum + table.returned, 0);
      }),
      { numRuns },
    );
    expect(returned).toBeGreaterThan(numRuns);
  });

  test("a diff that was never completed says that nothing happened", () => {
    const { bench, person } = open({ plan: SMALL, who: 0, abilities: 0, flags: false, guarded: false, kept: 0 });
    const diff = changeObserved(bench, asChange(bench.plan(user(person))));
    expect(happened(bench, diff)).toBe(true);
    expect(happened(bench, { ...diff, complete: false })).toBe(false);
  });
});

const SMALL = {
  zero: false,
  invites: [0, 1],
  tables: [
    {
      key: 2,
      edges: [{ to: 0, role: 0, nullable: true, action: 2, unique: false }],
      body: true,
      rows: [
        [1, 2, 3, 4],
        [2, 3, 4, 5],
      ],
    },
  ],
};
