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
    // Programs that tests start compile what they load once, and not each of them again.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/kept-compiled") },
    setupFiles: ["./scripts/seed-properties.ts"],
  },
});
