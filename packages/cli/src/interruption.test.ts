/** An erasure that is cut off, at every moment, is settled by the next one; two at once do not get in each other's way. */
import { createPublicKey, verify } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createTestDatabase, whyMissing } from "@kept/connectors/testing/test-database";
import { canonicalJson, type JsonValue } from "@kept/server/platform/ledger/canonical-json";
import { describe, expect, test } from "vitest";
import { openShop } from "./testing/expect-refusal.ts";
import { type EraseMoment, MOMENTS, type Moment, SERVER_MOMENTS } from "./testing/kill-at.ts";
import { createWorkplace, runChild, type Workplace } from "./testing/run-kept.ts";
import { countRows } from "./testing/small-shop.ts";

const killAt = (moment: Moment) => [
  "--import",
  `${resolve(import.meta.dirname, "testing/kill-at.ts")}?moment=${moment}`,
];

const HAPPENED: Readonly<Record<EraseMoment, boolean>> = {
  "plan-not-sealed": false,
  "plan-sealed": false,
  "first-change": false,
  "change-made": false,
  "before-commit": false,
  "after-commit": true,
  "receipt-not-written": true,
  "receipt-written": true,
};

describe("killed", () => {
  test.each(MOMENTS)("at %s", async (moment) => {
    using place = openShop();
    const command = ["erase", ...place.on, "--id", "customers:1", "--yes"];
    const cut = await runChild(command, { dataDir: place.dataDir, nodeArguments: killAt(moment) });
    expect(cut.signal).toBe("SIGKILL");
    expect(countRows(place.shop, "orders")).toBe(HAPPENED[moment] ? 6 : 8);

    const next = await place.kept(...command);
    expect(next.code).toBe(HAPPENED[moment] ? 4 : 0);
    if (HAPPENED[moment]) expect(next.err).toContain("cut off after it was done");
    else if (moment !== "plan-not-sealed") expect(next.err).toContain("cut off before it changed anything");
    expect(countRows(place.shop, "orders")).toBe(6);
    expect(readOnlyReceipt(place)).toMatchObject({
      verified: true,
      tables: [
        { name: "customers", deleted: 1 },
        { name: "order_lines", deleted: 4 },
        { name: "orders", deleted: 2 },
      ],
    });

    const after = await place.kept(...command);
    expect([after.code, after.err]).toEqual([4, ""]);
  });
});

describe("killed while several people are erased", () => {
  test.each(["plan-sealed", "first-change", "after-commit", "receipt-not-written"] as const)(
    "at %s",
    async (moment) => {
      using place = openShop();
      const list = place.file("people.txt");
      writeFileSync(list, "customers:1\ncustomers:2\n");
      const command = ["erase", ...place.on, "--people", list, "--yes"];
      const cut = await runChild(command, { dataDir: place.dataDir, nodeArguments: killAt(moment) });
      expect(cut.signal).toBe("SIGKILL");
      // All of them, or nobody.
      expect(countRows(place.shop, "orders")).toBe(HAPPENED[moment] ? 4 : 8);
      const next = await place.kept(...command);
      expect(next.code).toBe(HAPPENED[moment] ? 4 : 0);
      expect([countRows(place.shop, "orders"), countRows(place.shop, "customers")]).toEqual([4, 2]);
      const receipts = readReceipts(place);
      expect(receipts).toHaveLength(2);
      for (const receipt of receipts) {
        expect(receipt).toMatchObject({
          verified: true,
          tables: expect.arrayContaining([
            { name: "customers", deleted: 1, detached: 0, redacted: 0, retained: 0 },
            { name: "order_lines", deleted: 4, detached: 0, redacted: 0, retained: 0 },
            { name: "orders", deleted: 2, detached: 0, redacted: 0, retained: 0 },
          ]),
        });
      }
    },
  );
});

test("a dry run settles what was cut off, too, and leaves nothing of its own", async () => {
  using place = openShop();
  const dry = await place.kept("erase", ...place.on, "--id", "customers:1");
  expect(dry.code).toBe(0);
  expect(existsSync(place.dataDir)).toBe(false);
  await runChild(["erase", ...place.on, "--id", "customers:1", "--yes"], {
    dataDir: place.dataDir,
    nodeArguments: killAt("receipt-not-written"),
  });
  const next = await place.kept("erase", ...place.on, "--id", "customers:2");
  expect(next.err).toContain("cut off after it was done");
  expect(readOnlyReceipt(place)).toMatchObject({ verified: true });
});

test("Ctrl-C while statements run rolls all of them back", async () => {
  using place = openShop();
  const signal = ["--import", `data:text/javascript,${encodeURIComponent(SIGNAL_AT_FIRST_CHANGE)}`];
  const stopped = await runChild(["erase", ...place.on, "--id", "customers:1", "--yes"], {
    dataDir: place.dataDir,
    nodeArguments: signal,
  });
  expect([stopped.code, stopped.signal]).toEqual([1, null]);
  expect(stopped.err).toContain("Nothing was changed.");
  expect(countRows(place.shop, "orders")).toBe(8);
  expect((await place.kept("erase", ...place.on, "--id", "customers:1", "--yes")).code).toBe(0);
});

/** As if the user had pressed Ctrl-C during the first statement; signals arrive between turns of the event loop. */
const SIGNAL_AT_FIRST_CHANGE = `
  import { DatabaseSync } from "node:sqlite";
  const { prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function (sql, ...rest) {
    if (/^\\s*(DELETE|UPDATE)/i.test(sql)) process.emit("SIGINT");
    return prepare.call(this, sql, ...rest);
  };`;

