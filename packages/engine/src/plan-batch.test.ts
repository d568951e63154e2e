import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BatchPlan, planBatch } from "./plan-batch.ts";
import { reachRows } from "./reach.ts";
import { type ErasurePlan, EVERYTHING, type Scope } from "./rights.ts";
import { model, table } from "./testing/build-model.ts";
import { KEPT_FOR_ANOTHER } from "./testing/enriched-worlds.ts";
import { makeWorld, TABLES_OF_PEOPLE, type World, worldPlan } from "./testing/generate-world.ts";
import { checkGuards, guardWorld } from "./testing/guard-world.ts";
import type { Row } from "./testing/memory-store.ts";
import { propertyRuns } from "./testing/property-runs.ts";
import { keepTables, MOST_KEPT } from "./testing/retain-world.ts";
import {
  ABILITIES,
  createBench,
  drive,
  dumpNamingNobody,
  findBut,
  keptByPlan,
  type RightsBench,
  summarise,
  user,
} from "./testing/rights-bench.ts";

const numRuns = propertyRuns(250);
/** Every other world has check constraints, and every other one tables that the law keeps. */
const world = fc.record({ plan: worldPlan, who: fc.nat(3), guarded: fc.boolean(), kept: fc.nat(MOST_KEPT) });
/** Who leaves together: two of three people, or all. */
const LEAVERS = [
  [0, 1],
  [1, 2],
  [2, 0],
  [0, 1, 2],
] as const;
const abilities = { ...ABILITIES, canSuspendForeignKeys: true };
const TODAY = "2030-06-15";

type Drawn = typeof world extends fc.Arbitrary<infer T> ? T : never;

function open({ plan, who, guarded, kept }: Drawn) {
  const made: World = keepTables(guarded ? guardWorld(makeWorld(plan)) : makeWorld(plan), kept);
  const bench = createBench(made.model, made.data, { abilities, check: checkGuards(made) });
  const leavers = (LEAVERS[who] ?? LEAVERS[0]).map((at) => made.people[at] ?? "");
  return { made, bench, leavers };
}

function planFor(bench: RightsBench, people: readonly string[], scope = EVERYTHING): BatchPlan {
  const subjects = people.map((id) => user(id));
  return drive(bench.store, planBatch(bench.index, subjects, { scope, today: TODAY, abilities, findings: [] }));
}

/** A part of what a world holds: the first or second table, or what people wrote. */
function partOf({ made }: ReturnType<typeof open>, which: number): Scope {
  const names = made.model.tables.map(({ name }) => name).filter((name) => name.startsWith("t"));
  return which === 2
    ? { tables: [], categories: ["content"] }
    : { tables: names.slice(which, which + 1), categories: [] };
}

function carryOut(bench: RightsBench, { whole }: BatchPlan): void {
  bench.store.apply(whole.operations, whole.suspendForeignKeys);
}

function rowsOf(plan: ErasurePlan): readonly string[] {
  const planned = plan.tables.flatMap(({ name, rows }) => rows.map(({ key }) => `${name} ${key.join("/")}`));
  return [...planned, ...(plan.settled ?? []).map(({ table: name, key }) => `${name} ${key.join("/")}`)].sort();
}

function keyOf(bench: RightsBench, name: string, row: Row): string {
  return (bench.index.table.get(name)?.key ?? []).map((column) => row[column]).join("/");
}

function reached(bench: RightsBench, person: string, level?: string): readonly string[] {
  const { tables } = drive(bench.store, reachRows(bench.index, user(person), { skipLeaves: false }));
  const rows = [...tables].flatMap(([name, { rows: all }]) => [...all.values()].map((row) => ({ name, row })));
  const wanted = rows.filter(({ row }) => level === undefined || row.level === level);
  return wanted.map(({ name, row }) => `${name} ${row.key.join("/")}`).sort();
}

const bareRowOfThree: Drawn = {
  guarded: false,
  kept: 0,
  who: 0,
  plan: {
    zero: false,
    invites: [],
    tables: [
      {
        key: 0,
        edges: [
          { to: 8, role: 0, nullable: false, action: 0, unique: false },
          { to: 0, role: 10, nullable: false, action: 0, unique: false },
          { to: 0, role: 0, nullable: true, action: 0, unique: false },
        ],
        body: false,
        rows: [
          [0, 0, 0, 0],
          [4, 11, 0, 0],
        ],
      },
      { key: 0, edges: [{ to: 0, role: 0, nullable: false, action: 0, unique: false }], body: false, rows: [] },
    ],
  },
};

