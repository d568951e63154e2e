/** What is exported and what is planned, on random schemas and rows (ENGINE.md 5). */
import { expect, test } from "vitest";
import { ANOTHER_PERSON } from "./access-columns.ts";
import { holds, readEdgeKeys } from "./edge-values.ts";
import { readList } from "./lists.ts";
import { planAccess } from "./plan-access.ts";
import { reachRows } from "./reach.ts";
import { EVERYTHING } from "./rights.ts";
import { TABLES_OF_PEOPLE, type World } from "./testing/generate-world.ts";
import type { Row } from "./testing/memory-store.ts";
import { propertyRuns } from "./testing/property-runs.ts";
import { ABILITIES, check, open, planned, reached, rowName, rowsByName } from "./testing/random-rights.ts";
import { createBench, drive, user } from "./testing/rights-bench.ts";

const numRuns = propertyRuns(250);

test("C8 export and erasure agree: the same rows, each once", () => {
  check(
    (drawn) => {
      const { bench, person } = open(drawn);
      const reach = drive(bench.store, reachRows(bench.index, user(person), { skipLeaves: true }));
      const counts = new Map(
        [...reach.leaves.values()].map(({ table, any }) => [
          table.name,
          bench.store.readRows({ table: table.name, columns: [], any }).length,
        ]),
      );
      const work = planAccess(reach, EVERYTHING, counts, []);
      const exported = work.reads.flatMap(({ table, query }) => {
        const key = bench.index.table.get(table)?.key ?? [];
        return bench.store.readRows({ ...query, columns: key }).map((row) =>
          rowName(
            table,
            key.map((name) => String(row[name])),
          ),
        );
      });
      const acted = [...reach.tables].flatMap(([name, { rows }]) =>
        [...rows.values()].filter(({ level }) => level === "act").map(({ key }) => rowName(name, key)),
      );
      expect(work.lines).toHaveLength(acted.length);
      const plan = bench.plan(user(person));
      const left = (plan.settled ?? []).map(({ table, key }) => rowName(table, key));
      const inPlan = plan.tables.flatMap(({ name, rows }) => rows.map(({ key }) => rowName(name, key))).concat(left);
      expect([...exported, ...acted].sort()).toEqual(inPlan.sort());
      expect(new Set(inPlan).size).toBe(inPlan.length);
      expect(work.plan.tables.reduce((sum, { rows }) => sum + rows, 0)).toBe(inPlan.length);
    },
    [],
    numRuns,
  );
});

test("C9 export privacy: nobody else's identity", () => {
  check(
    (drawn) => {
      const { made, bench, person } = open(drawn);
      const { rows } = bench.export(user(person));
      const text = JSON.stringify(rows).toLowerCase();
      const keys = TABLES_OF_PEOPLE.flatMap((name) =>
        [...reached(bench, person, ["own"])].flatMap((row) =>
          row.startsWith(`${name} `) ? row.slice(name.length + 1) : [],
        ),
      );
      for (const other of made.people) {
        if (other === person) continue;
        for (const kind of TABLES_OF_PEOPLE) {
          expect(text).not.toContain(`name-${kind}-${other}-`);
          expect(text).not.toContain(`mail-${kind}-${other}-`);
        }
      }
      for (const { table, level, values } of rows) {
        if (level === "act" || bench.index.table.get(table)?.kind === "subject") continue;
        const { key = [] } = bench.index.table.get(table) ?? {};
        for (const edge of bench.index.outgoing.get(table) ?? []) {
          const [column = ""] = edge.columns;
          const isPerson = bench.index.table.get(edge.to)?.kind === "subject";
          if (!isPerson || edge.match || edge.columns.length > 1 || key.includes(column)) continue;
          if (!holds(edge.when, (name) => String(values[name]))) continue;
          const value = values[column];
          if (edge.list !== undefined) {
            for (const key of typeof value === "string" ? readList(edge.list, value) : [])
              expect([...keys, ANOTHER_PERSON]).toContain(key);
            continue;
          }
          for (const [name = ""] of readEdgeKeys(edge, [(value ?? null) as string | null])) {
            // Where a 0 stands for nobody, it says so.
            const isNobody = name === "0" && !bench.store.tables.get(edge.to)?.some(({ id }) => id === "0");
            if (!isNobody) expect([...keys, ANOTHER_PERSON]).toContain(name);
          }
        }
      }
    },
    [],
    numRuns,
  );
});

test("C10 locality: other people's unrelated rows change neither export nor plan", () => {
  check(
    (drawn) => {
      const { made, bench, person } = open(drawn);
      const more = createBench(made.model, withStrangers(made), { abilities: ABILITIES[drawn.abilities] ?? {} });
      expect(more.export(user(person))).toEqual(bench.export(user(person)));
      expect(more.plan(user(person))).toEqual(bench.plan(user(person)));
    },
    [],
    numRuns,
  );
});

test("C11 dry run = run: exactly the rows of the plan change", () => {
  check(
    (drawn) => {
      const { bench, person } = open(drawn);
      const dry = bench.plan(user(person));
      const before = rowsByName(bench);
      const plan = bench.erase(user(person));
      expect(plan).toEqual(dry);
      const after = rowsByName(bench);
      const fate = planned(plan);
      const changed = [...before].filter(([name, row]) => JSON.stringify(after.get(name)) !== JSON.stringify(row));
      const gone = changed.filter(([name]) => !after.has(name)).map(([name]) => name);
      expect(gone.sort()).toEqual(
        [...fate]
          .filter(([, what]) => what === "deleted")
          .map(([name]) => name)
          .sort(),
      );
      const repaired = new Set(plan.repairs.map(({ table }) => table));
      const counted = new Map<string, string[]>();
      for (const operation of plan.operations) {
        if (operation.op !== "recount") continue;
        const { table, column, keys } = operation;
        for (const key of keys) counted.set(rowName(table, key), [...(counted.get(rowName(table, key)) ?? []), column]);
      }
      for (const [name, row] of changed) {
        const columns = Object.keys(row).filter((column) => row[column] !== after.get(name)?.[column]);
        // In rows that the plan does not name, a counter may say something else.
        if (after.has(name) && columns.every((column) => counted.get(name)?.includes(column))) continue;
        const isPlanned = fate.has(name) && fate.get(name) !== "retained";
        expect(isPlanned || repaired.has(name.split(" ")[0] ?? "")).toBe(true);
      }
      expect(bench.isCarriedOut(plan)).toBe(true);
      if (changed.length > 0) {
        const untouched = createBench(bench.index.model, Object.fromEntries(open(drawn).bench.store.tables));
        expect(untouched.isCarriedOut(plan)).toBe(false);
      }
    },
    [],
    numRuns,
  );
});

/** The same rows once more under other keys, belonging to other people. */
function withStrangers({ model, data }: World): Record<string, readonly Row[]> {
  const strange = (value: string | null) =>
    value?.replace(/(\d+)/g, "9$1").replace(/(mail|name|text)-/i, "$1-s-") ?? null;
  return Object.fromEntries(
    model.tables.map(({ name, columns }) => {
      const rows = data[name] ?? [];
      const copies = rows.map((row): Row => {
        const all = Object.fromEntries(
          columns.map((column): [string, string | null] => [column.name, row[column.name] ?? null]),
        );
        return Object.fromEntries(Object.entries(all).map(([column, value]) => [column, strange(value)]));
      });
      return [name, [...rows, ...copies]];
    }),
  );
}
