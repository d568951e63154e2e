/** Restriction, rectification, lift and undo on random schemas: whatever a run does not do as its plan says is noticed, and so is what a trigger keeps. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { copiesOfOthers, copiesOfRestricted, copiesOfWrong } from "./copy-searches.ts";
import type { Change, ExactOperation } from "./diff.ts";
import { askedAfterAnyway, listWrites } from "./held-writes.ts";
import { indexModel } from "./model.ts";
import { findOpen } from "./open-statements.ts";
import { checkReverted } from "./revert-held.ts";
import type { Operation } from "./store.ts";
import { makeWorld, type World, worldPlan } from "./testing/generate-world.ts";
import {
  asChange,
  changeObserved,
  observeChange,
  rectification,
  restriction,
  revert,
} from "./testing/lifecycle-bench.ts";
import { createBench, drive, type RightsBench, user, withTriggers } from "./testing/rights-bench.ts";
import { type CopySearch, copyFindings } from "./trigger-copies.ts";

/** More runs where time allows: `KEPT_PROPERTY_RUNS=5000`, of which an eighth are drawn here: each is spoilt in every way. */
const numRuns = Math.ceil(Number(process.env["KEPT_PROPERTY_RUNS"] ?? 250) / 8);

/** Worlds in whose tables triggers may write. */
function* draw(): Iterable<{ readonly made: World; readonly open: () => RightsBench; readonly person: string }> {
  for (const drawn of fc.sample(worldPlan, { numRuns })) {
    const made = makeWorld(drawn);
    const model = withTriggers(made.model);
    const open = () => createBench(model, made.data, { abilities: { canSuspendForeignKeys: true } });
    for (const person of made.people) yield { made, open, person };
  }
}

/** A change in which one statement is left out, forgets its first row or one of its columns, or writes something else. */
interface Spoilt {
  readonly what: string;
  readonly change: Change;
}

function* spoilOperations(change: Change): Iterable<Spoilt> {
  const { operations } = change;
  const using = (some: readonly Operation[]) => ({ ...change, operations: some });
  for (const [at, operation] of operations.entries()) {
    const what = operation.op === "update" ? operation.why : operation.op;
    yield { what, change: using(operations.toSpliced(at, 1)) };
    yield { what, change: using(operations.with(at, { ...operation, keys: operation.keys.slice(1) })) };
    if (operation.op !== "update") continue;
    for (const column of Object.keys(operation.set)) {
      const { [column]: _, ...set } = operation.set;
      yield { what, change: using(operations.with(at, { ...operation, set })) };
      if (operation.set[column]?.kind === "without") continue;
      const other = { ...operation.set, [column]: { kind: "text" as const, text: "7" } };
      yield { what: "another value", change: using(operations.with(at, { ...operation, set: other })) };
    }
  }
}

function* spoilExact(change: Change): Iterable<Spoilt> {
  const { exact } = change;
  const using = (some: readonly ExactOperation[]) => ({ ...change, exact: some });
  for (const [at, operation] of exact.entries()) {
    const { op: what, columns, rows } = operation;
    yield { what, change: using(exact.toSpliced(at, 1)) };
    yield { what, change: using(exact.with(at, { ...operation, rows: rows.slice(1) })) };
    for (const [position, column] of columns.entries()) {
      const write = (text: string | null) =>
        rows.map((row, first) => (first > 0 ? row : { ...row, values: row.values.with(position, text) }));
      // Where a row is named by it, the row is not there then.
      if (operation.keyColumns.includes(column)) continue;
      yield { what: "another value", change: using(exact.with(at, { ...operation, rows: write("7") })) };
      if (what === "restore")
        yield {
          what,
          change: using(
            exact.with(at, {
              ...operation,
              columns: columns.toSpliced(position, 1),
              rows: without(operation, position),
            }),
          ),
        };
    }
  }
}

function without({ rows }: ExactOperation, position: number): ExactOperation["rows"] {
  return rows.map((row) => ({ ...row, values: row.values.toSpliced(position, 1) }));
}

/** Which spoilt changes nobody has noticed, and how many there were of each sort. */
function judge(
  open: () => RightsBench,
  change: Change,
  ways: Iterable<Spoilt>,
  notices: (bench: RightsBench, done: Change) => boolean,
  seen: Map<string, number>,
): readonly string[] {
  const whole = open();
  expect(notices(whole, change)).toBe(false);
  const done = JSON.stringify(whole.store.dump());
  const missed: string[] = [];
  for (const { what, change: spoilt } of ways) {
    const bench = open();
    let isNoticed = false;
    try {
      isNoticed = notices(bench, spoilt);
    } catch {
      // The store has noticed it.
      continue;
    }
    if (JSON.stringify(bench.store.dump()) === done) continue;
    seen.set(what, (seen.get(what) ?? 0) + 1);
    if (!isNoticed) missed.push(what);
  }
  return missed;
}