/** The same of a row that only names one of two leavers, and has no part in them. */
const bareRowBeside: Drawn = {
  guarded: false,
  kept: 0,
  who: 1,
  plan: {
    zero: false,
    invites: [],
    tables: [
      {
        key: 0,
        edges: [
          { to: 0, role: 0, nullable: false, action: 0, unique: false },
          { to: 0, role: 0, nullable: false, action: 6, unique: false },
          { to: 2, role: 5, nullable: false, action: 0, unique: false },
        ],
        body: false,
        rows: [
          [0, 22, 8, 0],
          [0, 0, 0, 0],
          [11, 22, 0, 0],
        ],
      },
      { key: 0, edges: [{ to: 0, role: 0, nullable: false, action: 0, unique: false }], body: false, rows: [] },
    ],
  },
};

/** A row that stays holds one of a table of which row 0 goes: from then on, 0 in a column that defaults to it says nobody. */
const valueSetFree: Drawn = {
  guarded: false,
  kept: 0,
  who: 3,
  plan: {
    zero: false,
    invites: [],
    tables: [
      {
        key: 0,
        edges: [{ to: 5, role: 3, nullable: false, action: 0, unique: false }],
        body: false,
        rows: [[0, 0, 0, 0]],
      },
      {
        key: 0,
        edges: [
          { to: 7, role: 9, nullable: false, action: 6, unique: false },
          { to: 2, role: 0, nullable: false, action: 0, unique: true },
          { to: 0, role: 0, nullable: false, action: 0, unique: false },
        ],
        body: false,
        rows: [
          [0, 0, 0, 0],
          [0, 0, 0, 0],
          [0, 0, 1, 0],
        ],
      },
      {
        key: 0,
        edges: [
          { to: 0, role: 0, nullable: false, action: 0, unique: false },
          { to: 3, role: 0, nullable: false, action: 0, unique: false },
        ],
        body: false,
        rows: [[0, 17, 0, 0]],
      },
      {
        key: 2,
        edges: [{ to: 0, role: 0, nullable: false, action: 0, unique: false }],
        body: false,
        rows: [
          [0, 0, 0, 0],
          [0, 0, 0, 0],
          [1, 0, 0, 0],
        ],
      },
    ],
  },
};

/** The law keeps a row with a list of two who leave: it lets go of one, and goes on naming the one whose it still is. */
const listOfTwoKept: Drawn = {
  plan: {
    zero: false,
    invites: [],
    tables: [
      { key: 0, edges: [{ to: 0, role: 0, nullable: false, action: 0, unique: false }], body: false, rows: [] },
      {
        key: 0,
        edges: [
          { to: 7, role: 0, nullable: false, action: 0, unique: false },
          { to: 0, role: 0, nullable: false, action: 0, unique: false, list: 1 },
        ],
        body: false,
        rows: [
          [0, 0, 0, 0],
          [0, 0, 0, 0],
          [21, 0, 0, 0],
        ],
      },
      { key: 0, edges: [{ to: 0, role: 0, nullable: false, action: 0, unique: false }], body: false, rows: [] },
      {
        key: 0,
        edges: [{ to: 0, role: 0, nullable: false, action: 0, unique: false }],
        body: false,
        rows: [
          [0, 0, 0, 0],
          [0, 0, 0, 0],
          [1, 0, 0, 0],
        ],
      },
    ],
  },
  who: 0,
  guarded: false,
  kept: 60,
};

const keptForAnother: Drawn = { plan: KEPT_FOR_ANOTHER, who: 2, guarded: false, kept: 49 };

