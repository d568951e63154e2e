import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readSettings } from "./config.ts";
import { startKept } from "./main.ts";
import { StartError } from "./platform/start-error.ts";
import { prepareDataDir } from "./platform/testing/prepared-database.ts";
import { testKept } from "./platform/testing/test-kept.ts";

const folder = mkdtempSync(join(tmpdir(), "kept-main-"));
afterAll(() => rmSync(folder, { recursive: true }));

const start = (name: string, port = "0") =>
  startKept({
    kept: testKept,
    settings: readSettings({ KEPT_DATA_DIR: join(folder, name), KEPT_PORT: port, KEPT_LOG_LEVEL: "silent" }),
  });

async function refusal(work: Promise<unknown>): Promise<StartError> {
  const error = await work.catch((cause: unknown) => cause);
  if (error instanceof StartError) return error;
  throw new Error("It started.");
}

test("a server starts, signs an operator in, keeps its data over a restart, and says who is in its way", async () => {
  const first = await start("a");
  const { port } = new URL(first.url);

  const link = await first.createOperatorSignInLink({ name: "Ada", email: "ada@example.org", role: "privacy-lead" });
  expect((await fetch(link)).status).toBe(200);
  const signedIn = await fetch(link, { method: "POST", redirect: "manual" });
  expect(signedIn.status).toBe(303);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  expect(signedIn.headers.getSetCookie().join()).toMatch(/HttpOnly/);
  const me = (await (await fetch(`${first.url}/api/me`, { headers: { cookie } })).json()) as {
    actor: { email: string };
  };
  expect(me.actor.email).toBe("ada@example.org");
  expect((await fetch(link, { method: "POST" })).status).toBe(410);
  const secret = await first.createApiKey("cli", ["operators:read"]);

  const locked = await refusal(start("a"));
  expect([locked.code, locked.describe()]).toEqual(["database_locked", expect.stringContaining(String(process.pid))]);
  await prepareDataDir(join(folder, "b"));
  const taken = await refusal(start("b", port));
  expect([taken.code, taken.action]).toEqual(["port_taken", expect.stringContaining("KEPT_PORT")]);
  // What could not start holds nothing: its own data directory is free again.
  await (await start("b")).stop();

  await first.stop();
  await first.stop();
  await expect(fetch(first.url)).rejects.toThrow();

  const second = await start("a");
  const list = await fetch(`${second.url}/api/operators`, { headers: { authorization: `Bearer ${secret}` } });
  expect(await list.json()).toMatchObject({ operators: [{ email: "ada@example.org" }] });
  await second.stop();
}, 120_000);

test("a broken configuration is refused before anything is opened", async () => {
  expect((await refusal(startKept({ kept: {} }))).code).toBe("kept_config_invalid");
});

test("a database server that is not there is named as such", async () => {
  const settings = readSettings({
    KEPT_DATA_DIR: join(folder, "c"),
    DATABASE_URL: "postgres://kept:hunter2@127.0.0.1:1/kept",
  });
  const error = await refusal(startKept({ kept: testKept, settings }));
  expect(error.code).toBe("database_unreachable");
  expect(error.describe()).toContain("connection refused");
  expect(error.describe()).not.toContain("hunter2");
});