test("a restriction and a rectification that leave a statement, a row or a column out, or set another value, are noticed", () => {
  const seen = new Map<string, number>();
  const missed: string[] = [];
  for (const { open, person } of draw()) {
    const bench = open();
    const plans = [
      restriction(bench, user(person)),
      rectification(bench, user(person), {
        table: "users",
        column: "email",
        key: [person],
        value: "right@example.org",
      }),
      rectification(bench, user(person), { table: "users", column: "name", key: [person], value: "Right Name" }),
    ];
    for (const plan of plans) {
      if (plan.findings.some(({ blocks }) => blocks)) continue;
      const change = asChange(plan);
      const look = (isAfter: boolean) => (spoilt: RightsBench, done: Change) => {
        spoilt.store.applyChange(done);
        if (isAfter) return drive(spoilt.store, findOpen(spoilt.index, plan.operations)).length > 0;
        return spoilt.store.findUndone(listWrites(spoilt.index, plan, askedAfterAnyway)).length > 0;
      };
      // Each look by itself: the one before the commit in tables with triggers, the one after it in all.
      missed.push(...judge(open, change, spoilOperations(change), look(true), seen));
      const updates = { ...change, operations: change.operations.filter(({ op }) => op === "update") };
      missed.push(...judge(open, updates, spoilOperations(updates), look(false), seen));
    }
  }
  expect(missed).toEqual([]);
  for (const what of ["sealed", "named", "another value"]) expect([what, seen.get(what) ?? 0]).not.toEqual([what, 0]);
});

test("a lift and an undo that leave a row or a value out, or bring back another, are noticed", () => {
  const seen = new Map<string, number>();
  const missed: string[] = [];
  for (const { open, person } of draw()) {
    for (const right of ["restriction", "erasure"] as const) {
      const before = open();
      const plan = right === "restriction" ? restriction(before, user(person)) : before.plan(user(person));
      if (plan.findings.some(({ blocks }) => blocks)) continue;
      const diff = changeObserved(before, asChange(plan, "suspendForeignKeys" in plan && plan.suspendForeignKeys));
      const back = revert(before, diff);
      const notices = (bench: RightsBench, done: Change) => {
        const look = checkReverted(bench.index, back, observeChange(bench, back, done));
        const undone = bench.store.findUndone(listWrites(bench.index, back, askedAfterAnyway));
        return look.residue.length + look.findings.length + undone.length > 0;
      };
      const away = () => before.fork();
      const ways = [...spoilExact(back), ...spoilOperations(back)];
      missed.push(...judge(away, back, ways, notices, seen));
    }
  }
  expect(missed).toEqual([]);
  for (const what of ["put-back", "restore", "another value"])
    expect([what, seen.get(what) ?? 0]).not.toEqual([what, 0]);
});

const isTold = ({ index }: RightsBench, search: CopySearch | null, row: unknown) =>
  copyFindings(index, search, [{ table: "trail", column: "data", text: JSON.stringify(row) }]).length > 0;

test("what a trigger keeps of a row as it was sealed or corrected is told; the row as it is now, and rows of others, are not", () => {
  const seen = { sealed: 0, corrected: 0 };
  for (const { made, open, person } of draw()) {
    const bench = open();
    const own = (of: string) => bench.store.tables.get("users")?.find(({ id }) => id === of);
    const old = { ...own(person) };
    const plan = restriction(bench, user(person));
    const taken = new Set(plan.operations.flatMap(({ table, keys }) => keys.map((key) => `${table} ${key.join("/")}`)));
    const texts = bench.index.model.tables.flatMap(({ name, key }) =>
      (bench.store.tables.get(name) ?? []).filter((row) =>
        taken.has(`${name} ${key.map((one) => row[one]).join("/")}`),
      ),
    );
    // Whose address stands in a row of this person's is sealed with it.
    const isApart = (id: string) => !JSON.stringify(texts).toLowerCase().includes(`mail-users-${id}-`);
    const other = own(made.people.find((id) => id !== person && isApart(id)) ?? "");
    const sealed = drive(bench.store, copiesOfRestricted(bench.index, plan));
    const right = { table: "users", column: "email", key: [person], value: "right@example.org" };
    const wrong = copiesOfWrong(rectification(bench, user(person), right));
    for (const [search, what] of [
      [sealed, "sealed"],
      [wrong, "corrected"],
    ] as const) {
      expect([what, isTold(bench, search, { email: old["email"] })]).toEqual([what, true]);
      expect([what, isTold(bench, search, { id: old["id"] })]).toEqual([what, false]);
      if (other !== undefined) expect([what, isTold(bench, search, { email: other["email"] })]).toEqual([what, false]);
      seen[what] += 1;
    }
    expect(isTold(bench, wrong, { ...old, email: right.value })).toBe(false);
    changeObserved(bench, asChange(plan));
    expect(isTold(bench, sealed, own(person))).toBe(false);
  }
  expect(Math.min(seen.sealed, seen.corrected)).toBeGreaterThan(numRuns);
});

test("of several who left together, those who stay away are known by what is kept of them, and nobody else is", () => {
  let known = 0;
  for (const { made, open, person } of draw()) {
    const bench = open();
    const rows = new Map((bench.store.tables.get("users") ?? []).map((row) => [row["id"], { ...row }]));
    const plan = bench.plan(user(person));
    if (plan.findings.some(({ blocks }) => blocks)) continue;
    const diff = changeObserved(bench, asChange(plan, plan.suspendForeignKeys));
    const search = copiesOfOthers(indexModel(made.model), diff, user(person));
    if (!diff.tables.some(({ name, rows: some }) => name === "users" && some.some(({ key }) => key.join() === person)))
      continue;
    known += 1;
    expect(isTold(bench, search, { email: rows.get(person)?.["email"] })).toBe(true);
    expect(isTold(bench, copiesOfOthers(bench.index, diff, []), { email: rows.get(person)?.["email"] })).toBe(false);
  }
  expect(known).toBeGreaterThan(numRuns);
});