describe("several people in one run, on random schemas and rows", () => {
  test("a batch of one is a run of one", () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const { bench, leavers } = open(drawn);
        const [person = ""] = leavers;
        const alone = bench.plan(user(person));
        const { whole, people } = planFor(bench, [person]);
        expect(whole).toEqual(alone);
        expect(people.map(summarise)).toEqual([summarise(alone)]);
        expect(people[0]?.identifying).toEqual(alone.identifying);
        expect(people[0]?.repairs).toEqual(alone.repairs);
        const changes = (plan: ErasurePlan | undefined) =>
          plan?.operations.flatMap(({ op, table: name, keys }) =>
            // Counters, and the row that stands in for all who leave, are the whole run's.
            op === "recount" || op === "insert" ? [] : keys.map((key) => `${op} ${name} ${key.join("/")}`),
          );
        expect(changes(people[0])?.sort()).toEqual(changes(alone)?.sort());
        // Of ways that are equally strong, which one is told depends on the order in which rows are met.
        const whys = (plan: ErasurePlan | undefined) =>
          plan?.tables.flatMap(({ rows }) => rows.map(({ why }) => why.split("; ").slice(1).join("; "))).sort();
        expect(whys(people[0])).toEqual(whys(alone));
      }),
      { numRuns },
    );
  });

  test("each person's plan holds exactly the rows that they reach alone", () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const { bench, leavers } = open(drawn);
        const batch = planFor(bench, leavers);
        for (const [at, person] of leavers.entries()) {
          const plan = batch.people[at];
          expect(plan === undefined ? [] : rowsOf(plan)).toEqual(reached(bench, person));
          expect(plan?.subjectValues).toEqual(bench.plan(user(person)).subjectValues);
        }
        const all = new Set(batch.people.flatMap(rowsOf));
        expect([...all].sort()).toEqual(rowsOf(batch.whole));
      }),
      { numRuns },
    );
  });

  test("together is one after the other, where nothing had to stay for the sake of rows that hang on it", () => {
    let compared = 0;
    fc.assert(
      fc.property(world, (drawn) => {
        const { bench, leavers } = open(drawn);
        // A sentinel of 0 becomes free only once person 0 has left.
        if (drawn.plan.zero) return;
        const sequence = bench.fork();
        const plans = leavers.map((id) => sequence.erase(user(id)));
        const rows = plans.flatMap(({ tables }) => tables.flatMap((one) => one.rows));
        if (rows.some(({ disposition, why }) => disposition === "redacted" || why.includes("hold it too"))) return;
        const batch = planFor(bench, leavers);
        compared += 1;
        carryOut(bench, batch);
        expect(dumpNamingNobody(bench)).toEqual(dumpNamingNobody(sequence));
      }),
      {
        numRuns,
        // A row without content that one leaver acted in, another owned and a third person owns: it stays with the third.
        examples: [[bareRowOfThree], [bareRowBeside]],
      },
    );
    expect(compared).toBeGreaterThan(numRuns / 20);
  });

  test("nobody who stays is harmed, nothing is left of those who go, and a second run changes nothing", () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const { made, bench, leavers } = open(drawn);
        const others = made.people.filter((id) => !leavers.includes(id));
        const before = others.map((id) => reached(bench, id, "own"));
        const batch = planFor(bench, leavers);
        carryOut(bench, batch);
        for (const plan of batch.people) expect(bench.isCarriedOut(plan)).toBe(true);
        const after = others.map((id) => reached(bench, id, "own"));
        const bare = new Set(
          batch.whole.tables.flatMap(({ name, rows }) =>
            rows.filter(({ why }) => why.includes("says nothing else")).map(({ key }) => `${name} ${key.join("/")}`),
          ),
        );
        for (const [at, rows] of before.entries()) {
          expect(rows.filter((row) => !after[at]?.includes(row) && !bare.has(row))).toEqual([]);
        }
        expect(bench.verify(batch.whole)).toEqual([]);
        for (const plan of batch.people) expect(bench.verify(plan)).toEqual([]);
        for (const person of leavers) {
          for (const kind of TABLES_OF_PEOPLE) {
            for (const canary of [`name-${kind}-${person}-`, `mail-${kind}-${person}-`]) {
              expect(findBut(bench, canary, keptByPlan(batch.whole))).toEqual([]);
            }
          }
        }
        const again = planFor(bench, leavers);
        // What the law keeps can turn into another's, or nobody's, where that by which it was theirs has gone. It stays.
        const kept = batch.whole.tables.filter(({ retained }) => retained > 0);
        if (kept.length > 0) {
          carryOut(bench, again);
          for (const { name, rows } of kept) {
            if (bench.index.table.get(name)?.retain === null) continue;
            const still = new Set(bench.store.tables.get(name)?.map((row) => keyOf(bench, name, row)));
            const retained = rows
              .filter(({ disposition }) => disposition === "retained")
              .map(({ key }) => key.join("/"));
            expect(retained.filter((key) => !still.has(key))).toEqual([]);
          }
          return;
        }
        expect(again.whole.operations).toEqual([]);
        expect(again.whole.tables).toEqual([]);
        expect(again.people.flatMap(({ tables }) => tables)).toEqual([]);
      }),
      { numRuns, examples: [[valueSetFree], [listOfTwoKept], [keptForAnother]] },
    );
  });
});

