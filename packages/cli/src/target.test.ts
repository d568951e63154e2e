/** How addresses of databases are read, named, compared and shown. */
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readCliEnvironment } from "./environment.ts";
import { identifyTarget, nameSystem, showUrl } from "./target.ts";
import { createSmallShop } from "./testing/small-shop.ts";

test.each([
  ["postgres://user:secret@host/shop", "shop"],
  ["mysql://host:3306/my%20shop?ssl=true", "my shop"],
  ["data/shop.db", "shop"],
  ["sqlite:///var/data/shop.sqlite3", "shop"],
  ["postgres://host/", "system"],
])("%s is called %s", (url, name) => {
  expect(nameSystem(url)).toBe(name);
});

test("one database has one identity, however it is written; another has another", () => {
  const one = identifyTarget("postgres://ada:secret@host:5432/shop?sslmode=require");
  expect(identifyTarget("postgresql://bo@host:5432/shop")).toBe(one);
  expect(one).not.toContain("secret");
  const others = [
    "postgres://host:5432/stop",
    "postgres://host:5433/shop",
    "postgres://tsoh:5432/shop",
    "mysql://host:5432/shop",
  ];
  expect(new Set([one, ...others.map(identifyTarget)]).size).toBe(5);
});

test("a SQLite file is the same by any path", () => {
  const folder = mkdtempSync(join(tmpdir(), "kept-target-"));
  try {
    createSmallShop(join(folder, "shop.db"));
    symlinkSync(join(folder, "shop.db"), join(folder, "link.db"));
    expect(identifyTarget(join(folder, "link.db"))).toBe(identifyTarget(`sqlite://${folder}/shop.db`));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("passwords are not shown", () => {
  expect(showUrl("postgres://ada:p%40ss@host/shop")).toBe("postgres://ada:…@host/shop");
  expect(showUrl("postgres://ada@host/shop")).toBe("postgres://ada@host/shop");
  expect(showUrl("shop.db")).toBe("shop.db");
});

test("an empty variable is an absent one", () => {
  const variables = { KEPT_URL: "", KEPT_SERVER: "http://localhost:4600" };
  expect(readCliEnvironment(variables)).toEqual({
    url: null,
    server: "http://localhost:4600",
    apiKey: null,
    dataDir: ".kept",
    browser: null,
    searchPath: "",
    variables,
  });
});
