/** The handbook says what the code does: its tables are checked against the code's own lists. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REQUEST_STATES } from "@kept/contract/request-states";
import { expect, test } from "vitest";
import { environmentVariables, readSettings } from "./config.ts";
import { parseKept } from "./kept-config.ts";
import { testKept } from "./platform/testing/test-kept.ts";

const docs = join(import.meta.dirname, "../../../docs");

/** Rows of the table below a heading, as cells without their marks. */
function readTable(file: string, heading: string): string[][] {
  const text = readFileSync(join(docs, file), "utf8");
  const section = text.slice(text.indexOf(`\n## ${heading}\n`) + 1).split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

test("every setting is in the handbook, with what it is for and its default", () => {
  const table = readTable("running.md", "Settings");
  expect(table.map(([name, , purpose]) => [name, purpose])).toEqual(Object.entries(environmentVariables));
  const defaults = Object.fromEntries(table.map(([name = "", value]) => [name, value]));
  const settings = readSettings({ KEPT_SECRET: "00".repeat(32) });
  expect(defaults).toMatchObject({
    KEPT_HOST: settings.host,
    KEPT_PORT: String(settings.port),
    KEPT_PUBLIC_URL: settings.publicUrl.replace(String(settings.port), "<port>"),
    MAIL_FROM: settings.mailFrom,
    KEPT_LOG_LEVEL: settings.logLevel,
  });
});

test("every property of the configuration is in the handbook, in its order", () => {
  const names = readTable("running.md", "The configuration").map(([name]) => name);
  expect([...names].sort()).toEqual(Object.keys(parseKept(testKept)).sort());
});

test("every state of a request is in the handbook, in its column", () => {
  const table = readTable("requests.md", "States");
  expect(table.map(([state, phase]) => [state, phase])).toEqual(
    REQUEST_STATES.map(({ state, phase }) => [state, phase]),
  );
});

/** Chapters 8 to 10 and 12 of the register. */
const REGISTER = `
  R-8.0.a R-8.0.b R-8.0.c R-8.1.a R-8.1.b R-8.2.a–f R-8.3.a R-8.3.b R-8.3.c R-8.3.d R-8.3.e R-8.4.0a R-8.4.0b R-8.4.0c R-8.4.1 R-8.4.2a R-8.4.2b R-8.4.2c R-8.4.3a–c
  R-8.4.4a–d R-8.4.4e R-8.4.4f R-8.4.5 R-8.4.6a R-8.4.6b R-8.4.6c R-8.4.7a R-8.4.7b R-8.4.8 R-8.4.9a R-8.4.9b R-9.a R-9.b R-9.c R-10.a R-10.b R-10.c R-12.a
`;

test("every promise of the register is kept by a test that exists, or stands among those that are not kept yet", () => {
  const text = readFileSync(join(docs, "promises.md"), "utf8");
  const rows = text.split("\n").filter((line) => line.startsWith("| R-"));
  const named = new Set(rows.map((line) => line.split("|")[1]?.trim() ?? ""));
  expect(REGISTER.split(/\s+/).filter((row) => row !== "" && !named.has(row))).toEqual([]);
  const tests = globSync("{packages/*/src,e2e/src,examples/*/src}/**/*.test.{ts,tsx}", { cwd: join(docs, "..") });
  for (const [, name = ""] of text.matchAll(/`([\w/.-]+\.test\.tsx?)`/g)) {
    // Named from the sources of the server or the engine on, or from the name of another package.
    const file = name.replace(/^(cli|e2e|scan)\/(?!src\/)/, "$1/src/");
    expect(
      tests.some((path) => path.replaceAll("\\", "/").endsWith(`/${file}`) || path === file),
      name,
    ).toBe(true);
  }
});
