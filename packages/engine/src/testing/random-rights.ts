/** Rights of a person in a random world, and what is asked of its rows before and after. */
import fc from "fast-check";
import { sentinelOf } from "../blank-values.ts";
import { addToIndex, createKeyIndex, findPointedAt, holds, readEdgeKeys } from "../edge-values.ts";
import type { Edge } from "../model.ts";
import { reachRows } from "../reach.ts";
import type { ErasurePlan } from "../rights.ts";
import { makeWorld, type World, worldPlan } from "./generate-world.ts";
import { checkGuards, guardWorld } from "./guard-world.ts";
import type { MemoryStore, Row } from "./memory-store.ts";
import { keepTables, MOST_KEPT } from "./retain-world.ts";
import { createBench, drive, type RightsBench, user } from "./rights-bench.ts";

/** More runs where time allows: `KEPT_PROPERTY_RUNS=5000`. A failure prints its seed and path, which fast-check replays. */
export const numRuns = Number(process.env["KEPT_PROPERTY_RUNS"] ?? 250);

export const ABILITIES = [
  { canSuspendForeignKeys: true },
  { canSuspendForeignKeys: true, checksForeignKeysByRow: true },
  { canSuspendForeignKeys: true, deferredConstraints: true },
  { joinsStatements: true },
];

/** Every other world has check constraints, and every other one tables that the law keeps. */
export const world = fc.record({
  plan: worldPlan,
  abilities: fc.nat(ABILITIES.length - 1),
  who: fc.nat(2),
  guarded: fc.boolean(),
  kept: fc.nat(MOST_KEPT),
});

export type Drawn = typeof world extends fc.Arbitrary<infer T> ? T : never;

export function open({ plan, abilities, who, guarded, kept }: Drawn): {
  readonly made: World;
  readonly bench: RightsBench;
  readonly person: string;
} {
  const made: World = keepTables(guarded ? guardWorld(makeWorld(plan)) : makeWorld(plan), kept);
  const bench = createBench(made.model, made.data, {
    abilities: ABILITIES[abilities] ?? {},
    check: checkGuards(made),
  });
  return { made, bench, person: made.people[who] ?? "" };
}

export function check(property: (drawn: Drawn) => void, examples: readonly Drawn[] = [], runs: number = numRuns): void {
  fc.assert(fc.property(world, property), { numRuns: runs, examples: examples.map((drawn): [Drawn] => [drawn]) });
}

export const rowName = (table: string, key: readonly string[]) => `${table} ${key.join("/")}`;

function keyOf(bench: RightsBench, table: string, row: Row): string {
  return rowName(
    table,
    (bench.index.table.get(table)?.key ?? []).map((name) => row[name] ?? ""),
  );
}

/** Names of the rows that reach gives a person, at the levels asked for. */
export function reached(
  bench: RightsBench,
  person: string,
  levels: readonly string[] = ["own", "view", "act"],
): Set<string> {
  const reach = drive(bench.store, reachRows(bench.index, user(person), { skipLeaves: false }));
  return new Set(
    [...reach.tables].flatMap(([name, { rows }]) =>
      [...rows.values()].filter(({ level }) => levels.includes(level)).map(({ key }) => rowName(name, key)),
    ),
  );
}

export function planned(plan: ErasurePlan): Map<string, string> {
  return new Map(plan.tables.flatMap(({ name, rows }) => rows.map((row) => [rowName(name, row.key), row.disposition])));
}

/** Every pointer that leads nowhere, by any edge of the model. */
export function dangling(bench: RightsBench): Set<string> {
  const found = new Set<string>();
  for (const edge of bench.index.model.edges) {
    const targets = createKeyIndex<true>();
    const from = bench.index.table.get(edge.from);
    const sentinel = from === undefined ? null : sentinelOf(from, edge);
    for (const row of bench.store.tables.get(edge.to) ?? []) {
      addToIndex(
        targets,
        edge,
        edge.toColumns.map((name) => row[name] ?? null),
        true,
      );
    }
    for (const row of bench.store.tables.get(edge.from) ?? []) {
      const values = edge.columns.map((name) => row[name] ?? null);
      const isNothing = values.includes(null) || !holds(edge.when, (name) => row[name] ?? null);
      const isPlaceholder = values[0] === sentinel || values[0] === "" || /^erased(-|$)/.test(values[0] ?? "");
      if (isNothing || isPlaceholder || readEdgeKeys(edge, values).length === 0) continue;
      const name = `${keyOf(bench, edge.from, row)} ${edge.id}`;
      if (edge.list !== undefined) {
        for (const [key = ""] of readEdgeKeys(edge, values)) if (!targets.items.has(key)) found.add(`${name} ${key}`);
      } else if (findPointedAt(targets, edge, values).length === 0) found.add(name);
    }
  }
  return found;
}

export function rowsByName(bench: RightsBench, store: MemoryStore = bench.store): Map<string, Row> {
  return new Map([...store.tables].flatMap(([name, rows]) => rows.map((row) => [keyOf(bench, name, row), { ...row }])));
}

export function pointsAtOwn(before: ReadonlyMap<string, Row>, own: ReadonlySet<string>, edge: Edge, row: Row): boolean {
  const targets = createKeyIndex<true>();
  for (const [name, target] of before) {
    if (!name.startsWith(`${edge.to} `) || !own.has(name)) continue;
    addToIndex(
      targets,
      edge,
      edge.toColumns.map((column) => target[column] ?? null),
      true,
    );
  }
  return (
    findPointedAt(
      targets,
      edge,
      edge.columns.map((column) => row[column] ?? null),
    ).length > 0
  );
}