describe("a part of several people in one run, on random schemas and rows", () => {
  const part = fc.record({ drawn: world, which: fc.nat(2) });

  test("a batch of one is a run of one, and each person's plan is what they would have alone", () => {
    let told = 0;
    fc.assert(
      fc.property(part, ({ drawn, which }) => {
        const opened = open(drawn);
        const { bench, leavers } = opened;
        const scope = partOf(opened, which);
        if (scope.tables.length + scope.categories.length === 0) return;
        const [person = ""] = leavers;
        const alone = bench.plan(user(person), scope);
        const { whole, people } = planFor(bench, [person], scope);
        expect({ ...whole, settled: null }).toEqual({ ...alone, settled: null });
        expect(rowsOf(whole)).toEqual(rowsOf(alone));
        expect(people.map(summarise)).toEqual([summarise(alone)]);
        expect(people[0]?.identifying).toEqual([]);
        const batch = planFor(bench, leavers, scope);
        for (const [at, id] of leavers.entries()) {
          const own = new Set(rowsOf(batch.people[at] as ErasurePlan));
          const planned = bench.plan(user(id), scope);
          expect([...own].filter((row) => !rowsOf(planned).includes(row))).toEqual([]);
          // A row that another owns too, and has not asked for, stays as it is: alone that is said of it.
          const gone = planned.tables.flatMap(({ name, rows }) =>
            rows.filter(({ disposition }) => disposition === "deleted").map(({ key }) => `${name} ${key.join("/")}`),
          );
          expect(gone.filter((row) => !own.has(row))).toEqual([]);
        }
        const all = new Set(batch.people.flatMap(rowsOf));
        expect([...all].sort()).toEqual(rowsOf(batch.whole));
        if (all.size > 0) told += 1;
      }),
      { numRuns },
    );
    expect(told).toBeGreaterThan(numRuns / 5);
  });

  test("together is one after the other, and the people themselves stay", () => {
    let compared = 0;
    fc.assert(
      fc.property(part, ({ drawn, which }) => {
        const opened = open(drawn);
        const { bench, leavers } = opened;
        const scope = partOf(opened, which);
        if (scope.tables.length + scope.categories.length === 0) return;
        const sequence = bench.fork();
        const plans = leavers.map((id) => sequence.erase(user(id), scope));
        const rows = plans.flatMap(({ tables }) => tables.flatMap((one) => one.rows));
        // A row of two who stay keeps both for each alone, and goes when both ask.
        if (plans.some(({ settled = [] }) => settled.length > 0)) return;
        if (rows.some(({ disposition }) => disposition === "detached" || disposition === "retained")) return;
        if (rows.some(({ why }) => why.includes("depend on it") || why.includes("hold it too"))) return;
        // What one of them keeps because another's row holds it goes where that row went first.
        const backwards = bench.fork();
        for (const id of leavers.toReversed()) backwards.erase(user(id), scope);
        if (JSON.stringify(dumpNamingNobody(backwards)) !== JSON.stringify(dumpNamingNobody(sequence))) return;
        if (rows.length > 0) compared += 1;
        const batch = planFor(bench, leavers, scope);
        carryOut(bench, batch);
        expect(dumpNamingNobody(bench)).toEqual(dumpNamingNobody(sequence));
        expect(bench.verify(batch.whole)).toEqual([]);
        for (const id of leavers) expect(bench.find({ keys: user(id) }).subjects).toHaveLength(1);
      }),
      { numRuns },
    );
    expect(compared).toBeGreaterThan(numRuns / 40);
  });
});

