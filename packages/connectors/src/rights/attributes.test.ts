/** Orders that say in attributes of their own whose they are: found by their values, and erased with the person once confirmed. */
import { EMPTY_MAP } from "@kept/engine/map";
import { EVERYTHING } from "@kept/engine/rights";
import { describe, expect, test } from "vitest";
import { createTestSqlite } from "../testing/test-database.ts";
import { acceptProposals } from "./discover.ts";
import { createRowRights } from "./row-rights.ts";

const TODAY = { today: "2030-06-15" };

/** Six customers; two orders of each, which only their attributes tie to anybody. */
function shop(): string {
  const lines = [
    "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, password TEXT NOT NULL, name TEXT);",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, total NUMERIC NOT NULL);",
    "CREATE TABLE order_meta (meta_id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, meta_key TEXT NOT NULL, meta_value TEXT);",
  ];
  let meta = 0;
  const add = (order: number, key: string, value: string) =>
    lines.push(`INSERT INTO order_meta VALUES (${++meta}, ${order}, '${key}', '${value}');`);
  for (let user = 101; user <= 106; user++) {
    lines.push(`INSERT INTO users VALUES (${user}, 'user${user}@example.org', 'secret', 'User ${user}');`);
    for (const order of [user * 10, user * 10 + 1]) {
      lines.push(`INSERT INTO orders VALUES (${order}, 9.5);`);
      add(order, "_customer_user", String(user));
      add(order, "_billing_email", `user${user}@example.org`);
      add(order, "_price", String(user + 1));
    }
  }
  return lines.join("\n");
}

describe("attributes in rows of their own", () => {
  test("say whose an order is, and an erasure takes that order and no other", async () => {
    const database = await createTestSqlite();
    try {
      await database.execute(shop());
      await using rights = createRowRights(await database.open(), EMPTY_MAP);
      const { inference } = await rights.discover();
      const said = inference.edges.map(({ columns, to, role, when }) =>
        `${columns} -> ${to} ${role} ${Object.values(when).flat().join()}`.trim(),
      );
      expect(said).toContain("meta_value -> users owner _customer_user");
      expect(said).toContain("meta_value -> users owner _billing_email");
      expect(said).toContain("order_id -> orders holds _customer_user");
      expect(said.filter((line) => line.includes("_price"))).toEqual([]);

      rights.useMap(acceptProposals(await rights.discover()));
      const person = { identifiers: [{ kind: "email", value: "user102@example.org" }], keys: [] };
      const plan = await rights.planErasure(person, EVERYTHING, TODAY);
      await rights.erase(person, EVERYTHING, TODAY, plan, {});
      await using store = await database.open();
      const left = await store.read((reader) =>
        reader.findKeys([
          { table: "orders", select: ["id"], any: [{ kind: "like", column: "id", patterns: ["%"], when: {} }] },
        ]),
      );
      expect((left[0] ?? []).flat().sort()).toEqual(
        [1010, 1011, 1030, 1031, 1040, 1041, 1050, 1051, 1060, 1061].map(String),
      );
    } finally {
      await database.drop();
    }
  });
});
