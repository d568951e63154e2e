/** C15 on random schemas and rows: what a person is given goes into an empty database as the same rows, and brings nobody along. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { planImport } from "./import-rows.ts";
import { makeWorld, worldPlan } from "./testing/generate-world.ts";
import { compareImported, hasMaskedTarget, ownTables } from "./testing/portability-law.ts";
import { ABILITIES, createBench, drive, user } from "./testing/rights-bench.ts";

/** More runs where time allows: `KEPT_PROPERTY_RUNS=5000`. A failure prints its seed and path, which fast-check replays. */
const numRuns = Number(process.env["KEPT_PROPERTY_RUNS"] ?? 250);

const KINDS = [
  { canSuspendForeignKeys: true },
  { canSuspendForeignKeys: true, checksForeignKeysByRow: true },
  { canSuspendForeignKeys: true, deferredConstraints: true },
];

const world = fc.record({ plan: worldPlan, abilities: fc.nat(2), who: fc.nat(2) });

test("C15 portability: the same rows in an empty database, and nobody else's", () => {
  const seen = { compared: 0, refused: 0 };
  fc.assert(
    fc.property(world, ({ plan: drawn, abilities: kind, who }) => {
      const made = makeWorld(drawn);
      const abilities = { ...ABILITIES, ...KINDS[kind] };
      const bench = createBench(made.model, made.data, { abilities });
      const person = made.people[who] ?? "";
      const given = ownTables(bench.export(user(person)).rows);
      const other = createBench(made.model, {}, { abilities });
      const plan = drive(other.store, planImport(other.index, given, abilities));
      for (const { code } of plan.findings) expect(code).toMatch(/^import_(value|row|somebody)_missing$/);
      if (plan.findings.length > 0) {
        seen.refused += 1;
        return;
      }
      other.store.apply(plan.operations, plan.suspendForeignKeys);
      const written = JSON.stringify(other.store.dump());
      for (const id of made.people.filter((one) => one !== person)) {
        for (const kind of ["users", "staff"])
          expect(written).not.toMatch(new RegExp(`(name|mail)-${kind}-${id}-`, "i"));
      }
      if (hasMaskedTarget(bench.index, given)) return;
      seen.compared += 1;
      expect(compareImported(given, ownTables(other.export(user(person)).rows), plan)).toEqual([]);
      const again = drive(other.store, planImport(other.index, given, abilities));
      expect(again.findings.map(({ code }) => code)).toContain("import_row_exists");
    }),
    { numRuns },
  );
  expect(seen.compared).toBeGreaterThan(numRuns * 0.9);
  expect(seen.refused).toBeLessThan(numRuns / 20);
});
