/** A small shop's database in a SQLite file, for tests: people, shared rows, retained invoices, a picture. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const SCHEMA = `
create table users (
  id integer primary key,
  email text not null,
  name text not null,
  password_hash text not null,
  photo blob,
  created_at text not null
);
create table orders (
  id integer primary key,
  user_id integer not null references users (id) on delete cascade,
  item text not null,
  address text not null,
  created_at text not null
);
create table invoices (
  id integer primary key,
  user_id integer not null references users (id),
  amount numeric not null,
  issued_on text not null
);
create table messages (
  id integer primary key,
  sender_id integer references users (id) on delete set null,
  recipient_id integer references users (id) on delete set null,
  body text not null,
  sent_at text not null
);
create table products (id integer primary key, title text not null);
`;

export const SHOP_MAP = `
system: shop
tables:
  users:
    subject: true
    identifiers: { email: email }
    columns: { password_hash: hide }
  orders:
    edges: { "user_id -> users": owner }
  invoices:
    edges: { "user_id -> users": owner }
    retain: { for: 10 years, from: issued_on, reason: tax law }
  messages:
    edges: { "sender_id -> users": owner, "recipient_id -> users": owner }
  products:
    public: true
`;

export const ADA = "ada@example.org";
export const BOB = "bob@example.org";

export interface Shop {
  readonly folder: string;
  readonly url: string;
  readonly mapFile: string;
  readonly db: DatabaseSync;
  /** Number of rows of a table (that satisfy a condition). */
  count(table: string, where?: string): number;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Ada (id 1) has two orders, an invoice, a picture and shares a message with Bob (id 2). */
export async function createShop(map: string = SHOP_MAP): Promise<Shop> {
  const folder = await mkdtemp(join(tmpdir(), "kept-shop-"));
  const path = join(folder, "shop.db");
  const mapFile = join(folder, "shop.map.yaml");
  const db = new DatabaseSync(path);
  db.exec("pragma journal_mode = wal; pragma synchronous = off; pragma foreign_keys = on;");
  db.exec(SCHEMA);
  addUser(db, 1, ADA, "Ada Canary", Buffer.from("89504e470d0a1a0a0000000d", "hex"));
  addUser(db, 2, BOB, "Bob Canary", null);
  db.exec(`
    insert into orders values (1, 1, 'Kettle', 'Ada Street 1', '2026-01-01'), (2, 1, 'Lamp', 'Ada Street 1', '2026-02-01'),
      (3, 2, 'Chair', 'Bob Street 2', '2026-03-01');
    insert into invoices values (1, 1, 12.5, '2026-01-02'), (2, 2, 99, '2026-03-02');
    insert into messages values (1, 1, 2, 'Hello Bob', '2026-04-01'), (2, 2, null, 'Note of Bob', '2026-04-02');
    insert into products values (1, 'Kettle');
  `);
  await writeFile(mapFile, map);
  return {
    folder,
    url: `sqlite://${path}`,
    mapFile,
    db,
    count: (table, where = "1 = 1") =>
      Number(db.prepare(`select count(*) as count from ${table} where ${where}`).get()?.["count"]),
    [Symbol.asyncDispose]: async () => {
      db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Adds a person; addresses need not be unique in this shop. */
export function addUser(db: DatabaseSync, id: number, email: string, name: string, photo: Uint8Array | null): void {
  db.prepare("insert into users values (?, ?, ?, ?, ?, ?)").run(id, email, name, `hash-of-${id}`, photo, "2025-12-01");
}
