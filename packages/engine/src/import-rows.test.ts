/** A package that comes back says what was empty, whatever a column defaults to. */
import { expect, test } from "vitest";
import { planImport } from "./import-rows.ts";
import type { Model } from "./model.ts";
import { model, table } from "./testing/build-model.ts";
import { ABILITIES, createBench, drive } from "./testing/rights-bench.ts";

function shop(): Model {
  const built = model(
    table("users", { id: "int pk", email: "text ! @contact.email #email" }),
    table("orders", { id: "int pk", user_id: "int ! -> users owner", agent_id: "int -> users actor", status: "text" }),
  );
  const standards: Readonly<Record<string, string>> = { agent_id: "0", status: "'open'" };
  const tables = built.tables.map((one) => ({
    ...one,
    schema: {
      ...one.schema,
      columns: one.schema.columns.map((column) => ({ ...column, default: standards[column.name] ?? column.default })),
    },
  }));
  return { ...built, tables };
}

test("an empty column stays empty, and one that the package does not hold is what it defaults to", () => {
  const bench = createBench(shop(), { users: [], orders: [] });
  const given = [
    { table: "users", rows: [{ id: 1, email: "ada@example.org" }] },
    {
      table: "orders",
      rows: [
        { id: 5, user_id: 1, agent_id: null, status: null },
        { id: 6, user_id: 1, agent_id: null },
      ],
    },
  ];
  const plan = drive(bench.store, planImport(bench.index, given, ABILITIES));
  expect(plan.findings).toEqual([]);
  const updates = plan.operations.flatMap((one) => (one.op === "update" ? [[Object.keys(one.set), one.keys]] : []));
  expect(updates).toEqual([
    [["agent_id"], [["5"], ["6"]]],
    [["status"], [["5"]]],
  ]);
});
