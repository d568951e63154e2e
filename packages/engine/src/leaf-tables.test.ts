import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findLeafTables, findViewable } from "./leaf-tables.ts";
import { indexModel } from "./model.ts";
import { planAccess } from "./plan-access.ts";
import { reachRows } from "./reach.ts";
import { EVERYTHING } from "./rights.ts";
import { model, table } from "./testing/build-model.ts";
import { makeWorld, worldPlan } from "./testing/generate-world.ts";
import { propertyRuns } from "./testing/property-runs.ts";
import { createBench, drive, user } from "./testing/rights-bench.ts";

const users = table("users", { id: "int pk", email: "text @contact.email #email" });
const pages = table("pages", { id: "int pk", user_id: "int -> users owner", body: "text @content.text" });
const pictures = table("pictures", { id: "int pk", page_id: "int -> pages part", name: "text @content.text" });
const captions = table("captions", { id: "int pk", picture_id: "int -> pictures part", line: "text @content.text" });
const diary = model(users, pages, pictures, captions);

const leavesOf = (built: typeof diary) => {
  const index = indexModel(built);
  return [...findLeafTables(index, findViewable(index)).keys()].sort();
};

/** The same model, its texts compared by a collation. */
function collated(built: typeof diary, collation: string, others: Readonly<Record<string, string>> = {}) {
  const tables = built.tables.map((one) => {
    const own = others[one.name] ?? collation;
    const columns = one.schema.columns.map((each) => (each.kind === "text" ? { ...each, collation: own } : each));
    return { ...one, schema: { ...one.schema, columns } };
  });
  return { ...built, tables };
}

describe("what is left to the store", () => {
  test("rows that are somebody's, and what hangs on them, however deep", () => {
    expect(leavesOf(diary)).toEqual(["captions", "pages", "pictures"]);
  });

  test("no row that could be another person's, be seen by others, or lead elsewhere", () => {
    const owned = table("pictures", { id: "int pk", page_id: "int -> pages part", by_id: "int -> users owner" });
    expect(leavesOf(model(users, pages, owned))).toEqual([]);
    const shares = table("shares", { id: "int pk", page_id: "int -> pages holds", with_id: "int -> users viewer" });
    // Pictures of seen pages are seen too.
    expect(leavesOf(model(users, pages, pictures, shares))).toEqual([]);
    const replies = table("pages", { id: "int pk", user_id: "int -> users owner", up_id: "int -> pages part" });
    expect(leavesOf(model(users, replies))).toEqual([]);
  });

  test("keys that a store might not compare as they are stay known: what hangs on them is asked for by them", () => {
    const texts = table("pages", { id: "text pk", user_id: "int -> users owner" });
    const loose = table("pictures", { id: "int pk", page_id: "text -> pages part nofk" });
    expect(leavesOf(model(users, texts, loose))).toEqual(["pictures"]);
    expect(leavesOf(collated(model(users, texts, loose), "one"))).toEqual(["pages", "pictures"]);
    const mixed = collated(model(users, texts, loose), "one", { pages: "other" });
    expect(leavesOf(mixed)).toEqual(["pictures"]);
  });

  test("of a right about them no key is held, and they are all there", () => {
    const data = {
      users: [
        { id: "1", email: "ada@example.org" },
        { id: "2", email: "bob@example.org" },
      ],
      pages: [
        { id: "1", user_id: "1", body: "mine" },
        { id: "2", user_id: "2", body: "another's" },
      ],
      pictures: [
        { id: "11", page_id: "1", name: "mine" },
        { id: "12", page_id: "2", name: "another's" },
        { id: "13", name: "nobody's" },
      ],
      captions: [
        { id: "111", picture_id: "11", line: "mine" },
        { id: "112", picture_id: "12", line: "another's" },
      ],
    };
    const bench = createBench(diary, data);
    const reach = drive(bench.store, reachRows(bench.index, user("1"), { skipLeaves: true }));
    expect([...reach.tables.keys()]).toEqual(["users"]);
    const { rows, plan } = bench.export(user("1"));
    expect(rows.map((row) => [row.table, row.values["id"]])).toEqual([
      ["users", "1"],
      ["pages", "1"],
      ["pictures", "11"],
      ["captions", "111"],
    ]);
    expect(plan.tables.find(({ name }) => name === "captions")?.why).toBe(
      "captions.picture_id -> pictures: is part of what is theirs",
    );
    // A table of which nothing is there is not spoken of.
    const none = planAccess(reach, EVERYTHING, new Map([["pages", 1]]), []);
    expect(none.plan.tables.map(({ name }) => name)).toEqual(["users", "pages"]);
  });

  test("on random schemas and rows, what is left to the store is what would have been reached", () => {
    const chains = worldPlan.filter((plan) => {
      const index = indexModel(makeWorld(plan).model);
      return [...findLeafTables(index, findViewable(index)).values()].some((hanging) => hanging.length > 0);
    });
    let found = 0;
    fc.assert(
      fc.property(chains, (plan) => {
        const world = makeWorld(plan);
        const bench = createBench(world.model, world.data);
        for (const person of world.people) {
          const rowsOf = (skipLeaves: boolean) => {
            const reach = drive(bench.store, reachRows(bench.index, user(person), { skipLeaves }));
            const counts = [...reach.leaves.values()].map(({ table: { name }, any }): [string, number] => [
              name,
              bench.store.readRows({ table: name, columns: [], any }).length,
            ]);
            const { reads, lines } = planAccess(reach, EVERYTHING, new Map(counts), []);
            const rows = reads.flatMap(({ query, show }) => bench.store.readRows(query).map(show));
            return [...rows, ...lines].map((row) => JSON.stringify(row)).sort();
          };
          const rows = rowsOf(true);
          expect(rows).toEqual(rowsOf(false));
          found += rows.length;
        }
      }),
      { numRuns: Math.ceil(propertyRuns(250) / 5) },
    );
    expect(found).toBeGreaterThan(0);
  });
});
