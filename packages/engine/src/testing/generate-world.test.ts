import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Edge, ModelColumn } from "../model.ts";
import { findColumn } from "../schema.ts";
import { makeWorld, worldPlan } from "./generate-world.ts";
import { createBench, user } from "./rights-bench.ts";

const worlds = fc.sample(worldPlan, { numRuns: 400, seed: 7 }).map(makeWorld);

/** In how many of a hundred worlds a pointer of this kind is filled in some row. */
function share(isMeant: (edge: Edge, kindOf: (column: string) => string | undefined) => boolean): number {
  const having = worlds.filter(({ model, data }) =>
    model.edges.some(
      (edge) =>
        edge.from.startsWith("t") &&
        isMeant(edge, (column) => {
          const schema = model.tables.find(({ name }) => name === edge.from)?.schema;
          return schema === undefined ? undefined : findColumn(schema, column)?.kind;
        }) &&
        data[edge.from]?.some((row) => edge.columns.every((name) => (row[name] ?? null) !== null)),
    ),
  );
  return (having.length * 100) / worlds.length;
}

describe("random worlds hold, in a good share of them", () => {
  test.each<[string, Parameters<typeof share>[0]]>([
    ["keys in a text that says nothing else", ({ pattern }) => pattern !== null && !pattern.includes("*")],
    ["keys in a text that says more", ({ pattern }) => pattern?.includes("*") ?? false],
    ["keys in JSON", ({ path }) => path.length > 0],
    ["addresses", ({ match }) => match],
    [
      "a key of one table or another, as a column beside it says",
      ({ columns: [id = ""], when }, kindOf) => Object.keys(when).length > 0 && kindOf(id) === "integer",
    ],
    [
      "a key or a text, as a column beside it says",
      ({ columns: [id = ""], when }, kindOf) => Object.keys(when).length > 0 && kindOf(id) === "text",
    ],
  ])("%s", (_name, isMeant) => {
    expect(share(isMeant)).toBeGreaterThan(20);
  });

  test.each<[string, (edge: Edge) => boolean]>([
    ["somebody who is in two tables of people", ({ from, same }) => from === "accounts" && same],
    ["accounts that were merged", ({ columns }) => columns[0] === "merged_into"],
    ["somebody who is known in another table by an address", ({ from, match }) => from === "contacts" && match],
    ["the address of another in somebody's own row", ({ columns }) => columns[0] === "partner_mail"],
  ])("%s", (_name, isMeant) => {
    const having = worlds.filter(({ model, data }) =>
      model.edges.some((edge) => {
        const named = new Set((data[edge.to] ?? []).map((row) => (row[edge.toColumns[0] ?? ""] ?? "").toLowerCase()));
        const isNamed = (value: string | null | undefined) => named.has((value ?? "").toLowerCase());
        return isMeant(edge) && data[edge.from]?.some((row) => isNamed(row[edge.columns[0] ?? ""]));
      }),
    );
    expect((having.length * 100) / worlds.length).toBeGreaterThan(15);
  });

  test.each<[string, (column: ModelColumn) => boolean]>([
    ["a copy of a name or an address", ({ copyOf }) => copyOf !== undefined],
    ["a day of deletion", ({ name }) => name === "deleted_on"],
    ["a file", ({ name }) => name === "file"],
    ["a counter that counts something", ({ counter }) => counter !== null],
    ["a counter of what is not deleted", ({ counter }) => counter?.when["deleted_on"] !== undefined],
  ])("%s", (_name, isMeant) => {
    const having = worlds.filter(({ model, data }) =>
      model.tables.some(({ name, columns }) =>
        columns.some(
          (column) => isMeant(column) && data[name]?.some((row) => !["0", null].includes(row[column.name] ?? null)),
        ),
      ),
    );
    expect((having.length * 100) / worlds.length).toBeGreaterThan(15);
  });

  test("counters that an erasure counts anew, and copies that it blanks in rows that stay", () => {
    let recounting = 0;
    let blanking = 0;
    for (const { model, data, people } of worlds) {
      const copies = new Set(
        model.tables.flatMap(({ name, columns }) =>
          columns.flatMap((column) => (column.copyOf === undefined ? [] : [`${name} ${column.name}`])),
        ),
      );
      const bench = createBench(model, data, { abilities: { canSuspendForeignKeys: true } });
      const { operations } = bench.plan(user(people[0] ?? ""));
      if (operations.some(({ op }) => op === "recount")) recounting += 1;
      const sets = operations.flatMap((one) =>
        one.op === "update" ? Object.keys(one.set).map((name) => `${one.table} ${name}`) : [],
      );
      if (sets.some((name) => copies.has(name))) blanking += 1;
    }
    expect((recounting * 100) / worlds.length).toBeGreaterThan(15);
    expect((blanking * 100) / worlds.length).toBeGreaterThan(10);
  });
});
