/** C15 on random schemas and rows: what a person is given goes into an empty database as the same rows, and brings nobody along. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeWorld, TABLES_OF_PEOPLE, type World, worldPlan } from "./testing/generate-world.ts";
import { checkGuards, guardWorld } from "./testing/guard-world.ts";
import { importInMemory } from "./testing/import-in-memory.ts";
import { compareImported, hasMaskedTarget, ownTables } from "./testing/portability-law.ts";
import { ABILITIES, createBench, user } from "./testing/rights-bench.ts";

/** More runs where time allows: `KEPT_PROPERTY_RUNS=5000`. A failure prints its seed and path, which fast-check replays. */
const numRuns = Number(process.env["KEPT_PROPERTY_RUNS"] ?? 250);

const KINDS = [
  { canSuspendForeignKeys: true },
  { canSuspendForeignKeys: true, checksForeignKeysByRow: true },
  { canSuspendForeignKeys: true, deferredConstraints: true },
  { joinsStatements: true },
];

/** Every other world has check constraints. */
const world = fc.record({
  plan: worldPlan,
  abilities: fc.nat(KINDS.length - 1),
  who: fc.nat(2),
  guarded: fc.boolean(),
  size: fc.constantFrom(1, 2, 3, 1_000),
});

/** A row has to be made up in a table of which a unique column defaults to what a row of the package holds. */
const ownRowHoldsTheDefault: typeof world extends fc.Arbitrary<infer T> ? T : never = {
  plan: {
    zero: true,
    invites: [],
    tables: [
      {
        key: 0,
        edges: [{ to: 0, role: 0, nullable: false, action: 6, unique: true }],
        body: false,
        rows: [
          [0, 0, 0, 0],
          [0, 0, 0, 0],
          [5, 0, 0, 0],
        ],
      },
      {
        key: 0,
        edges: [
          { to: 0, role: 0, nullable: false, action: 0, unique: false },
          { to: 1, role: 0, nullable: false, action: 0, unique: false },
        ],
        body: false,
        rows: [
          [0, 0, 0, 0],
          [17, 10, 0, 0],
        ],
      },
    ],
  },
  abilities: 0,
  who: 0,
  guarded: false,
  size: 1,
};

test("C15 portability: the same rows in an empty database, and nobody else's", () => {
  const seen = { plain: 0, compared: 0, refused: 0 };
  fc.assert(
    fc.property(world, ({ plan: drawn, abilities: kind, who, guarded, size }) => {
      const made: World = guarded ? guardWorld(makeWorld(drawn)) : makeWorld(drawn);
      const abilities = { ...ABILITIES, ...KINDS[kind] };
      const bench = createBench(made.model, made.data, { abilities });
      const person = made.people[who] ?? "";
      if (!guarded) seen.plain += 1;
      const given = ownTables(bench.export(user(person)).rows);
      const other = createBench(made.model, {}, { abilities, check: checkGuards(made) });
      const plan = importInMemory(other, given, abilities, size);
      for (const { code } of plan.findings) expect(code).toMatch(/^import_(value|row|somebody)_missing$/);
      if (plan.findings.length > 0) {
        // What lists allow in a row that is made up is not known: such an import is refused.
        if (!guarded) seen.refused += 1;
        return;
      }
      const written = JSON.stringify(other.store.dump());
      for (const id of made.people.filter((one) => one !== person)) {
        for (const kind of TABLES_OF_PEOPLE) expect(written).not.toMatch(new RegExp(`(name|mail)-${kind}-${id}-`, "i"));
      }
      if (hasMaskedTarget(bench.index, given)) return;
      seen.compared += 1;
      expect(compareImported(given, ownTables(other.export(user(person)).rows), plan)).toEqual([]);
      const again = importInMemory(other, given, abilities, size);
      expect(again.findings.map(({ code }) => code)).toContain("import_row_exists");
    }),
    { numRuns, examples: [[ownRowHoldsTheDefault]] },
  );
  expect(seen.compared).toBeGreaterThan(numRuns * 0.8);
  expect(seen.refused).toBeLessThan(seen.plain / 20);
});
