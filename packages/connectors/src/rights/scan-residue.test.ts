/** A residue scan finds what a map knows nothing of, in every kind of store, and tells no value. */
import { parseMap } from "@kept/engine/parse-map";
import { type ErasurePlan, EVERYTHING, type Scope } from "@kept/engine/rights";
import { describe, expect, test } from "vitest";
import { createTestDatabase, type TestKind, testKinds, whyMissing } from "../testing/test-database.ts";
import { acceptProposals } from "./discover.ts";
import { createRowRights } from "./row-rights.ts";

const ADA = { identifiers: [{ kind: "email", value: "ada@example.org" }], keys: [] };
const TODAY = { today: "2030-06-15" };

const bytesOf: Readonly<Record<TestKind, (text: string) => string>> = {
  sqlite: (text) => `X'${Buffer.from(text).toString("hex")}'`,
  mysql: (text) => `X'${Buffer.from(text).toString("hex")}'`,
  postgres: (text) => `'\\x${Buffer.from(text).toString("hex")}'`,
  pglite: (text) => `'\\x${Buffer.from(text).toString("hex")}'`,
};

/** A shop, and around it tables that no map speaks of. */
function shop(kind: TestKind): string {
  const isPostgres = kind === "postgres" || kind === "pglite";
  const json = isPostgres ? "jsonb" : "json";
  const bytes = isPostgres ? "bytea" : "blob";
  const list = isPostgres ? "text[]" : "text";
  return `
    CREATE TABLE customers (id integer PRIMARY KEY, name varchar(80) NOT NULL, email varchar(80) UNIQUE, phone varchar(40));
    CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer NOT NULL, note text, FOREIGN KEY (customer_id) REFERENCES customers(id));
    CREATE TABLE mail_log (a integer, b integer, line text, PRIMARY KEY (a, b));
    CREATE TABLE cache_entries (cache_key varchar(80) PRIMARY KEY, body ${json});
    CREATE TABLE blobs (id integer PRIMARY KEY, raw ${bytes}, recipients ${list});
    CREATE TABLE unkeyed (line text);
    INSERT INTO customers VALUES (1, 'Ada Example', 'ada@example.org', '+49 30 9012345'), (2, 'Bo Example', 'bo@example.org', '+49 30 9012346');
    INSERT INTO orders VALUES (11, 1, 'call 030/901 23 45'), (21, 2, 'call 030/901 23 46');
    INSERT INTO mail_log VALUES (1, 1, 'to ADA@example.org: sent'), (1, 2, 'to bo@example.org: sent'), (2, 1, 'to ada+news@example.org');
    INSERT INTO cache_entries VALUES ('a', '{"to": ["ada@example.org", 5]}'), ('ada@example.org', '{"mail": "ada@example.org"}'), ('c', '{"to": "bada@example.org"}');
    INSERT INTO blobs VALUES (1, ${bytesOf[kind]("\0From: <ada@example.org>\0")}, NULL), (2, ${bytesOf[kind]("bo@example.org")}, ${isPostgres ? `'{"ada@example.org",x}'` : `'ada@example.org,x'`});
    INSERT INTO unkeyed VALUES ('+49 (30) 901-2345'), ('nothing');`;
}

/** Lines with addresses in them look personal: that nothing says whose they are is said. */
const { map: LOGS } = parseMap({ tables: { mail_log: { public: true } } });

