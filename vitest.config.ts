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
    setupFiles: ["./scripts/seed-properties.ts"],
  },
});