describe("what two people share", () => {
  const shop = model(
    table("users", { id: "int pk", email: "text ! @contact.email #email" }),
    table("documents", { id: "int pk", a: "int -> users owner", b: "int -> users owner", body: "text @content.text" }),
    table("comments", {
      id: "int pk",
      document_id: "int ! -> documents part cascade",
      user_id: "int -> users owner",
      body: "text @content.text",
    }),
  );
  const data = {
    users: ["1", "2", "3"].map((id) => ({ id, email: `person.${id}@example.org` })),
    documents: [
      { id: "1", a: "1", b: "2", body: "ours" },
      { id: "2", a: "1", b: "3", body: "theirs and mine" },
    ],
    comments: [
      { id: "1", document_id: "1", user_id: "2", body: "yes" },
      { id: "2", document_id: "1", user_id: "3", body: "no" },
    ],
  };

  test("the last two out delete it; what a third depends on stays blank, and whoever stays keeps theirs", () => {
    const bench = createBench(shop, data);
    const batch = planFor(bench, ["1", "2"]);
    expect(summarise(batch.whole)).toEqual({
      users: { deleted: ["1", "2"] },
      documents: { redacted: ["1"], detached: ["2"] },
      comments: { deleted: ["1"] },
    });
    expect(batch.people.map(summarise)).toEqual([
      { users: { deleted: ["1"] }, documents: { redacted: ["1"], detached: ["2"] } },
      { users: { deleted: ["2"] }, documents: { redacted: ["1"] }, comments: { deleted: ["1"] } },
    ]);
    expect(summarise(planFor(bench, ["1", "2", "3"]).whole)).toEqual({
      users: { deleted: ["1", "2", "3"] },
      documents: { deleted: ["1", "2"] },
      comments: { deleted: ["1", "2"] },
    });
  });

  test("a part of each: what one of them holds, and has not asked for, stays though another loses it with their own", () => {
    const desk = model(
      table("users", { id: "int pk", email: "text ! @contact.email #email" }),
      table("boards", { id: "int pk", user_id: "int ! -> users owner" }),
      table("files", { id: "int pk", board_id: "int -> boards part set-null", name: "text @content.text" }),
      table("lists", { id: "int pk", user_id: "int ! -> users owner", file_id: "int -> files holds set-null" }),
    );
    const bench = createBench(desk, {
      users: ["1", "2"].map((id) => ({ id, email: `person.${id}@example.org` })),
      boards: [{ id: "1", user_id: "2" }],
      files: ["1", "2"].map((id) => ({ id, board_id: "1", name: `file ${id}` })),
      lists: [{ id: "1", user_id: "1", file_id: "1" }],
    });
    const scope: Scope = { tables: ["boards", "lists"], categories: [] };
    const batch = planFor(bench, ["1", "2"], scope);
    carryOut(bench, batch);
    expect(bench.store.dump()["files"]).toEqual([{ id: "1", board_id: null, name: "file 1" }]);
    expect(bench.verify(batch.whole)).toEqual([]);
  });

  test("what the law keeps for one lets go of another who leaves in the same run", () => {
    const kept = model(
      table("users", { id: "int pk", email: "text ! @contact.email #email" }),
      table(
        "orders",
        { id: "int pk", buyer: "int ! -> users owner", agent: "int -> users actor set-null" },
        { retain: { years: 10, months: 0, days: 0, from: null, reason: "tax law", when: {} } },
      ),
      table("reviews", {
        id: "int pk",
        order_id: "int ! -> orders part cascade",
        user_id: "int -> users owner",
        body: "text @content.text",
      }),
    );
    const rows = {
      users: ["1", "2"].map((id) => ({ id, email: `person.${id}@example.org` })),
      orders: [{ id: "1", buyer: "1", agent: "2" }],
      reviews: [{ id: "1", order_id: "1", user_id: "2", body: "good" }],
    };
    const together = createBench(kept, rows);
    const sequence = createBench(kept, rows);
    const batch = planFor(together, ["1", "2"]);
    carryOut(together, batch);
    for (const id of ["1", "2"]) sequence.erase(user(id));
    expect(together.store.dump()).toEqual(sequence.store.dump());
    expect(batch.people.map(summarise)).toEqual([
      { users: { redacted: ["1"] }, orders: { retained: ["1"] } },
      { users: { deleted: ["2"] }, orders: { detached: ["1"] }, reviews: { deleted: ["1"] } },
    ]);
    expect(together.verify(batch.whole)).toEqual([]);
  });
});
