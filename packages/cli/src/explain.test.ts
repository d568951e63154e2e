/** `kept explain`: in words and as JSON, with and without a person, and what it says of a row that it cannot find. */
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { expectRefusal, openShop } from "./testing/expect-refusal.ts";
import { createWorkplace } from "./testing/run-kept.ts";
import { changeFile } from "./testing/small-shop.ts";

interface Explained {
  readonly exists: boolean;
  readonly more: boolean;
  readonly people: readonly {
    readonly person: readonly { readonly table: string; readonly key: readonly string[] }[];
    readonly path: readonly {
      readonly table: string;
      readonly by?: { readonly role: string; readonly origin: string };
    }[];
    readonly access: { readonly level: string } | null;
    readonly erasure: { readonly fate: string; readonly blockedBy: readonly { readonly code: string }[] };
  }[];
}

test("tells whose a row is, by which way, and what becomes of it", async () => {
  using place = openShop();
  const ran = await place.kept("explain", "order_lines", "11,2", "--url", place.shop);
  expect(ran).toMatchObject({ code: 0, err: "" });
  expect(ran.out).toContain("customers:1: it is theirs");
  expect(ran.out).toMatch(/customers:1\n {4}<- orders:11 {2}orders.customer_id -> customers: owner \(declared\)\n/);
  expect(ran.out).toContain("<- order_lines:11,2  order_lines.order_id -> orders: part (declared)");
  expect(ran.out).toMatch(/access {3}shows order_id, line, article/);
  expect(ran.out).toMatch(/erasure {2}deletes it: /);
  const json = (await place.keptJson(0, "explain", "ORDER_LINES", "11,2", "--url", place.shop)) as Explained;
  expect(json).toMatchObject({ exists: true, more: false });
  expect(json.people).toHaveLength(1);
  expect(json.people[0]?.path.map((step) => [step.table, step.by?.role, step.by?.origin])).toEqual([
    ["customers", undefined, undefined],
    ["orders", "owner", "declared"],
    ["order_lines", "part", "declared"],
  ]);
});

test("for one person: theirs, or nothing to do with them", async () => {
  using place = openShop();
  const on = ["explain", "orders", "11", "--url", place.shop];
  expect((await place.kept(...on, "--email", "ada@example.org")).out).toContain("customers:1: it is theirs");
  const other = await place.kept(...on, "--id", "customers:2");
  expect(other.code).toBe(0);
  expect(other.out).toContain("customers:2: nothing leads from them to it");
  expect(other.out).toContain("leaves it alone");
});

test("says what waits for a confirmation, and what keeps a row", async () => {
  using place = openShop();
  changeFile(
    place.shop,
    `CREATE TABLE complaints (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders(id), customer_id INTEGER NOT NULL);
     INSERT INTO complaints VALUES (1, 11, 2)`,
  );
  const json = (await place.keptJson(
    0,
    "explain",
    "complaints",
    "1",
    "--url",
    place.shop,
    "--id",
    "customers:2",
  )) as Explained;
  expect(json.people[0]?.path[1]?.by?.origin).not.toBe("declared");
  expect(json.people[0]?.erasure.blockedBy.map(({ code }) => code)).toContain("edge_unconfirmed");
  const order = await place.kept("explain", "orders", "11", "--url", place.shop);
  expect(order.out).toContain("rows of complaints that are not theirs depend on it");
  expect(order.out).toContain("1 row of complaints not theirs");
});

test("says why a row is nobody's", async () => {
  using place = openShop();
  changeFile(
    place.shop,
    "CREATE TABLE tax_rates (id INTEGER PRIMARY KEY, percent INTEGER); INSERT INTO tax_rates VALUES (1, 7)",
  );
  const ran = await place.kept("explain", "tax_rates", "1", "--url", place.shop);
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.out).toContain("It is nobody's");
});

test("names what is wrong with the row or the person", async () => {
  using place = openShop();
  const on = (...args: string[]) => place.kept("explain", ...args, "--url", place.shop);
  expectRefusal(await on("order", "11"), 2, "There is no table order", "Did you mean orders?");
  expectRefusal(await on("order_lines", "11"), 2, "has 2 parts: order_id,line");
  expectRefusal(await on("orders", "99"), 4, "There is no row orders:99");
  expectRefusal(await on("orders", "11", "--email", "nobody@example.org"), 4, "person_not_found");
  expectRefusal(await on("orders", "11", "--id", "custmers:1"), 2, "table_unknown", "Did you mean customers?");
  changeFile(place.shop, "CREATE TABLE visits (day TEXT, customer_id INTEGER REFERENCES customers(id))");
  expectRefusal(await on("visits", "1"), 2, "have no key");
});

test("names rows whose key holds commas, of tables whose name holds colons", async () => {
  using place = createWorkplace();
  const path = place.file("odd.db");
  const database = new DatabaseSync(path);
  database.exec(`
    CREATE TABLE "crm:users" (id TEXT PRIMARY KEY, email TEXT);
    CREATE TABLE notes (tenant TEXT, code TEXT, user_id TEXT NOT NULL REFERENCES "crm:users", body TEXT, PRIMARY KEY (tenant, code));
    INSERT INTO "crm:users" VALUES ('a:1,2', 'ada@example.org');
    INSERT INTO notes VALUES ('t,1', 'k', 'a:1,2', 'hello');`);
  database.close();
  const one = ["--id", "crm:users:a:1,2", "--url", path];
  expect(await place.kept("explain", "notes", "t\\,1,k", ...one)).toMatchObject({
    code: 0,
    out: expect.stringContaining("it is theirs"),
  });
  expectRefusal(await place.kept("explain", "notes", "t,1,k", ...one), 2, "has 2 parts");
});
