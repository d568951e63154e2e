/** The command as people run it, and every scenario on an embedded database, small: that it works, never how fast. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { groups, scenarios } from "./scenarios.ts";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function bench(...args: readonly string[]): Promise<Ran> {
  // Without the variable the scenarios take the embedded database.
  const { KEPT_TEST_POSTGRES: _, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env }, (error, out, err) => {
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

  test.each([
    { args: ["no-such-scenario"], says: 'There is no scenario "no-such-scenario". There are: access-one' },
    { args: [], says: "Which scenario?" },
    { args: ["access-one", "--rows", "many"], says: '--rows takes a number from 1, not "many"' },
    { args: ["access-one", "--runs", "0"], says: "--runs takes a number from 1" },
    { args: ["access-one", "--fast"], says: "--fast" },
  ])("answers $args with exit code 2 and says what is wrong", { timeout: 60_000 }, async ({ args, says }) => {
    const { code, out, err } = await bench(...args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(says);
    expect(err).toContain("Usage: npm run bench");
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
  "erase-1000-people": 20_000,
  "flat-time": 400,
  "plan-1000-tables": 40,
  "memory-package": 6_000,
  "decide-in-process": 200,
  "decide-http": 200,
  "decide-invalidation": 100,
  "choices-lookup-growth": 2_000,
};

describe("each scenario, small and embedded", () => {
  test.each((groups["rights"] ?? []).map(({ name }) => name))(
    "%s prints one line of JSON",
    { timeout: 240_000 },
    async (name) => {
      const { code, out, err } = await bench(name, "--json", "--rows", String(small[name]), "--runs", "1");
      expect([code, err.includes("Error")]).toEqual([0, false]);
      const lines = out.trim().split("\n");
      // Time is told for each right.
      expect(lines).toHaveLength(name === "flat-time" ? 2 : 1);
      const results = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
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
      if (name !== "memory-package") return;
      // 6,000 rows of some 600 bytes each held in JavaScript would be 3.6 MB and more.
      expect((result["live"] as { ours: number }).ours).toBeLessThan(3);
    },
  );
});
