/** Rectification on random schemas and rows: right wherever it was wrong, whose rows are whose stays, and nobody else's say anything new. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { foldText } from "./edge-values.ts";
import { reachRows } from "./reach.ts";
import { makeWorld, TABLES_OF_PEOPLE, worldPlan } from "./testing/generate-world.ts";
import { asChange, changeObserved, rectification, revert } from "./testing/lifecycle-bench.ts";
import type { Row } from "./testing/memory-store.ts";
import { createBench, drive, type RightsBench, user } from "./testing/rights-bench.ts";

/** More runs where time allows: `KEPT_PROPERTY_RUNS=5000`. A failure prints its seed and path, which fast-check replays. */
const numRuns = Number(process.env["KEPT_PROPERTY_RUNS"] ?? 100);

const world = fc.record({ plan: worldPlan, who: fc.nat(2), isName: fc.boolean() });

/** Whose rows are whose: every row that somebody reaches, and how. */
function reachedBy(bench: RightsBench, person: string): readonly string[] {
  const { tables } = drive(bench.store, reachRows(bench.index, user(person), { skipLeaves: false }));
  return [...tables]
    .flatMap(([name, { rows }]) => [...rows.values()].map(({ key, level }) => `${name} ${key.join("/")} ${level}`))
    .sort();
}

const keyOf = (bench: RightsBench, table: string, row: Row) =>
  `${table} ${(bench.index.table.get(table)?.key ?? []).map((name) => row[name]).join("/")}`;

test("what was wrong is right wherever it says who the person is, and nothing else has changed", () => {
  let corrected = 0;
  let copies = 0;
  fc.assert(
    fc.property(world, ({ plan: drawn, who, isName }) => {
      const made = makeWorld(drawn);
      const person = made.people[who] ?? "";
      const column = isName ? "name" : "email";
      const bench = createBench(made.model, made.data);
      const before = bench.store.dump();
      const old = bench.store.tables.get("users")?.find(({ id }) => id === person)?.[column] ?? "";
      const value = isName ? "Right Name" : "right@example.org";
      const reached = made.people.map((id) => reachedBy(bench, id));
      const own = new Set(reached[who]?.flatMap((row) => (row.endsWith(" own") ? [row.slice(0, -4)] : [])));
      const plan = rectification(bench, user(person), { table: "users", column, key: [person], value });
      const blocking = plan.findings.filter(({ blocks }) => blocks);
      // An address in a list is the application's to correct, and two that differed in case cannot both stand in a unique column.
      for (const { code } of blocking) expect(code).toMatch(/^value_(inside_text|refused)$/);
      if (blocking.length > 0) return;
      corrected += 1;
      const diff = changeObserved(bench, asChange(plan));
      for (const [table, rows] of Object.entries(bench.store.dump())) {
        const was = new Map(before[table]?.map((row) => [keyOf(bench, table, row), row]));
        for (const row of rows) {
          const name = keyOf(bench, table, row);
          for (const [changed, now] of Object.entries(row)) {
            const then = was.get(name)?.[changed] ?? null;
            if (then === now) continue;
            expect([name, changed, foldText(then ?? ""), now]).toEqual([name, changed, foldText(old), value]);
            const isCopy = bench.index.table
              .get(table)
              ?.columns.some((one) => one.name === changed && one.copyOf !== undefined);
            if (isCopy && !own.has(name)) copies += 1;
          }
        }
      }
      // Nobody gets or loses a row by it.
      expect(made.people.map((id) => reachedBy(bench, id))).toEqual(reached);
      for (const [table, rows] of bench.store.tables) {
        for (const row of rows) {
          const isWrong = Object.entries(row).some(
            ([name, held]) => name === column && foldText(held ?? "") === foldText(old),
          );
          const isOwn = own.has(keyOf(bench, table, row)) && TABLES_OF_PEOPLE.some((one) => one === table);
          expect(isOwn && isWrong).toBe(false);
        }
      }
      const again = rectification(bench, user(person), { table: "users", column, key: [person], value });
      expect(again.operations).toEqual([]);
      changeObserved(bench, revert(bench, diff));
      expect(bench.store.dump()).toEqual(before);
    }),
    { numRuns },
  );
  expect(corrected).toBeGreaterThan(numRuns / 2);
  expect(copies).toBeGreaterThan(0);
});
