import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { main } from "./main.ts";

test("the example's names as types; a question about what it does not name does not compile", {
  timeout: 120_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "kept-types-"));
  try {
    const out = join(folder, "kept-names.ts");
    const config = join(import.meta.dirname, "../../../examples/mi-option/kept.config.ts");
    const lines: string[] = [];
    const output = {
      out: (text: string) => void lines.push(text),
      err: (text: string) => void lines.push(text),
      hasColours: false,
      hasProgress: false,
      isClosed: () => false,
    };
    expect(await main(["generate", "types", "--config", config, "--out", out], output)).toBe(0);
    const text = readFileSync(out, "utf8");
    expect(text).toContain("export interface KeptNames");
    // The example's own copy is up to date.
    const kept = join(import.meta.dirname, "../../../examples/mi-option/src/kept-names.ts");
    expect(normalise(readFileSync(kept, "utf8"))).toBe(normalise(text));
    expect(text).toContain('"newsletter"');
    const gate = join(import.meta.dirname, "../../sdk/src/gate.ts");
    const source = (purpose: string): string => `
import type { Gate } from ${JSON.stringify(gate)};
import type { KeptNames } from "./kept-names.ts";
export const ask = (gate: Gate<KeptNames>) => gate.may("per_1", ${JSON.stringify(purpose)});
`;
    const compile = (purpose: string): string => {
      const file = join(folder, "ask.ts");
      writeFileSync(file, source(purpose));
      const tsc = join(import.meta.dirname, "../../../node_modules/.bin/tsc");
      const flags =
        "--noEmit --strict --module nodenext --target es2024 --skipLibCheck --allowImportingTsExtensions".split(" ");
      try {
        return execFileSync(tsc, [...flags, "--lib", "es2024,esnext,dom", "--types", "", file], {
          encoding: "utf8",
          cwd: folder,
        });
      } catch (error) {
        return (error as { stdout: string }).stdout;
      }
    };
    expect(compile("safety")).toBe("");
    expect(compile("tracking")).toMatch(/ask\.ts.*error TS/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Without what formatting alone changes. */
function normalise(source: string): string {
  return source.replace(/[\s"|]+/g, "");
}
