/** Which URL belongs to which kind, and what is said of URLs that belong to none. */
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { SystemError } from "./connector.ts";
import { findStoreKind, openStore } from "./kinds.ts";
import { sqlitePath } from "./sqlite/sqlite-store.ts";

test("a URL finds its kind by scheme or ending", () => {
  const kinds = {
    "postgres://h/d": "postgres",
    "postgresql://h/d": "postgres",
    "POSTGRES://h/d": "postgres",
    "mysql://h/d": "mysql",
    "mariadb://h/d": "mysql",
    "sqlite:shop.db": "sqlite",
    "file:./shop.anything": "sqlite",
    "./shop.db": "sqlite",
    "/data/shop.sqlite3": "sqlite",
    "C:\\data\\shop.sqlite": "sqlite",
    "pglite:memory": "pglite",
    "pglite:./data": "pglite",
  };
  for (const [url, kind] of Object.entries(kinds)) expect(findStoreKind(url)?.kind, url).toBe(kind);
  for (const url of ["", "shop", "oracle://h/d", "http://h/d.db", "shop.csv"])
    expect(findStoreKind(url), url).toBeNull();
});

test("SQLite paths are read in every spelling", () => {
  expect(sqlitePath("sqlite:///data/a%20b.db")).toBe("/data/a b.db");
  expect(sqlitePath("sqlite:/data/shop.db?mode=ro")).toBe("/data/shop.db");
  expect(sqlitePath("sqlite://shop.db")).toBe(sqlitePath("shop.db"));
});

test("a refusal says what is understood, and never repeats the URL", async () => {
  const urls = [
    "oracle://me:hunter2@host/db",
    "postgres://me:hunter2@ho st:99999999/db",
    "mysql://me:hunter2@host",
    "mysql://me:hunter2@host:notaport/db",
    "pglite:/nowhere/hunter2",
    "sqlite:/nowhere/hunter2.db",
  ];
  for (const url of urls) {
    const failure = await openStore(url, { system: "shop", connectTimeout: 1000 }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure, url).toBeInstanceOf(SystemError);
    const { message, advice, cause } = failure as SystemError;
    expect(`${message} ${advice} ${String(cause)}`).not.toContain("hunter2");
  }
  await expect(openStore("oracle://host/db", { system: "shop" })).rejects.toMatchObject({
    code: "system_url_invalid",
    advice: expect.stringContaining("postgres:, postgresql:, mysql:, mariadb:, sqlite:"),
  });
});

test("knowing the kinds loads no driver, so that SQLite need not wait for those of others", () => {
  const kinds = new URL("./kinds.ts", import.meta.url).href;
  const program = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    await import(${JSON.stringify(kinds)});
    console.log(JSON.stringify(loaded.filter((url) => url.includes("/node_modules/") && !url.includes("/@kept/"))));
  `;
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });
  expect(JSON.parse(said)).toEqual([]);
});
