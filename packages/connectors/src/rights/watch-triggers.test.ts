/** What triggers copy of somebody while they are erased is told, wherever the catalogue says that they write; what stood there before is not. */
import { type ErasureOutcome, EVERYTHING } from "@kept/engine/rights";
import { describe, expect, test } from "vitest";
import { createTestDatabase, type TestKind, testKinds, whyMissing } from "../testing/test-database.ts";
import { holding, insert, rowOf, SHOP, TRAILS, trigger } from "../testing/trigger-samples.ts";
import { acceptProposals } from "./discover.ts";
import { readMap } from "./map-file.ts";
import { createRowRights } from "./row-rights.ts";

/** What is left by erasures of these people in one run, of all of it first, as `table.column rows`. */
async function erase(kind: TestKind, names: readonly string[], statements: readonly string[]) {
  const database = await createTestDatabase(kind);
  try {
    await database.execute(SHOP);
    for (const statement of statements) await database.execute(statement);
    const trail = statements.some((one) => one.includes("TABLE trail")) ? "trail: { public: true }" : "";
    const map = readMap(`tables: { topics: { columns: { history: keep } }, ${trail} }`);
    await using rights = createRowRights(await database.open(), map);
    rights.useMap(acceptProposals(await rights.discover()));
    const people = names.map((name) => ({
      identifiers: [{ kind: "email", value: `${name}@example.org` }],
      keys: [],
    }));
    const [first] = people;
    const options = { today: "2030-06-15" };
    if (people.length === 1 && first !== undefined)
      return [tell(await rights.erase(first, EVERYTHING, options, null, {}))];
    const done = await rights.batch.erase(people, EVERYTHING, options, null, {});
    return [done.whole, ...done.people].map(tell);
  } finally {
    await database.drop();
  }
}

function tell(outcome: ErasureOutcome | null): readonly string[] {
  expect(outcome?.verified).toBe(outcome?.residue.length === 0);
  return (outcome?.residue ?? []).map(({ table, column, message }) => `${table}.${column} ${message.split(" ")[0]}`);
}

describe.each(testKinds)("%s", (kind) => {
  const missing = whyMissing(kind);
  const trails = Object.keys(TRAILS) as (keyof typeof TRAILS)[];

  test.skipIf(missing !== null).each(trails)(
    missing ?? "a copy as JSON in a table whose rows have a key that is %s",
    async (trail) => {
      const table = TRAILS[trail](kind);
      // By address and name; by the key alone, under the name of its column; the key of somebody else.
      for (const [from, columns, found] of [
        ["members", ["id", "email"], true],
        ["orders", ["id", "member_id", "street"], true],
        ["orders", ["id", "street"], false],
      ] as const) {
        const copy = trigger(kind, "DELETE", from, insert(kind, trail, rowOf(kind, columns)));
        const left = await erase(kind, ["ada"], [table, copy]);
        expect([from, columns, left]).toEqual([from, columns, [found ? ["trail.data 1"] : []]]);
      }
    },
    120_000,
  );

  test.skipIf(missing !== null)(
    missing ?? "what stood there before, and a copy that says nothing of the person, are no residue",
    async () => {
      const table = TRAILS.growing(kind);
      const old = `INSERT INTO trail (data) VALUES ('{"email": "ada@example.org", "member_id": 1}')`;
      const harmless = trigger(kind, "DELETE", "orders", insert(kind, "growing", rowOf(kind, ["street"])));
      expect(await erase(kind, ["ada"], [table, old, harmless])).toEqual([[]]);
    },
    60_000,
  );

  test.skipIf(missing !== null)(
    missing ?? "a copy in a row that stays",
    async () => {
      const own = holding(kind, "UPDATE", "topics", "history", "'was by ada@example.org'");
      const [left] = await erase(kind, ["ada"], [own]);
      expect(new Set(left)).toEqual(new Set(["topics.history 1"]));
    },
    60_000,
  );

  test.skipIf(missing !== null)(
    missing ?? "of several people, whose copy it is",
    async () => {
      const copy = trigger(kind, "DELETE", "orders", insert(kind, "growing", rowOf(kind, ["member_id"])));
      const left = await erase(kind, ["cy", "ada"], [TRAILS.growing(kind), copy]);
      expect(left).toEqual([["trail.data 1"], [], ["trail.data 1"]]);
    },
    60_000,
  );
});
