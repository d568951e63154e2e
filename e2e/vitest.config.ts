import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["src/**/*.test.ts"],
    globalSetup: ["./build-console.js"],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // A page on a busy machine takes longer than the second that is the default.
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
    pool: "forks",
  },
});
