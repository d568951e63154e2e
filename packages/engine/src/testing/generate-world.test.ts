import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Edge } from "../model.ts";
import { findColumn } from "../schema.ts";
import { makeWorld, worldPlan } from "./generate-world.ts";

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
});
