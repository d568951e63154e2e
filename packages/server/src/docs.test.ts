/** The handbook says what the code does: its tables are checked against the code's own lists. */
import { readFileSync } from "node:fs";
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
