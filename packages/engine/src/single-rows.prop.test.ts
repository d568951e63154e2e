/** Rights about single rows, on random schemas and rows. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { findAskedRows } from "./asked-rows.ts";
import { reachRows } from "./reach.ts";
import type { RowRef } from "./rights.ts";
import {
  dangling,
  numRuns,
  open,
  planned,
  pointsAtOwn,
  reached,
  rowName,
  rowsByName,
  world,
} from "./testing/random-rights.ts";
import { drive, user } from "./testing/rights-bench.ts";

test("rights about single rows: no more than the person's own that are named, and nobody is harmed", () => {
  const seen = { narrowed: 0, refused: 0 };
  fc.assert(
    fc.property(world, fc.nat(), fc.nat(), (drawn, mine, theirs) => {
      const { bench, person } = open(drawn);
      const reach = drive(bench.store, reachRows(bench.index, user(person), { skipLeaves: false }));
      const refs = [...bench.store.tables].flatMap(([table, rows]) =>
        rows.map((row) => ({ table, key: (bench.index.table.get(table)?.key ?? []).map((name) => row[name] ?? "") })),
      );
      const own = reached(bench, person, ["own"]);
      const [ours, others] = [true, false].map((isOwn) =>
        refs.filter(({ table, key }) => own.has(rowName(table, key)) === isOwn),
      );
      const about = (...rows: (RowRef | undefined)[]) => ({
        tables: [],
        categories: [],
        rows: rows.filter((row) => row !== undefined),
      });
      const one = ours?.[mine % ours.length];
      const other = others?.[theirs % others.length];
      const before = rowsByName(bench);
      if (other !== undefined) {
        seen.refused += 1;
        expect(() => bench.erase(user(person), about(one, other))).toThrow("scope_row_not_theirs");
        expect(rowsByName(bench)).toEqual(before);
        expect(bench.export(user(person), about(other)).rows).toEqual([]);
        // It is told of a row that is not there in the same words.
        const absent = { table: other.table, key: other.key.map(() => "no-such-key") };
        expect(bench.plan(user(person), about(other))).toEqual(bench.plan(user(person), about(absent)));
      }
      if (one === undefined) return;
      const scope = about(one);
      const asked = new Set(
        [...(findAskedRows(reach, scope) ?? [])].map((row) => {
          const [table = ""] = [...reach.tables].find(([, { rows }]) => [...rows.values()].includes(row)) ?? [];
          return rowName(table, row.key);
        }),
      );
      expect(asked.has(rowName(one.table, one.key))).toBe(true);
      expect([...asked].filter((name) => !own.has(name))).toEqual([]);
      if (asked.size < own.size) seen.narrowed += 1;
      const exported = bench.export(user(person), scope).plan.tables;
      expect(exported.reduce((sum, { rows }) => sum + rows, 0)).toBe(asked.size);
      const lost = dangling(bench);
      const plan = bench.erase(user(person), scope);
      expect(bench.verify(plan)).toEqual([]);
      const after = rowsByName(bench);
      expect([...before.keys()].filter((name) => !after.has(name) && !asked.has(name))).toEqual([]);
      expect([...planned(plan)].filter(([name, what]) => what === "deleted" && !asked.has(name))).toEqual([]);
      expect([...dangling(bench)].filter((pointer) => !lost.has(pointer))).toEqual([]);
      for (const [name, row] of before) {
        const now = after.get(name);
        if (asked.has(name) || now === undefined) continue;
        // Whatever stays says what it said, but for pointers at what has gone.
        for (const [column, value] of Object.entries(row)) {
          if (now[column] === value) continue;
          const [table = ""] = name.split(" ");
          const edges = (bench.index.outgoing.get(table) ?? []).filter((edge) => edge.columns.includes(column));
          const isCounter = bench.index.table.get(table)?.columns.find((each) => each.name === column)?.counter;
          expect(isCounter !== null || edges.some((edge) => pointsAtOwn(before, asked, edge, row))).toBe(true);
        }
      }
    }),
    { numRuns },
  );
  expect(seen.narrowed).toBeGreaterThan(numRuns / 10);
  expect(seen.refused).toBeGreaterThan(numRuns / 10);
});
