/** Why a row is whose, told for one row: every answer is what the right itself would say. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ExplainOptions, explainRow, type RowStake } from "./explain-row.ts";
import { reachRows } from "./reach.ts";
import { EVERYTHING, type RowRef } from "./rights.ts";
import { model, table } from "./testing/build-model.ts";
import { makeWorld, worldPlan } from "./testing/generate-world.ts";
import { propertyRuns } from "./testing/property-runs.ts";
import { createBench, drive, type RightsBench, user } from "./testing/rights-bench.ts";

const OPTIONS: ExplainOptions = {
  scope: EVERYTHING,
  today: "2030-06-15",
  abilities: {
    checksForeignKeysByRow: false,
    deferredConstraints: false,
    canSuspendForeignKeys: true,
    joinsStatements: false,
  },
  findings: [],
  mostPeople: 20,
};

const shop = model(
  table("users", { id: "int pk", email: "text @contact.email #email", password: "text @credential hide" }),
  table("addresses", { id: "int pk", street: "text @contact.address" }),
  table("orders", { id: "int pk", user_id: "int -> users owner", address_id: "int -> addresses holds" }),
  table("order_lines", { order_id: "int pk -> orders part", line: "int pk", checked_by: "int -> users actor" }),
  table("topics", { id: "int pk", user_id: "int ! -> users owner", title: "text ! @content.text" }),
  table("posts", { id: "int pk", topic_id: "int ! -> topics part", user_id: "int ! -> users owner proposed nofk" }),
  table("shares", { topic_id: "int pk -> topics holds", user_id: "int pk -> users viewer" }),
  table("countries", { id: "int pk", name: "text" }),
);
const rows = {
  users: [1, 2, 3].map((id) => ({ id: String(id), email: `u${id}@example.org`, password: "x" })),
  addresses: [{ id: "30", street: "High Street 1" }],
  orders: [{ id: "10", user_id: "1", address_id: "30" }],
  order_lines: [{ order_id: "10", line: "1", checked_by: "2" }],
  topics: ["5", "6"].map((id) => ({ id, user_id: "1", title: "rope" })),
  posts: [{ id: "7", topic_id: "6", user_id: "2" }],
  shares: [{ topic_id: "5", user_id: "3" }],
  countries: [{ id: "1", name: "Norway" }],
};

const explain = (bench: RightsBench, row: RowRef, person: readonly RowRef[] | null = null, options = OPTIONS) =>
  drive(bench.store, explainRow(bench.index, row, person, options));

const way = ({ path }: RowStake) =>
  path === null
    ? null
    : [
        `${path.start.table}:${path.start.key.join()}`,
        ...path.steps.map(({ row, edge, direction }) => `${direction} ${edge.role} ${row.table}:${row.key.join()}`),
      ];

describe("explaining a row", () => {
  const bench = createBench(shop, rows);

  test("tells the path from the person's row, step by step, for everybody whom it concerns", () => {
    const { stakes, exists, isCut } = explain(bench, { table: "order_lines", key: ["10", "1"] });
    expect([exists, isCut]).toEqual([true, false]);
    expect(stakes.map(way)).toEqual([
      ["users:1", "down owner orders:10", "down part order_lines:10,1"],
      ["users:2", "down actor order_lines:10,1"],
    ]);
    expect(stakes.map(({ access, erasure }) => [access?.level, erasure.fate, erasure.set])).toEqual([
      ["own", "deleted", {}],
      ["act", "detached", { checked_by: { kind: "null" } }],
    ]);
  });

  test("goes up to what holds a row, and through a share", () => {
    expect(explain(bench, { table: "addresses", key: ["30"] }).stakes.map(way)).toEqual([
      ["users:1", "down owner orders:10", "up holds addresses:30"],
    ]);
    const topic = explain(bench, { table: "topics", key: ["5"] });
    expect(topic.stakes.map(way)).toEqual([
      ["users:1", "down owner topics:5"],
      ["users:3", "down viewer shares:5,3", "up holds topics:5"],
    ]);
    expect(topic.stakes.map(({ access }) => [access?.level, access?.masked])).toEqual([
      ["own", ["user_id"]],
      ["view", ["user_id"]],
    ]);
  });

  test("says what keeps a row, and what becomes of it then", () => {
    const [stake] = explain(bench, { table: "topics", key: ["6"] }, user("1")).stakes;
    expect(stake?.erasure).toMatchObject({ fate: "redacted", set: { title: { kind: "text", text: "" } } });
    expect(stake?.erasure.why).toContain("rows of posts that are not theirs depend on it");
    expect(stake?.erasure.dependents.map(({ edge, rows: count }) => [edge.from, count])).toEqual([["posts", 1]]);
  });

  test("says which proposal of the path waits for a confirmation", () => {
    const [stake] = explain(bench, { table: "posts", key: ["7"] }, user("2")).stakes;
    expect(stake?.path?.steps[0]?.edge).toMatchObject({ confirmed: false, origin: "name" });
    expect(stake?.erasure.blockedBy.map(({ code }) => code)).toEqual(["edge_unconfirmed"]);
  });

  test("says so when a row is nobody's, another's, or not there", () => {
    expect(explain(bench, { table: "countries", key: ["1"] })).toMatchObject({ exists: true, stakes: [] });
    expect(explain(bench, { table: "countries", key: ["99"] })).toMatchObject({ exists: false, stakes: [] });
    const [other] = explain(bench, { table: "orders", key: ["10"] }, user("3")).stakes;
    expect(other).toMatchObject({ path: null, access: null, erasure: { fate: "untouched" } });
  });

  test("tells what an earlier erasure has done, and hides what is never exported", () => {
    const confirmed = { ...shop, edges: shop.edges.map((edge) => ({ ...edge, confirmed: true })) };
    // Nobody may be added, so that whoever must be named stays.
    const tables = confirmed.tables.map((one) => ({
      ...one,
      schema: { ...one.schema, may: { ...one.schema.may, insert: false } },
    }));
    const fork = createBench({ ...confirmed, tables }, rows);
    const [before] = explain(fork, { table: "users", key: ["1"] }, user("1")).stakes;
    expect(before).toMatchObject({
      path: { steps: [] },
      access: { hidden: ["password"] },
      erasure: { fate: "redacted" },
    });
    fork.erase(user("1"));
    const [after] = explain(fork, { table: "users", key: ["1"] }, user("1")).stakes;
    expect(after?.erasure.fate).toBe("settled");
  });

  test("looks at no more people than it is told to, and says so", () => {
    const many = createBench(shop, {
      ...rows,
      shares: [2, 3].map((id) => ({ topic_id: "5", user_id: String(id) })),
    });
    const some = explain(many, { table: "topics", key: ["5"] }, null, { ...OPTIONS, mostPeople: 1 });
    expect([some.isCut, some.stakes.length]).toEqual([true, 1]);
    expect(explain(many, { table: "topics", key: ["5"] }).stakes).toHaveLength(3);
  });
});

const numRuns = Math.ceil(propertyRuns(250) / 5);

test("on random schemas it names exactly the people who reach the row, each by an unbroken path as strong as the level", () => {
  let stakes = 0;
  fc.assert(
    fc.property(worldPlan, (plan) => {
      const made = makeWorld(plan);
      const bench = createBench(made.model, made.data);
      const everybody = made.people.map((id) => ({
        person: user(id),
        reach: drive(bench.store, reachRows(bench.index, user(id), { skipLeaves: false })),
        fates: new Map(
          bench
            .plan(user(id))
            .tables.flatMap(({ name, rows: list }) =>
              list.map(({ key, disposition }) => [JSON.stringify([name, ...key]), disposition] as const),
            ),
        ),
      }));
      for (const [name, { key: columns }] of bench.index.table) {
        for (const row of (bench.store.tables.get(name) ?? []).slice(0, 2)) {
          const ref = { table: name, key: columns.map((column) => row[column] ?? "") };
          const told = explain(bench, ref).stakes.flatMap(({ person }) => person);
          for (const { person, reach, fates } of everybody) {
            const reached = [...(reach.tables.get(name)?.rows.values() ?? [])].find(
              ({ key }) => key.join() === ref.key.join(),
            );
            const [named] = explain(bench, ref, person).stakes;
            expect(named?.access?.level).toBe(reached?.level);
            expect(named?.path === null).toBe(reached === undefined);
            // Whoever is told may be named by another row of theirs: of staff, an account, a contact.
            const isTold = told.some(
              ({ table: of, key }) => reach.tables.get(of)?.rows.get(key.join())?.level === "own",
            );
            expect(isTold).toBe(reached !== undefined);
            if (named?.path === null || named === undefined) continue;
            stakes += 1;
            const disposition = fates.get(JSON.stringify([name, ...ref.key]));
            expect(named.erasure.fate).toBe(disposition ?? "settled");
            const { start, steps } = named.path;
            expect([start, ...steps.map((step) => step.row)].at(-1)).toEqual(ref);
            for (const [at, step] of steps.entries()) {
              const before = steps[at - 1]?.row ?? start;
              const [from, to] = step.direction === "down" ? [step.row, before] : [before, step.row];
              expect([step.edge.from, step.edge.to]).toEqual([from.table, to.table]);
            }
          }
        }
      }
    }),
    { numRuns },
  );
  expect(stakes).toBeGreaterThan(numRuns);
});
