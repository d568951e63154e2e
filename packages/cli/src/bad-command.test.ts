/** What the command says when it is not understood, or the person is not: which exit code, what is wrong, what to do. */
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectRefusal, openShop } from "./testing/expect-refusal.ts";
import { createWorkplace } from "./testing/run-kept.ts";
import { changeFile, countRows, SHOP_PEOPLE } from "./testing/small-shop.ts";

describe("the command itself", () => {
  test("nothing at all prints the help", async () => {
    using place = createWorkplace();
    const ran = await place.kept();
    expect(ran.code).toBe(2);
    expect(ran.err).toContain("Usage: kept");
  });

  test.each([
    [["--help"]],
    [["discover", "--help"]],
    [["access", "--help"]],
    [["erase", "--help"]],
    [["ledger", "verify", "--help"]],
    [["--version"]],
  ])("%j answers on standard output", async (args) => {
    using place = createWorkplace();
    const ran = await place.kept(...args);
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).not.toBe("");
  });

  test.each([
    [["explode"], "Unknown command 'explode'"],
    [["eraze"], "Did you mean erase?"],
    [["erase", "--emial", "ada@example.org"], "Did you mean --email?"],
    [["access", "--email"], "argument missing"],
    [["access", "--language", "fr", "--email", "ada@example.org"], "Allowed choices are en, de"],
    [["discover", "one.db", "two.db"], "Too many arguments"],
    [["discover"], "--url postgres://user@host/shop"],
    [["access", "--url", "shop.db"], "--id table:key"],
    [["erase", "--url", "http://localhost:4600", "--email", "a@example.org"], "say --server instead of --url"],
    [["discover", "ftp://somewhere/shop"], "postgres:"],
    [["erase", "--server", "localhost", "--email", "a@example.org"], "--server is an address such as"],
    [["erase", "--server", "http://localhost:9", "--email", "a@example.org"], "KEPT_API_KEY"],
    [
      ["access", "--server", "http://localhost:9", "--api-key", "k", "--email", "a@example.org"],
      "No answer from http://localhost:9",
    ],
    [["start", "--config", "nowhere.config.ts"], "There is no nowhere.config.ts"],
    [["check", "--config", "nowhere.config.ts"], "There is no nowhere.config.ts"],
    [["ledger", "verify"], "Which ledger?"],
    [["ledger", "verify", "nowhere.jsonl"], "There is no file nowhere.jsonl"],
  ])("%j says what is wrong", async (args, text) => {
    using place = createWorkplace();
    const ran = await place.kept(...args);
    expectRefusal(ran, args.includes("http://localhost:9") && args.includes("--api-key") ? 1 : 2, text);
  });
});

describe("the person", () => {
  test.each([
    ["customers", "table:key"],
    [":1", "table:key"],
    ["customers:", "table:key"],
    ["customer:1", "There is no table customer"],
    ["customers:1,2", "Nobody is known"],
    ["order_lines:11,1", "are not people"],
    ["customers:nobody", "Nobody is known"],
  ])("--id %s", async (id, text) => {
    using place = openShop();
    for (const command of ["access", "erase"]) {
      const ran = await place.kept(command, "--url", place.shop, "--id", id);
      expect(ran.code).toBe(text.startsWith("Nobody") ? 4 : 2);
      expect(ran.err + ran.out).toContain(text);
    }
  });

  test("a key with several parts is counted", async () => {
    using place = openShop();
    changeFile(
      place.shop,
      "CREATE TABLE members (club TEXT, number INTEGER, email TEXT, first_name TEXT, PRIMARY KEY (club, number)); INSERT INTO members VALUES ('a,b', 1, 'm@example.org', 'Mo'), ('c', 1, 'n@example.org', 'No')",
    );
    const wrong = await place.kept("access", "--url", place.shop, "--id", "members:c");
    expectRefusal(wrong, 2, "has 2 parts: club, number", "--id members:<club>,<number>");
    expect((await place.kept("access", "--url", place.shop, "--id", "members:c,1")).code).toBe(0);
  });

  test.each(SHOP_PEOPLE)(
    "is found by the e-mail $email, in any case, and nobody else is",
    async ({ id, name, email }) => {
      using place = openShop();
      for (const written of [email, email.toUpperCase(), ` ${email} `]) {
        const found = (await place.keptJson(0, "access", "--url", place.shop, "--email", written)) as {
          tables: { name: string; rows: { name?: string }[] }[];
        };
        expect(found.tables.find((table) => table.name === "customers")?.rows).toMatchObject([{ id, name, email }]);
      }
    },
  );

  test("nobody has that e-mail: exit 4, and what was asked for is not repeated", async () => {
    using place = openShop();
    for (const args of [["access"], ["access", "--json"], ["erase"], ["erase", "--yes"], ["erase", "--json"]]) {
      const ran = await place.kept(...args, "--url", place.shop, "--email", "nobody@example.org");
      expect(ran.code).toBe(4);
      expect(ran.out + ran.err).toContain("Nobody is known by that");
      expect(ran.out + ran.err).not.toContain("nobody@");
    }
    expect(countRows(place.shop, "customers")).toBe(4);
  });

  test("two people have one e-mail: exit 3, and how to name one", async () => {
    using place = openShop();
    changeFile(
      place.shop,
      "CREATE TABLE guests (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT); INSERT INTO guests VALUES (1, 'Kim', 'One', 'kim@example.org'), (2, 'Kim', 'Two', 'KIM@example.org')",
    );
    for (const args of [["access"], ["access", "--out", place.file("kim.zip")], ["erase"], ["erase", "--yes"]]) {
      const ran = await place.kept(...args, "--url", place.shop, "--email", "kim@example.org");
      expect(ran.code).toBe(3);
      expect(ran.out + ran.err).toContain("--id guests:key");
    }
    expect(existsSync(place.file("kim.zip"))).toBe(false);
    expect((await place.kept("access", "--url", place.shop, "--id", "guests:2")).out).toContain("guests");
  });

  test("--scope names what is there", async () => {
    using place = openShop();
    const wrong = await place.kept("access", "--url", place.shop, "--id", "customers:1", "--scope", "order");
    expectRefusal(wrong, 2, "--scope order", "orders", "kept categories");
    const empty = await place.kept("access", "--url", place.shop, "--id", "customers:1", "--scope", "orders,");
    expectRefusal(empty, 2, "separated by commas");
    const orders = (await place.keptJson(
      0,
      "access",
      "--url",
      place.shop,
      "--id",
      "customers:1",
      "--scope",
      "orders",
    )) as { tables: { name: string }[] };
    expect(orders.tables.map(({ name }) => name)).toEqual(["orders"]);
    const contact = (await place.keptJson(
      0,
      "access",
      "--url",
      place.shop,
      "--id",
      "customers:1",
      "--scope",
      "contact",
    )) as { tables: { name: string }[] };
    expect(contact.tables.map(({ name }) => name)).toEqual(["customers"]);
  });
});
