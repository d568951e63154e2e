import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/**/*.test.{ts,tsx}", "examples/**/*.test.ts", "bench/**/*.test.ts", "scripts/**/*.test.ts"],
    exclude: ["**/dist/**", "**/node_modules/**"],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    pool: "forks",
    // A worker keeps its modules and embedded databases from file to file: half the processor time of a fresh one each.
    isolate: false,
    // Node loads them as it does where they run. Behind Vite's own loader each imported name is a call, a tenth of all work.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    execArgv: ["--import", new URL("./scripts/load-tests.ts", import.meta.url).href],
    // Programs that tests start compile what they load once, and not each of them again.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/kept-compiled") },
    setupFiles: ["./scripts/seed-properties.ts"],
  },
});
