import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BUDGETS, buildBannerIfStale, gzipped } from "./build.ts";

describe("what the browser loads", async () => {
  const folder = await buildBannerIfStale();

  it.each(Object.entries(BUDGETS))("%s fits into %i bytes after gzip", async (name, budget) => {
    let text = await readFile(join(folder, name), "utf8");
    // The banner is complete with the words of one language.
    if (name.startsWith("banner")) text += await readFile(join(import.meta.dirname, "src/languages/en.json"), "utf8");
    expect(gzipped(text)).toBeLessThanOrEqual(budget);
  });
});