describe.each(testKinds)("%s", (kind) => {
  const missing = whyMissing(kind);

  test.skipIf(missing !== null)(
    missing ?? "finds values wherever they stand, before and after an erasure",
    async () => {
      const database = await createTestDatabase(kind);
      try {
        await database.execute(shop(kind));
        await using rights = createRowRights(await database.open(), LOGS);
        rights.useMap(acceptProposals(await rights.discover()));
        const tables: string[] = [];
        const scan = (values: readonly { category: string; value: string }[], plusTags = false) =>
          rights.scanResidue({ person: ADA, scope: EVERYTHING, values, done: [], plusTags }, TODAY, {
            onProgress: ({ what }) => void tables.push(what),
          });
        const before = await scan([]);
        expect(tables.toSorted()).toEqual(["", "blobs", "cache_entries", "customers", "mail_log", "orders", "unkeyed"]);
        const places = (report: typeof before) =>
          report.places
            .map(({ table, column, rows, planned, keys }) => [`${table}.${column}`, rows, planned, keys])
            .sort();
        const strewn = [
          ["blobs.raw", 1, 0, [["1"]]],
          ["blobs.recipients", 1, 0, [["2"]]],
          // The key of the other row is an address itself.
          ["cache_entries.body", 2, 0, [["a"]]],
          ["cache_entries.cache_key", 1, 0, []],
          ["mail_log.line", 1, 0, [["1", "1"]]],
          ["unkeyed.line", 1, 0, []],
        ];
        // The person is still there: their rows are what an erasure takes care of, and tell the telephone number.
        const own = [
          ["customers.email", 1, 1, []],
          ["customers.phone", 1, 1, []],
          ["orders.note", 1, 1, []],
        ];
        expect(places(before)).toEqual([...strewn, ...own].sort());
        const plan = await rights.planErasure(ADA, EVERYTHING, TODAY);
        await rights.erase(ADA, EVERYTHING, TODAY, plan, {});
        const after = await scan(plan.identifying, true);
        expect(places(after)).toEqual(
          strewn.map((place) =>
            place[0] === "mail_log.line"
              ? [
                  "mail_log.line",
                  2,
                  0,
                  [
                    ["1", "1"],
                    ["2", "1"],
                  ],
                ]
              : place,
          ),
        );
        expect(JSON.stringify([before, after]).toLowerCase()).not.toContain("ada");
        expect(after).toMatchObject({ unread: [], short: 0, tables: 6 });
        await database.execute(
          "DELETE FROM mail_log; DELETE FROM cache_entries; DELETE FROM blobs; DELETE FROM unkeyed",
        );
        expect((await scan(plan.identifying, true)).places).toEqual([]);
      } finally {
        await database.drop();
      }
    },
    240_000,
  );

  test.skipIf(missing !== null)(
    missing ?? "tells rows that the law keeps apart, with the plan that left them and without it",
    async () => {
      const database = await createTestDatabase(kind);
      try {
        await database.execute(`
          CREATE TABLE customers (id integer PRIMARY KEY, email varchar(80) UNIQUE);
          CREATE TABLE addresses (id integer PRIMARY KEY, email varchar(80));
          CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer NOT NULL, address_id integer, placed_on date, note text,
            FOREIGN KEY (customer_id) REFERENCES customers(id), FOREIGN KEY (address_id) REFERENCES addresses(id));
          CREATE TABLE order_lines (id integer PRIMARY KEY, order_id integer NOT NULL, engraving varchar(80), FOREIGN KEY (order_id) REFERENCES orders(id));
          INSERT INTO customers VALUES (1, 'ada@example.org'), (2, 'bo@example.org');
          INSERT INTO addresses VALUES (1, 'ada@example.org'), (2, 'bo@example.org');
          INSERT INTO orders VALUES (11, 1, 1, '2029-03-01', 'ada@example.org'), (12, 1, NULL, '2001-03-01', 'ada@example.org'), (21, 2, 2, '2029-04-01', 'not ada@example.org');
          INSERT INTO order_lines VALUES (111, 11, 'ada@example.org'), (121, 12, 'ada@example.org');`);
        const { map, problems } = parseMap({
          tables: {
            orders: {
              retain: { for: "10 years", from: "placed_on", reason: "Tax law" },
              edges: { "address_id -> addresses": "holds" },
            },
          },
        });
        expect(problems).toEqual([]);
        await using rights = createRowRights(await database.open(), map);
        rights.useMap(acceptProposals(await rights.discover()));
        const plan = await rights.planErasure(ADA, EVERYTHING, TODAY);
        await rights.erase(ADA, EVERYTHING, TODAY, plan, {});
        const scan = async (done: readonly ErasurePlan[], today = TODAY.today) => {
          const question = { person: ADA, scope: EVERYTHING, values: [], done, plusTags: false };
          const { places } = await rights.scanResidue(question, { today }, {});
          return places
            .map(({ table, column, rows, planned, kept }) => [`${table}.${column}`, rows, planned, kept])
            .sort();
        };
        const law = (rows: number, until: string) => [{ rows, reason: "Tax law", until }];
        // The row of another who names her: the plan knows that it is none of hers.
        expect(await scan([plan])).toEqual([
          ["addresses.email", 1, 1, law(1, "2039-03-01")],
          ["order_lines.engraving", 1, 1, law(1, "2039-03-01")],
          ["orders.note", 2, 1, law(1, "2039-03-01")],
        ]);
        expect(await scan([])).toEqual([
          ["addresses.email", 1, 1, law(1, "2039-03-01")],
          ["order_lines.engraving", 1, 1, law(1, "2039-03-01")],
          ["orders.note", 2, 2, law(2, "2039-04-01")],
        ]);
        // Once the period is over, nothing keeps them any more.
        expect(await scan([], "2040-01-01")).toEqual([
          ["addresses.email", 1, 0, undefined],
          ["order_lines.engraving", 1, 0, undefined],
          ["orders.note", 2, 0, undefined],
        ]);
      } finally {
        await database.drop();
      }
    },
    240_000,
  );

  test.skipIf(missing !== null)(
    missing ?? "of a right about a part, nothing is told that was never to go",
    async () => {
      const database = await createTestDatabase(kind);
      try {
        await database.execute(shop(kind));
        await database.execute(`
          CREATE TABLE order_lines (id integer PRIMARY KEY, order_id integer NOT NULL, engraving varchar(80), FOREIGN KEY (order_id) REFERENCES orders(id));
          INSERT INTO order_lines VALUES (111, 11, 'ada@example.org'), (211, 21, 'from ada@example.org');
          INSERT INTO orders VALUES (12, 1, 'mail ada@example.org'), (22, 2, 'a gift for ada@example.org')`);
        await using rights = createRowRights(await database.open(), LOGS);
        rights.useMap(acceptProposals(await rights.discover()));
        const scan = async (scope: Scope, done: readonly ErasurePlan[] = []) => {
          const report = await rights.scanResidue({ person: ADA, scope, values: [], done, plusTags: false }, TODAY, {});
          return report.places
            .map(({ table, column, rows, planned, keys }) => [`${table}.${column}`, rows, planned, keys])
            .sort();
        };
        const ofOthers = [
          ["order_lines.engraving", 1, 0, [["211"]]],
          ["orders.note", 1, 0, [["22"]]],
        ];
        const orders = { tables: ["orders"], categories: [] };
        expect(await scan(orders)).toEqual([
          ["order_lines.engraving", 2, 1, [["211"]]],
          ["orders.note", 3, 2, [["22"]]],
        ]);
        expect(await scan({ tables: [], categories: ["contact"] })).toEqual([
          ["customers.email", 1, 1, []],
          ["customers.phone", 1, 1, []],
        ]);
        const one = { tables: [], categories: [], rows: [{ table: "orders", key: ["11"] }] };
        expect(await scan(one)).toEqual([
          ["order_lines.engraving", 1, 1, []],
          ["orders.note", 1, 1, []],
        ]);

        const first = await rights.planErasure(ADA, one, TODAY);
        await rights.erase(ADA, one, TODAY, first, {});
        // The other order, the person and whatever others wrote stand where nothing was asked to go.
        expect(await scan(one, [first])).toEqual([]);
        // A row that was to go and is back, and is nobody's now, is left.
        await database.execute("INSERT INTO orders VALUES (11, 2, 'mail ada@example.org')");
        expect(await scan(one, [first])).toEqual([["orders.note", 1, 0, [["11"]]]]);
        await database.execute("DELETE FROM orders WHERE id = 11");

        const rest = await rights.planErasure(ADA, orders, TODAY);
        await rights.erase(ADA, orders, TODAY, rest, {});
        expect(await scan(orders, [rest])).toEqual(ofOthers);
      } finally {
        await database.drop();
      }
    },
    240_000,
  );
});
