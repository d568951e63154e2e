import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateDatabase } from "./generate.ts";
import { openForReading } from "./open-database.ts";
import { storageKeyOf } from "./pictures.ts";

const folder = mkdtempSync(join(tmpdir(), "mi-option-"));
let database: DatabaseSync;

beforeAll(() => {
  generateDatabase(join(folder, "first.sqlite"));
  database = openForReading(join(folder, "first.sqlite"));
});

afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

function all(sql: string, from: DatabaseSync = database): Record<string, unknown>[] {
  return from.prepare(sql).all();
}

function tables(from: DatabaseSync = database): string[] {
  return all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", from).map((row) =>
    String(row["name"]),
  );
}

function dump(from: DatabaseSync): string {
  return JSON.stringify(tables(from).map((table) => [table, all(`SELECT * FROM ${table}`, from)]));
}

describe("the generated database", () => {
  test("has 200 people and something in every table", () => {
    const counts = Object.fromEntries(tables().map((table) => [table, all(`SELECT 1 FROM ${table}`).length]));
    expect(counts["accounts"]).toBe(200);
    expect(Object.keys(counts).length).toBeGreaterThanOrEqual(22);
    for (const [table, count] of Object.entries(counts)) expect(count, table).toBeGreaterThan(3);
    expect(counts["posts"]).toBeGreaterThan(200);
    expect(counts["orders"]).toBeGreaterThan(300);
  });

  test("has no dangling reference, declared or not", () => {
    expect(all("PRAGMA foreign_key_check")).toEqual([]);
    expect(all("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
    for (const [type, table] of [
      ["post", "posts"],
      ["message", "messages"],
      ["order", "orders"],
      ["account", "accounts"],
    ]) {
      const found = all(`SELECT count(*) AS n FROM notifications WHERE subject_type = '${type}'`);
      expect(found[0]?.["n"], type).toBeGreaterThan(0);
      const lost = all(
        `SELECT id FROM notifications WHERE subject_type = '${type}' AND subject_id NOT IN (SELECT id FROM ${table})`,
      );
      expect(lost, type).toEqual([]);
    }
    const actors = all(`SELECT DISTINCT actor FROM activity_log WHERE actor LIKE 'account:%'
      AND CAST(substr(actor, 9) AS INTEGER) NOT IN (SELECT id FROM accounts)`);
    expect(actors).toEqual([]);
  });

  test.each([
    ["accounts", "post_count", "posts", "author_id"],
    ["topics", "post_count", "posts", "topic_id"],
    ["posts", "reaction_count", "reactions", "post_id"],
    ["products", "review_count", "reviews", "product_id"],
  ])("counts right: %s.%s", (table, counter, counted, column) => {
    const wrong = all(`SELECT id, ${counter} FROM ${table} AS t
      WHERE ${counter} <> (SELECT count(*) FROM ${counted} WHERE ${column} = t.id)`);
    expect(wrong).toEqual([]);
    expect(all(`SELECT max(${counter}) AS most FROM ${table}`)[0]?.["most"]).toBeGreaterThan(0);
  });

  test("keeps the order of time: topics end with their last post, replies follow what they answer", () => {
    expect(
      all(`SELECT t.id FROM topics t JOIN posts p ON p.id = t.last_post_id
      WHERE p.created_at <> (SELECT max(created_at) FROM posts WHERE topic_id = t.id)`),
    ).toEqual([]);
    expect(
      all(`SELECT p.id FROM posts p JOIN posts q ON q.id = p.reply_to_id
      WHERE q.created_at > p.created_at OR q.topic_id <> p.topic_id`),
    ).toEqual([]);
    expect(
      all("SELECT p.id FROM posts p JOIN accounts a ON a.id = p.author_id WHERE a.created_at > p.created_at"),
    ).toEqual([]);
    expect(
      all(`SELECT m.id FROM messages m WHERE NOT EXISTS (SELECT 1 FROM conversation_participants p
      WHERE p.conversation_id = m.conversation_id AND p.account_id = m.sender_id)`),
    ).toEqual([]);
  });

  test("stores pictures under the hash of their bytes, as valid PNG files", () => {
    for (const table of ["profile_photos", "identity_documents"]) {
      for (const row of all(`SELECT storage_key, content FROM ${table}`)) {
        const content = Buffer.from(row["content"] as Uint8Array);
        expect(String(row["storage_key"]).split("/")[1]).toBe(storageKeyOf(content));
        expect(content.subarray(1, 4).toString()).toBe("PNG");
        const data = content.indexOf("IDAT");
        const pixels = inflateSync(content.subarray(data + 4, data + 4 + content.readUInt32BE(data - 4)));
        expect(pixels.length).toBe((content.readUInt32BE(16) + 1) * content.readUInt32BE(20));
      }
    }
  });

  test("has shared rows, missing references and no e-mail twice", () => {
    const number = (sql: string) => Number(all(sql)[0]?.["n"]);
    expect(number("SELECT count(*) AS n FROM (SELECT 1 FROM accounts GROUP BY lower(email) HAVING count(*) > 1)")).toBe(
      0,
    );
    expect(
      number(`SELECT count(*) AS n FROM (SELECT 1 FROM accounts WHERE home_address_id IS NOT NULL
      GROUP BY home_address_id HAVING count(*) > 1)`),
    ).toBeGreaterThan(5);
    for (const [table, column] of [
      ["accounts", "phone"],
      ["accounts", "home_address_id"],
      ["accounts", "referred_by"],
      ["posts", "author_id"],
      ["posts", "reply_to_id"],
      ["invoices", "order_id"],
      ["support_tickets", "account_id"],
      ["conversations", "started_by"],
    ]) {
      expect(
        number(`SELECT count(*) AS n FROM ${table} WHERE ${column} IS NULL`),
        `${table}.${column}`,
      ).toBeGreaterThan(0);
    }
    expect(number("SELECT count(*) AS n FROM staff JOIN accounts USING (email)")).toBe(1);
    expect(
      number("SELECT count(*) AS n FROM newsletter_subscribers WHERE email NOT IN (SELECT email FROM accounts)"),
    ).toBeGreaterThan(0);
    expect(number("SELECT count(*) AS n FROM invoices WHERE retain_until < '2026-11-01'")).toBeGreaterThan(0);
  });
});

/** Which rows a demonstration account must have; each condition gets the id and the e-mail of the person. */
const personalRows: readonly (readonly [table: string, condition: string])[] = [
  ["accounts", "id = :id AND referred_by IS NOT NULL AND post_count > 0 AND phone IS NOT NULL"],
  ["accounts", "referred_by = :id"],
  ["addresses", "id = (SELECT home_address_id FROM accounts WHERE id = :id)"],
  ["profile_photos", "account_id = :id"],
  ["identity_documents", "account_id = :id"],
  ["devices", "account_id = :id"],
  ["sessions", "account_id = :id"],
  ["newsletter_subscribers", "email = :email"],
  ["referrals", "referrer_id = :id"],
  ["referrals", "joined_account_id = :id AND friend_email = :email"],
  ["payment_methods", "account_id = :id"],
  ["subscriptions", "account_id = :id"],
  ["orders", "account_id = :id"],
  ["order_items", "order_id IN (SELECT id FROM orders WHERE account_id = :id)"],
  ["invoices", "account_id = :id"],
  ["invoices", "account_id = :id AND order_id IS NULL"],
  ["reviews", "account_id = :id"],
  ["conversations", "started_by = :id"],
  ["conversation_participants", "account_id = :id"],
  ["messages", "sender_id = :id"],
  ["topics", "author_id = :id"],
  ["posts", "author_id = :id"],
  ["posts", "edited_by = :id AND author_id <> :id"],
  ["reactions", "account_id = :id"],
  ["support_tickets", "account_id = :id AND requester_email = :email"],
  ["ticket_messages", "author_account_id = :id"],
  ["moderation_actions", "account_id = :id"],
  ["notifications", "account_id = :id"],
  ["notifications", "actor_id = :id"],
  ["activity_log", "actor = 'account:' || :id"],
  ["activity_log", "payload ->> 'accountId' = :id"],
];

describe("Ada Lind", () => {
  test.each(personalRows)("has rows in %s where %s", (table, condition) => {
    expect(countFor(database, table, condition, "ada@example.org")).toBeGreaterThan(0);
  });

  test("has rows in every table that holds members' data", () => {
    const covered = new Set(personalRows.map(([table]) => table));
    const others = ["products", "settings", "staff"];
    expect(tables().filter((table) => !covered.has(table))).toEqual(others);
  });

  test("shares rows with others", () => {
    const shared = (sql: string) => countFor(database, "accounts", `id = :id AND ${sql}`, "ada@example.org");
    expect(shared("home_address_id IN (SELECT home_address_id FROM accounts WHERE id <> :id)")).toBe(1);
    expect(
      shared(`EXISTS (SELECT 1 FROM conversation_participants mine JOIN conversation_participants theirs
      USING (conversation_id) JOIN accounts bo ON bo.id = theirs.account_id AND bo.email = 'bo@example.org'
      WHERE mine.account_id = :id)`),
    ).toBe(1);
    expect(
      shared(
        "EXISTS (SELECT 1 FROM orders JOIN accounts bo ON bo.home_address_id = delivery_address_id AND bo.id <> :id WHERE account_id = :id)",
      ),
    ).toBe(1);
    expect(
      shared(
        "EXISTS (SELECT 1 FROM posts q JOIN posts p ON p.reply_to_id = q.id WHERE q.author_id = :id AND p.author_id <> :id)",
      ),
    ).toBe(1);
  });

  test("as Bo Okafor, is there even among three people", () => {
    const path = join(folder, "three.sqlite");
    generateDatabase(path, { people: 3 });
    using few = openForReading(path);
    expect(all("PRAGMA foreign_key_check", few)).toEqual([]);
    for (const email of ["ada@example.org", "bo@example.org"]) {
      expect(countFor(few, "accounts", "email = :email AND id = :id", email)).toBe(1);
    }
  });
});

describe("generateDatabase", () => {
  test("gives the same data for the same seed and other data for another", () => {
    for (const [name, seed] of [
      ["again", 42],
      ["other", 7],
    ] as const) {
      generateDatabase(join(folder, `${name}.sqlite`), { seed });
    }
    using again = openForReading(join(folder, "again.sqlite"));
    using other = openForReading(join(folder, "other.sqlite"));
    expect(dump(again) === dump(database)).toBe(true);
    expect(dump(other) === dump(database)).toBe(false);
    expect(all("PRAGMA foreign_key_check", other)).toEqual([]);
  });

  test("keeps what is there already, and refuses too few people", () => {
    const path = join(folder, "taken.sqlite");
    writeFileSync(path, "mine");
    expect(() => generateDatabase(path)).toThrow("There is a database already");
    expect(() => generateDatabase(join(folder, "none.sqlite"), { people: 2 })).toThrow(RangeError);
    expect(existsSync(join(folder, "none.sqlite"))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes("unfinished"))).toEqual([]);
  });
});

function countFor(from: DatabaseSync, table: string, condition: string, email: string): number {
  const person = from.prepare("SELECT id FROM accounts WHERE email = ?").get(email);
  const statement = from.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${condition}`);
  statement.setAllowUnknownNamedParameters(true);
  return Number(statement.get({ ":id": BigInt(String(person?.["id"])), ":email": email })?.["n"]);
}
