/** `kept start`: who signs in, and what is printed of the console. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings } from "@kept/server/config";
import { parseKept } from "@kept/server/kept-config";
import { startKept } from "@kept/server/main";
import { testKept } from "@kept/server/platform/testing/test-kept";
import { expect, test } from "vitest";
import { describeConsole, firstOperator } from "./start.ts";
import { runChild } from "./testing/run-kept.ts";

test("whoever starts the server signs in by its link, and the server answers them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kept-start-"));
  const settings = readSettings({ KEPT_DATA_DIR: folder, KEPT_PORT: "0", KEPT_LOG_LEVEL: "silent" });
  const running = await startKept({ kept: testKept, settings });
  try {
    const link = await running.createOperatorSignInLink(firstOperator(parseKept(testKept)));
    const signedIn = await fetch(link, { method: "POST", redirect: "manual" });
    const cookie = signedIn.headers.getSetCookie().map((line) => line.split(";")[0]);
    const ask = async (path: string) => {
      const answer = await fetch(`${running.url}${path}`, { headers: { cookie: cookie.join("; ") } });
      return [answer.status, await answer.json()];
    };
    const me = { email: testKept.controller.email, role: "privacy-lead" };
    expect(await ask("/api/me")).toMatchObject([200, { actor: me }]);
    expect(await ask("/api/operators")).toMatchObject([200, { operators: [me] }]);
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true });
  }
}, 120_000);

test("a console that is not built is told with what builds it, instead of a link that leads to nothing", () => {
  expect(describeConsole("http://localhost:1/sign-in/x", true)).toContain("http://localhost:1/sign-in/x");
  const told = describeConsole("http://localhost:1/sign-in/x", false);
  expect(told).toContain("npm run build -w @kept/console");
  expect(told).not.toContain("sign-in");
});

test("as a process of its own it reads the server's pages, and tells what is wrong in a configuration", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kept-start-"));
  try {
    const config = join(folder, "kept.config.ts");
    writeFileSync(config, "export default { controller: { name: 'Nobody' } };\n");
    const { code, err } = await runChild(["start", "--config", config], { dataDir: join(folder, "data") });
    expect(err).toContain("controller.email is missing");
    expect(err).not.toContain("TypeError");
    expect(code).not.toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 240_000);

test("a link to sign in with, where no server runs, is refused in a sentence", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kept-start-"));
  try {
    const command = ["operators", "sign-in", "--email", "lead@example.org", "--server", "http://127.0.0.1:1"];
    const ran = await runChild(command, { dataDir: folder });
    expect(ran).toMatchObject({ code: 1, err: "No answer from http://127.0.0.1:1. Is the server running?\n" });
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 240_000);
