/** A small shop in a SQLite file: people with awkward names, orders, and nothing that needs a server. */
import { DatabaseSync } from "node:sqlite";

const SCHEMA = `
  CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT UNIQUE, phone TEXT);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id), note TEXT, placed_at TEXT);
  CREATE TABLE order_lines (order_id INTEGER NOT NULL REFERENCES orders(id), line INTEGER NOT NULL, article TEXT, PRIMARY KEY (order_id, line));
`;

/** Customers of the shop, each with two orders of two lines. */
export const SHOP_PEOPLE = [
  { id: 1, name: "Ada Example", email: "ada@example.org" },
  { id: 2, name: "Pat O'Neil", email: `"pat o'neil"@example.org` },
  { id: 3, name: "Jörg Müllër", email: "jörg.müllër@exämple.org" },
  { id: 4, name: "Tag Person", email: "tag+shop.news@example.org" },
] as const;

/** Whose rows are whose, as somebody wrote it down who had looked. */
const SHOP_MAP: Readonly<Record<string, object>> = {
  customers: { subject: true },
  orders: { edges: { "customer_id -> customers": "owner" } },
  order_lines: { edges: { "order_id -> orders": "part" } },
};

/** The text of the shop's map, with more said of some of its tables. */
export function writeShopMap(more: Readonly<Record<string, object>> = {}): string {
  const names = new Set([...Object.keys(SHOP_MAP), ...Object.keys(more)]);
  const tables = Object.fromEntries([...names].map((name) => [name, { ...SHOP_MAP[name], ...more[name] }]));
  return `${JSON.stringify({ tables })}\n`;
}

/** Creates the file. */
export function createSmallShop(path: string): void {
  const database = new DatabaseSync(path);
  database.exec(SCHEMA);
  const customer = database.prepare("INSERT INTO customers VALUES (?, ?, ?, ?)");
  const order = database.prepare("INSERT INTO orders VALUES (?, ?, ?, '2026-01-05')");
  const line = database.prepare("INSERT INTO order_lines VALUES (?, ?, ?)");
  for (const { id, name, email } of SHOP_PEOPLE) {
    customer.run(id, name, email, `+49 30 900${id}`);
    for (const turn of [1, 2]) {
      order.run(id * 10 + turn, id, `note of customer ${id}`);
      for (const number of [1, 2]) line.run(id * 10 + turn, number, "pencil");
    }
  }
  database.close();
}

/** Runs statements on the file. */
export function changeFile(path: string, statements: string): void {
  const database = new DatabaseSync(path);
  database.exec(statements);
  database.close();
}

/** The number of rows of a table. */
export function countRows(path: string, table: string): number {
  const database = new DatabaseSync(path, { readOnly: true });
  const row = database.prepare(`SELECT count(*) AS count FROM "${table}"`).get();
  database.close();
  return Number(row?.["count"]);
}

/** Every row of the shop's tables. */
export function readFile(path: string): Readonly<Record<string, readonly unknown[]>> {
  const database = new DatabaseSync(path, { readOnly: true });
  const tables = ["customers", "orders", "order_lines"];
  const rows = Object.fromEntries(
    tables.map((table) => [table, database.prepare(`SELECT * FROM "${table}" ORDER BY 1, 2`).all()]),
  );
  database.close();
  return rows;
}
