/** Restricting, lifting, correcting and undoing from the command line: dry first, exact, and nothing left that should be gone. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, test, vi } from "vitest";
import { openShop, type ShopPlace } from "./testing/expect-refusal.ts";
import { changeFile, countRows, writeShopMap } from "./testing/small-shop.ts";

function query(path: string, statement: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare(statement).all();
  database.close();
  return structuredClone(rows);
}

const dump = (path: string) =>
  ["customers", "orders", "order_lines"].map((table) => query(path, `SELECT * FROM ${table} ORDER BY 1, 2`));
const files = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
const holding = (folder: string, text: string) => files(folder).filter((path) => readFileSync(path).includes(text));

describe("kept restrict, kept lift", () => {
  test("out of use, and back to the last bit", async () => {
    using place = openShop();
    const before = dump(place.shop);
    const command = ["restrict", ...place.on, "--email", "ada@example.org"];
    const dry = await place.kept(...command);
    expect(dry).toMatchObject({ code: 0, err: "" });
    expect(dry.out).toContain("nothing has been changed");
    expect(dry.out).toMatch(/customers +0 +1 +0\n/);
    expect(dump(place.shop)).toEqual(before);
    expect(existsSync(place.dataDir)).toBe(false);

    const done = await place.kept(...command, "--yes");
    expect(done).toMatchObject({ code: 0, err: "" });
    expect(done.out).toContain("Restricted and verified.");
    expect(query(place.shop, "SELECT name, email, phone FROM customers WHERE id = 1")).toEqual([
      { name: "", email: null, phone: null },
    ]);
    expect(query(place.shop, "SELECT note FROM orders WHERE customer_id = 1")).toEqual([
      { note: null },
      { note: null },
    ]);
    expect(countRows(place.shop, "order_lines")).toBe(16);
    expect(holding(place.dataDir, "ada@example.org")).toEqual([]);
    const again = await place.kept("restrict", ...place.on, "--id", "customers:1", "--yes");
    expect(again).toMatchObject({ code: 0, out: "Nothing is left to restrict.\n" });

    const list = (await place.keptJson(0, "lift", ...place.on)) as { restrictions: readonly { run: string }[] };
    expect(list.restrictions).toHaveLength(1);
    const run = list.restrictions[0]?.run ?? "";
    expect((await place.kept("lift", run, ...place.on)).out).toContain("nothing has been changed");
    const lifted = await place.kept("lift", run, ...place.on, "--yes");
    expect(lifted.out).toContain("Lifted: everything is as it was.");
    expect(dump(place.shop)).toEqual(before);
    expect(files(place.dataDir).filter((path) => path.endsWith(".sealed"))).toEqual([]);
    expect(await place.kept("lift", run, ...place.on, "--yes")).toMatchObject({ code: 4 });
  });

  test("whoever is restricted is erased once the restriction is lifted: no lift brings back what was erased", async () => {
    using place = openShop();
    expect((await place.kept("restrict", ...place.on, "--email", "ada@example.org", "--yes")).code).toBe(0);
    const sealed = dump(place.shop);
    writeFileSync(place.file("leavers.txt"), "customers:1\ncustomers:2\n");
    const named = ["erase", ...place.on, "--id", "customers:1", "--yes"];
    for (const command of [named, ["erase", ...place.on, "--people", place.file("leavers.txt"), "--yes"]]) {
      const refused = await place.kept(...command);
      expect([refused.code, dump(place.shop)]).toEqual([3, sealed]);
      expect(refused.out).toMatch(
        /The restriction \S+ stands since 20\d\d-\d\d-\d\d and has sealed what is theirs here/,
      );
      expect(refused.out).not.toContain("kept discover");
      expect(refused.out).toMatch(/Lift it first: kept lift \S+ --yes/);
    }
    // Nor is anybody told that nobody is known by that, however they are named.
    writeFileSync(place.file("mails.txt"), "ADA@example.org\ncustomers:2\n");
    const set = ["--set", "customers.name=Ada Lovelace"];
    for (const command of [
      ["erase", ...place.on, "--email", "Ada@Example.org"],
      ["access", ...place.on, "--email", "ada@example.org"],
      ["rectify", ...place.on, "--email", "ada@example.org", ...set],
      ["restrict", ...place.on, "--email", "ada@example.org"],
      ["erase", ...place.on, "--people", place.file("mails.txt")],
    ]) {
      const told = await place.kept(...command);
      expect([command[0], told.code]).toEqual([command[0], 3]);
      expect(told.out + told.err).toMatch(/has sealed what is theirs here: it cannot be found/);
      expect(told.out + told.err).toMatch(/Lift it first: kept lift \S+ --yes/);
      expect(told.out + told.err).not.toMatch(/[Nn]obody is known/);
    }
    const skipping = ["erase", ...place.on, "--people", place.file("mails.txt"), "--skip-unclear"];
    expect((await place.kept(...skipping)).out).toContain("This is what would happen to 1 person");
    expect((await place.kept("erase", ...place.on, "--email", "nobody@example.org")).code).toBe(4);
    await place.kept("lift", ...place.on, "--id", "customers:1", "--yes");
    expect((await place.kept(...named)).code).toBe(0);
  });

  test("where somebody is only marked that is said; of two restrictions the later is lifted first", async () => {
    using place = openShop();
    changeFile(place.shop, "ALTER TABLE customers ADD COLUMN frozen BOOLEAN NOT NULL DEFAULT 0");
    changeFile(place.shop, "ALTER TABLE orders ADD COLUMN frozen BOOLEAN NOT NULL DEFAULT 0");
    writeFileSync(place.map, writeShopMap({ customers: { restrict: "frozen" }, orders: { restrict: "frozen" } }));
    const before = dump(place.shop);
    const restrict = ["restrict", ...place.on, "--email", "ada@example.org", "--yes"];
    await place.keptJson(0, ...restrict, "--scope", "orders");
    await place.keptJson(0, ...restrict);
    const refused = await place.kept("erase", ...place.on, "--email", "ada@example.org", "--yes");
    expect(refused.code).toBe(3);
    expect(refused.out).toMatch(
      /has marked what is theirs here: it is stored, and nothing else, before that is lifted/,
    );
    const { restrictions } = (await place.keptJson(0, "lift", ...place.on)) as {
      restrictions: readonly { run: string }[];
    };
    const [first = "", second = ""] = restrictions.map(({ run }) => run);
    const early = await place.kept("lift", first, ...place.on, "--yes");
    expect(early.code).toBe(3);
    expect(early.out).toContain(`kept lift ${second} --yes`);
    expect(query(place.shop, "SELECT count(*) AS many FROM orders WHERE frozen")).not.toEqual([{ many: 0 }]);
    for (const run of [second, first]) expect((await place.kept("lift", run, ...place.on, "--yes")).code).toBe(0);
    expect(dump(place.shop)).toEqual(before);
  });

  test("what a trigger copies while it is restricted, and what one keeps from coming back, is told by its column, and ends with 1", async () => {
    using place = openShop();
    changeFile(
      place.shop,
      `CREATE TABLE trail (id INTEGER PRIMARY KEY, data TEXT);
       CREATE TRIGGER keeping AFTER UPDATE OF email ON customers BEGIN INSERT INTO trail (data) VALUES (OLD.email); END;`,
    );
    writeFileSync(
      place.map,
      `${readFileSync(place.map, "utf8").replace("tables:", "tables:\n  trail: { public: true }")}`,
    );
    const restricted = await place.kept("restrict", ...place.on, "--email", "ada@example.org", "--yes");
    expect(restricted.code).toBe(1);
    expect(restricted.out).toContain("Restricted, but something is still in use:");
    expect(restricted.out).toMatch(/1 row of trail holds what a trigger has copied .* \(data\)/);
    expect(restricted.out).toContain("trail: { retain: ");
    changeFile(
      place.shop,
      `DROP TRIGGER keeping; CREATE TRIGGER holding AFTER UPDATE OF email ON customers WHEN NEW.email IS NOT OLD.email
         BEGIN UPDATE customers SET email = OLD.email WHERE id = NEW.id; END;`,
    );
    const run = restricted.out.match(/kept lift (\S+)/)?.[1] ?? "";
    const lifted = await place.kept("lift", run, ...place.on, "--yes");
    expect(lifted.code).toBe(1);
    expect(lifted.out).toContain("Given back, but not as it was:");
    expect(lifted.out).toContain("(email)");
    const receipt = JSON.parse(readFileSync(lifted.out.match(/Receipt: (\S+)/)?.[1] ?? "", "utf8"));
    expect(receipt.receipt).toMatchObject({
      verified: false,
      residue: [{ code: "residue_found", table: "customers", column: "email" }],
    });
  });

  test("a newer value stays, and is told", async () => {
    using place = openShop();
    await place.keptJson(0, "restrict", ...place.on, "--id", "customers:1", "--yes");
    changeFile(place.shop, "UPDATE customers SET name = 'Ada Newname' WHERE id = 1");
    const lifted = await place.kept("lift", "--id", "customers:1", ...place.on, "--yes");
    expect(lifted.code).toBe(0);
    expect(lifted.out).toContain("value_newer");
    expect(query(place.shop, "SELECT name, email FROM customers WHERE id = 1")).toEqual([
      { name: "Ada Newname", email: "ada@example.org" },
    ]);
  });

  test("where the map names a mark, the mark is all that changes", async () => {
    using place = openShop();
    changeFile(place.shop, "ALTER TABLE customers ADD COLUMN frozen BOOLEAN NOT NULL DEFAULT 0");
    writeFileSync(place.map, writeShopMap({ customers: { restrict: "frozen" } }));
    const before = dump(place.shop);
    expect(await place.keptJson(0, "restrict", "--id", "customers:1", ...place.on, "--yes")).toMatchObject({
      mode: "done",
      verified: true,
      tables: [{ name: "customers", marked: 1 }, { marked: 4 }, { marked: 2 }],
    });
    expect(query(place.shop, "SELECT frozen, email FROM customers WHERE id < 3")).toEqual([
      { frozen: 1, email: "ada@example.org" },
      { frozen: 0, email: `"pat o'neil"@example.org` },
    ]);
    await place.keptJson(0, "lift", "--id", "customers:1", ...place.on, "--yes");
    expect(dump(place.shop)).toEqual(before);
  });

  test("nobody, and a person who is unclear", async () => {
    using place = openShop();
    expect(await place.kept("restrict", ...place.on, "--email", "nobody@example.org", "--yes")).toMatchObject({
      code: 4,
    });
    expect(await place.kept("restrict", ...place.on, "--id", "nothing:1")).toMatchObject({ code: 2 });
    expect(await place.kept("lift", "no-such-run", ...place.on)).toMatchObject({ code: 4, out: "" });
  });
});

describe("kept rectify", () => {
  test("shows what stands there, corrects it, and says it by hash", async () => {
    using place = openShop();
    const command = ["rectify", ...place.on, "--id", "customers:1", "--set", "customers.name=Ada Lovelace"];
    const dry = await place.kept(...command);
    expect(dry.out).toMatch(/customers\.name +1 +"Ada Example" -> "Ada Lovelace"/);
    expect(query(place.shop, "SELECT name FROM customers WHERE id = 1")).toEqual([{ name: "Ada Example" }]);
    expect(await place.keptJson(0, ...command, "--yes")).toMatchObject({
      mode: "done",
      verified: true,
      changes: [
        {
          table: "customers",
          column: "name",
          category: "name",
          rows: 1,
          before: [expect.stringMatching(/^[0-9a-f]{64}$/)],
        },
      ],
    });
    expect(query(place.shop, "SELECT name FROM customers ORDER BY id LIMIT 2")).toEqual([
      { name: "Ada Lovelace" },
      { name: "Pat O'Neil" },
    ]);
    expect([...holding(place.dataDir, "Lovelace"), ...holding(place.dataDir, "Ada Example")]).toEqual([]);
    expect((await place.kept(...command, "--yes")).out).toContain("it says so already");
  });

  test("what the database's own rules refuse is told, and nothing is changed", async () => {
    using place = openShop();
    changeFile(place.shop, "ALTER TABLE customers ADD COLUMN shoe INTEGER CHECK (shoe < 60)");
    changeFile(place.shop, "UPDATE customers SET shoe = 38");
    writeFileSync(place.map, writeShopMap({ customers: { columns: { shoe: "identity.profile" } } }));
    const set = (value: string) => ["rectify", ...place.on, "--id", "customers:1", "--set", value];
    const refused = await place.kept(...set("customers.shoe=61"), "--yes");
    expect(refused.code).toBe(3);
    expect(refused.out).toContain("value_refused");
    const taken = await place.kept(...set("customers.email=tag+shop.news@example.org"), "--yes");
    expect(taken).toMatchObject({ code: 3 });
    expect(await place.kept(...set("nothing.at.all=1"))).toMatchObject({ code: 2 });
    expect(await place.kept(...set("=1"))).toMatchObject({ code: 2 });
    expect(query(place.shop, "SELECT shoe, email FROM customers WHERE id = 1")).toEqual([
      { shoe: 38, email: "ada@example.org" },
    ]);
    expect((await place.kept(...set("identity.profile=39"), "--yes")).code).toBe(0);
    expect(query(place.shop, "SELECT shoe FROM customers WHERE id = 1")).toEqual([{ shoe: 39 }]);
  });
});

describe("kept undo", () => {
  afterEach(() => void vi.useRealTimers());

  const erase = async (place: ShopPlace, ...more: readonly string[]) => {
    await place.keptJson(0, "erase", ...place.on, "--id", "customers:1", "--yes", ...more);
    const { runs } = (await place.keptJson(0, "undo", ...place.on)) as { runs: readonly { run: string }[] };
    return runs[0]?.run ?? "";
  };

  test("everything is as it was; the person is no longer counted as erased, and nothing that was kept is left", async () => {
    using place = openShop();
    const before = dump(place.shop);
    const run = await erase(place, "--undo-window", "P7D");
    expect(countRows(place.shop, "customers")).toBe(3);
    expect(holding(place.dataDir, "ada@example.org")).toEqual([]);
    expect((await place.kept("undo", run, ...place.on)).out).toContain("nothing has been changed");
    expect(countRows(place.shop, "customers")).toBe(3);
    const undone = await place.kept("undo", run, ...place.on, "--yes");
    expect(undone.out).toContain("Undone: everything is as it was.");
    expect(dump(place.shop)).toEqual(before);
    expect(files(place.dataDir).filter((path) => /sealed|\.key$|tombstones/.test(path))).toEqual([]);
    expect(await place.kept("undo", run, ...place.on, "--yes")).toMatchObject({ code: 3 });
    expect((await place.kept("replay", ...place.on, "--yes")).out).not.toMatch(/erased +1/);
    expect(dump(place.shop)).toEqual(before);
  });

  test("both halves of the key are needed: without the receipt nothing opens", async () => {
    using place = openShop();
    const run = await erase(place, "--undo-window", "PT1H");
    const folder =
      files(place.dataDir)
        .find((path) => path.endsWith("undo.sealed"))
        ?.replace(/undo\.sealed$/, "") ?? "";
    const other = openShop();
    const foreign = await erase(other, "--undo-window", "PT1H");
    expect(foreign).not.toBe(run);
    const foreignReceipt = files(other.dataDir).find((path) => path.endsWith("receipt.json")) ?? "";
    const wrong = await place.kept("undo", run, ...place.on, "--receipt", foreignReceipt, "--yes");
    expect(wrong).toMatchObject({ code: 3, out: "" });
    const kept = place.file("kept-by-the-person.json");
    writeFileSync(kept, readFileSync(join(folder, "receipt.json")));
    writeFileSync(join(folder, "receipt.json"), readFileSync(foreignReceipt));
    expect(await place.kept("undo", run, ...place.on, "--yes")).toMatchObject({ code: 3 });
    expect(await place.kept("undo", run, ...place.on, "--receipt", kept, "--yes")).toMatchObject({ code: 0 });
    expect(countRows(place.shop, "customers")).toBe(4);
    other[Symbol.dispose]();
  });

  test("the window ends: what was kept is destroyed, the receipt says so, and nothing that opens is left", async () => {
    using place = openShop();
    const run = await erase(place, "--undo-window", "PT1H");
    const receipt = files(place.dataDir).find((path) => path.endsWith("receipt.json")) ?? "";
    const shared = readFileSync(receipt, "utf8");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_601_000 });
    const swept = await place.kept("undo", "--sweep");
    expect(swept).toMatchObject({ code: 0, err: "" });
    expect(files(place.dataDir).filter((path) => /undo\.(sealed|key)/.test(path))).toEqual([]);
    expect(JSON.parse(readFileSync(receipt, "utf8")).receipt.undo).toMatchObject({
      key: null,
      ended: { by: "end of the window" },
    });
    // Whoever kept the other half has the half of nothing.
    writeFileSync(place.file("mine.json"), shared);
    const late = await place.kept("undo", run, ...place.on, "--receipt", place.file("mine.json"), "--yes");
    expect(late.code).toBe(3);
    expect(late.err).toContain("what was kept is destroyed");
    expect(countRows(place.shop, "customers")).toBe(3);
  });

  test("any other command ends a window that is over, too", async () => {
    using place = openShop();
    await erase(place, "--undo-window", "PT1H");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_601_000 });
    await place.kept("erase", ...place.on, "--id", "customers:2");
    expect(files(place.dataDir).filter((path) => /undo\.(sealed|key)/.test(path))).toEqual([]);
  });

  test("rows that collide are refused, and named", async () => {
    using place = openShop();
    const run = await erase(place, "--undo-window", "P1D");
    changeFile(place.shop, "INSERT INTO customers VALUES (50, 'Somebody', 'ada@example.org', NULL)");
    const refused = await place.kept("undo", run, ...place.on, "--yes");
    expect(refused.code).toBe(3);
    expect(refused.out).toContain("value_taken customers.email");
    changeFile(place.shop, "UPDATE customers SET id = 1 WHERE id = 50");
    const again = await place.kept("undo", run, ...place.on, "--yes");
    expect(again.code).toBe(3);
    expect(again.out).toContain("row_taken customers");
    expect(query(place.shop, "SELECT name FROM customers WHERE id = 1")).toEqual([{ name: "Somebody" }]);
    changeFile(place.shop, "DELETE FROM customers WHERE id = 1");
    expect(await place.kept("undo", run, ...place.on, "--yes")).toMatchObject({ code: 0 });
  });

  test("without a window there is nothing to undo, and no window is endless", async () => {
    using place = openShop();
    expect(await erase(place)).toBe("");
    const receipt = files(place.dataDir).find((path) => path.endsWith("receipt.json")) ?? "";
    const plain = await place.kept("undo", receipt, ...place.on);
    expect(plain).toMatchObject({ code: 3, err: expect.stringContaining("without an undo window") });
    for (const duration of ["P31D", "PT0S", "soon", "-P1D"]) {
      const refused = await place.kept("erase", ...place.on, "--id", "customers:2", "--undo-window", duration);
      expect(refused).toMatchObject({ code: 2, out: "" });
    }
    expect(await place.kept("undo", "no-run", ...place.on)).toMatchObject({ code: 4 });
  });
});
