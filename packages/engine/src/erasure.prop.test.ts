/** Erasure on random schemas and rows: nothing of the person is left, nobody else is harmed (ENGINE.md 5). */
import { expect, test } from "vitest";
import { type Gained, gainedRows, hasNoGhost, unexplained } from "./testing/gained-rows.ts";
import { harmOf } from "./testing/judge-harm.ts";
import { LISTED_OWNER, LISTED_THREAD } from "./testing/listed-worlds.ts";
import { check, type Drawn, open, planned, reached, rowsByName } from "./testing/random-rights.ts";
import { user } from "./testing/rights-bench.ts";

/** Lists of ids that once broke a property. */
const LISTED: readonly Drawn[] = [
  { plan: LISTED_OWNER, abilities: 0, who: 1, guarded: false, kept: 0 },
  { plan: LISTED_THREAD, abilities: 0, who: 0, guarded: false, kept: 0 },
];

test("C1 completeness, C2 values, C3 non-interference, C4 integrity, C18 termination", () => {
  check((drawn) => {
    const { bench, person } = open(drawn);
    expect(harmOf(bench, person)).toEqual([]);
  });
});

test("C3 nobody is shown more than before, but emptied rows and what others hold, with what hangs on these", () => {
  const seen = { more: 0, cases: 0 };
  check((drawn) => {
    const { bench, person } = open(drawn);
    const people = (bench.store.tables.get("users") ?? []).map(({ id }) => id ?? "").filter((id) => id !== person);
    const before = rowsByName(bench);
    const own = reached(bench, person, ["own"]);
    const shown = people.map((id) => reached(bench, id, ["own", "view"]));
    const fate = planned(bench.erase(user(person)));
    seen.cases += 1;
    for (const [at, id] of people.entries()) {
      const gained = gainedRows(bench, id, shown[at] ?? new Set());
      seen.more += gained.size;
      const isExplained = (name: string, { edge, reached: table }: Gained) =>
        fate.get(name) === "redacted" || edge?.role === "holds" || hasNoGhost(bench, before, own, name, table);
      expect(unexplained(gained, isExplained)).toEqual([]);
    }
  }, LISTED);
  expect(seen.more).toBeGreaterThan(0);
  expect(seen.more).toBeLessThan(seen.cases / 10);
});
