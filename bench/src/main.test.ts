/** The command as people run it, and every scenario on an embedded database, small: that it works, never how fast. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runBench } from "./command.ts";
import { jsonLine } from "./report.ts";
import { groups, scenarios } from "./scenarios.ts";

/** Runs the command in this process. */
async function bench(...args: readonly string[]): Promise<Ran> {
  const lines = { out: [] as string[], err: [] as string[] };
  const code = await runBench(args, { out: (line) => lines.out.push(line), err: (line) => lines.err.push(line) });
  return { code, out: lines.out.join("\n"), err: lines.err.join("\n") };
}

const program = fileURLToPath(new URL("./main.ts", import.meta.url));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** As people run it. */
function benchAlone(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : 1, out, err });
    });
  });
}

describe("the command", () => {
  test("lists all scenarios", async () => {
    const { code, out } = await bench("--list");
    expect(code).toBe(0);
    for (const { name, title } of scenarios) {
      expect(out).toContain(name);
      expect(out).toContain(title);
    }
  });

  test("says how it is asked", async () => {
    const { code, out, err } = await bench("--help");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const option of ["--json", "--rows N", "--runs N", "--only PART", "--list"]) expect(out).toContain(option);
  });

  test.each([
    { args: ["no-such-scenario"], says: 'There is no scenario "no-such-scenario". There are: access-one' },
    { args: [], says: "Which scenario?" },
    { args: ["access-one", "--rows", "many"], says: '--rows takes a number from 1, not "many"' },
    { args: ["access-one", "--runs", "0"], says: "--runs takes a number from 1" },
    { args: ["access-one", "--fast"], says: "--fast" },
  ])("answers $args with exit code 2 and says what is wrong", async ({ args, says }) => {
    const { code, out, err } = await bench(...args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(says);
    expect(err).toContain("Usage: npm run bench");
  });

  test("prints one line of JSON with --json, as a program of its own", async () => {
    const { code, out } = await benchAlone("plan-1000-tables", "--rows", "40", "--runs", "1", "--json");
    expect(code).toBe(0);
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({ name: "plan-1000-tables", unit: "ms", runs: 1 });
  });

  test("ends with the code as a program of its own, too", async () => {
    expect(await benchAlone("--no-such-option")).toMatchObject({ code: 2, out: "" });
  });

  test("prints text for people without --json", async () => {
    const { code, out } = await bench("plan-1000-tables", "--rows", "40", "--runs", "1");
    expect(code).toBe(0);
    expect(out).toMatch(/^scenario +ours +baseline +ratio/m);
    expect(out).toMatch(/^plan-1000-tables +[\d.]+ ms +[\d.]+ ms +[\d.]+x/m);
    expect(out).toContain("against four times our own figure");
  });
});

const small: Readonly<Record<string, number>> = {
  "access-one": 1,
  "erase-one": 1,
  "erase-10k-rows": 400,
  "erase-1000-people": 17_500,
  "undo-one-of-many": 13_500,
  "flat-time": 400,
  "plan-1000-tables": 40,
  "memory-package": 6_000,
  "memory-import": 20_000,
  "decide-in-process": 200,
  "decide-http": 200,
  "decide-invalidation": 100,
  "choices-lookup-growth": 2_000,
};

/** They take most of the time, and run at length alone: what they call is tried by tests of the packages too. */
const AT_LENGTH = ["flat-time", "erase-1000-people", "undo-one-of-many", "memory-package"];
const isLarge = process.env["KEPT_TEST_LARGE"] !== undefined;
const scenariosHere = (groups["rights"] ?? []).filter(({ name }) => isLarge || !AT_LENGTH.includes(name));

describe("each scenario, small and embedded", () => {
  const { KEPT_TEST_POSTGRES: server } = process.env;
  // Without the variable the scenarios take the embedded database.
  beforeAll(() => void delete process.env["KEPT_TEST_POSTGRES"]);
  afterAll(() => void (server !== undefined && Object.assign(process.env, { KEPT_TEST_POSTGRES: server })));

  test.each(scenariosHere)("$name makes one line of JSON", { timeout: 240_000 }, async (scenario) => {
    const { name } = scenario;
    const options = { rows: small[name] ?? null, runs: 1, onProgress: () => undefined };
    const made = [await scenario.run(options)].flat();
    // Time is told for each right.
    expect(made).toHaveLength(name === "flat-time" ? 2 : 1);
    const results = made.map((one) => JSON.parse(jsonLine(one)) as Record<string, unknown>);
    for (const result of results) {
      expect(Object.keys(result).slice(0, 5)).toEqual(["name", "unit", "ours", "baseline", "ratio"]);
      expect(result).toMatchObject({
        name: expect.stringMatching(name),
        runs: 1,
        against: expect.any(String),
        spread: { ours: expect.any(Object) },
      });
      for (const figure of ["ours", "baseline", "ratio"]) expect(result[figure]).toBeGreaterThan(0);
    }
    const [result = {}] = results;
    if (!name.startsWith("memory-")) return;
    // The rows themselves held in JavaScript would be 3.6 MB and more.
    expect((result["live"] as { ours: number }).ours).toBeLessThan(3);
  });
});