describe("two erasures of one person at once", () => {
  test.each(["one data directory", "two data directories"])("with %s", async (title) => {
    using place = openShop();
    const folders = title.startsWith("one") ? [place.dataDir, place.dataDir] : [place.dataDir, place.file("other")];
    const ran = await Promise.all(
      folders.map((dataDir) => runChild(["erase", ...place.on, "--id", "customers:1", "--yes"], { dataDir })),
    );
    expect(ran.map(({ code }) => code).sort()).toEqual([0, 4]);
    expect(countRows(place.shop, "orders")).toBe(6);
    expect(countRows(place.shop, "customers")).toBe(3);
  });
});

describe.each(["postgres", "mysql"] as const)("killed on %s", (kind) => {
  const missing = whyMissing(kind);
  const SHOP = `
    CREATE TABLE customers (id int PRIMARY KEY, name varchar(90) NOT NULL, email varchar(90) UNIQUE);
    CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL, note varchar(90), FOREIGN KEY (customer_id) REFERENCES customers (id));
    INSERT INTO customers VALUES (1, 'Ada Example', 'ada@example.org'), (2, 'Bo Example', 'bo@example.org');
    INSERT INTO orders VALUES (11, 1, 'for Ada'), (12, 1, 'also'), (21, 2, 'for Bo');`;

  test.skipIf(missing !== null).each(SERVER_MOMENTS)(missing ?? "at %s", async (moment) => {
    const database = await createTestDatabase(kind);
    try {
      await database.execute(SHOP);
      using place = createWorkplace();
      const map = place.file("shop.map.yaml");
      await place.kept("discover", database.url, "--accept", "--out", map);
      const command = ["erase", "--url", database.url, "--map", map, "--id", "customers:1", "--yes"];
      const left = () => database.query("SELECT id FROM orders ORDER BY id");
      const cut = await runChild(command, { dataDir: place.dataDir, nodeArguments: killAt(moment) });
      expect(cut.signal).toBe("SIGKILL");
      const next = await place.kept(...command);
      expect([next.code, next.err.includes("cut off after it was done")]).toEqual(
        HAPPENED[moment] ? [4, true] : [0, false],
      );
      expect(await left()).toEqual([{ id: 21 }]);
      expect(readOnlyReceipt(place)).toMatchObject({
        verified: true,
        tables: [
          { name: "customers", deleted: 1 },
          { name: "orders", deleted: 2 },
        ],
      });
      expect(await place.kept(...command)).toMatchObject({ code: 4, err: "" });
    } finally {
      await database.drop();
    }
  });
});

const noPostgres = whyMissing("postgres");
describe.skipIf(noPostgres !== null)(`on Postgres${noPostgres === null ? "" : ` (skipped: ${noPostgres})`}`, () => {
  const SCHEMA = `
    CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL, email text UNIQUE);
    CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, note text);
    INSERT INTO customers SELECT n, 'Name ' || n, 'c' || n || '@example.org' FROM generate_series(1, 20) n;
    INSERT INTO orders SELECT n, 1 + n % 20, 'note' FROM generate_series(1, 40) n;`;

  test("a person who is erased by somebody else while it waits for them is not found", async () => {
    const database = await createTestDatabase("postgres");
    try {
      await database.execute(SCHEMA);
      using place = createWorkplace();
      const map = place.file("shop.map.yaml");
      await place.kept("discover", database.url, "--accept", "--out", map);
      await database.execute("BEGIN; SELECT * FROM customers WHERE id = 1 FOR UPDATE");
      const command = ["erase", "--url", database.url, "--map", map, "--id", "customers:1", "--yes"];
      const erasure = runChild(command, { dataDir: place.dataDir });
      for (let waiting = false; !waiting; ) {
        const [row] = await database.query("SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted");
        waiting = row?.["waiting"] !== 0;
      }
      await database.execute("DELETE FROM orders WHERE customer_id = 1; DELETE FROM customers WHERE id = 1; COMMIT");
      expect(await erasure).toMatchObject({ code: 4 });
      expect(readReceipts(place)).toEqual([]);
    } finally {
      await database.drop();
    }
  });
});

/** Every receipt that the workplace holds, with its signature checked; nothing else may be left of a run. */
function readReceipts(place: Workplace): readonly unknown[] {
  const runs = join(place.dataDir, "runs");
  return readdirSync(runs).flatMap((target) =>
    readdirSync(join(runs, target))
      .filter((name) => name !== "lock")
      .map((name) => {
        const folder = join(runs, target, name);
        expect(readdirSync(folder)).toEqual(["receipt.json", "tombstones.json"]);
        const { receipt, signature } = JSON.parse(readFileSync(join(folder, "receipt.json"), "utf8")) as {
          readonly receipt: JsonValue;
          readonly signature: { readonly publicKey: string; readonly value: string };
        };
        const signed = Buffer.from(canonicalJson(receipt), "utf8");
        expect(
          verify(null, signed, createPublicKey(signature.publicKey), Buffer.from(signature.value, "base64url")),
        ).toBe(true);
        return receipt;
      }),
  );
}

function readOnlyReceipt(place: Workplace): unknown {
  const receipts = readReceipts(place);
  expect(receipts).toHaveLength(1);
  return receipts[0];
}
