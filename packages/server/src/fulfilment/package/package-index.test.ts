import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ANOTHER_PERSON } from "@kept/engine/access-columns";
import type { AccessPlan, AccessRow, AccessTable, Level } from "@kept/engine/rights";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PackageLanguage } from "./package-input.ts";
import { readZip } from "./testing/read-zip.ts";
import { writePackage } from "./write-package.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kept-index-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function table(name: string, level: Level, more: Partial<AccessTable> = {}): AccessTable {
  const why = `${name}.author_id -> accounts: is theirs`;
  return { name, level, rows: 1, columns: ["id", "at"], hidden: [], masked: [], why, ...more };
}

/** The page, and the JSON of the first table. */
async function write(tables: readonly AccessTable[], rows: readonly AccessRow[], language: PackageLanguage = "en") {
  const path = join(folder, "package.zip");
  const read = async function* (onPlan: (plan: AccessPlan) => void | Promise<void>): AsyncIterable<AccessRow> {
    await onPlan({ system: "shop", subjects: [], tables, gaps: [] });
    yield* rows;
  };
  const source = { system: "shop", title: "Shop", read };
  await writePackage({
    path,
    createdAt: "2026-11-22T10:00:00.000Z",
    language,
    context: null,
    request: null,
    sources: [source],
  });
  const files = await readZip(path);
  return {
    page: files.get("index.html")?.toString("utf8") ?? "",
    json: files.get("data/shop/posts.json")?.toString("utf8") ?? "",
  };
}

const row = (level: Level, values: AccessRow["values"]): AccessRow => ({ table: "posts", level, values });

describe("the page of a package", () => {
  it("writes days and moments out in its language, and leaves the files as they are", async () => {
    const rows = [row("own", { id: 1, at: "2025-02-14T09:00:00Z" })];
    const english = await write([table("posts", "own")], rows);
    expect(english.page).toContain('<time datetime="2025-02-14T09:00:00Z">14 Feb 2025, 09:00 UTC</time>');
    expect(english.page).toContain("22 November 2026");
    expect(english.json).toContain('"2025-02-14T09:00:00Z"');
    const german = await write([table("posts", "own")], rows, "de");
    expect(german.page).toContain("14. Feb. 2025, 09:00 UTC");
    expect(german.page).toContain("22. November 2026");
    expect(german.page).toContain("„Author ID“ verweist auf Sie.");
  });

  it("puts the levels of one table under one heading and counts it once", async () => {
    const { page } = await write(
      [
        table("posts", "act", { columns: ["did", "row"], why: "posts.edited_by -> accounts: names them as acting" }),
        table("posts", "own"),
      ],
      [row("act", { did: "edited_by", row: "9" }), row("own", { id: 1, at: "2025-02-14" })],
    );
    expect(page.match(/<h2>Posts<\/h2>/g)).toHaveLength(1);
    expect(page).toContain("2 records in one table of one system.");
    const places = ["<h3>Yours</h3>", "14 February 2025", "<h3>Where you are named</h3>", "<td>Edited by</td>"];
    expect(places.map((text) => page.indexOf(text))).toEqual(
      places.map((text) => page.indexOf(text)).toSorted((a, b) => a - b),
    );
    expect(places.every((text) => page.includes(text))).toBe(true);
  });

  it("names masked columns only where somebody is masked, as far as the engine's own rows tell", async () => {
    const masked = ["author_id", "edited_by"];
    const columns = ["id", ...masked];
    const rows = [row("own", { id: 1, author_id: 7, edited_by: ANOTHER_PERSON })];
    const { page } = await write([table("posts", "own", { columns, masked })], rows);
    expect(page).toContain("Other people are masked in: Edited by.");
    expect(page).toContain(">another person<");
    const why = "What was written.";
    const service = await write([table("posts", "own", { columns, masked, why })], rows);
    expect(service.page).toContain("Other people are masked in: Author ID, Edited by.");
  });

  it("shows the first rows of a long table and folds the others", async () => {
    const rows = Array.from({ length: 40 }, (_, id) => row("own", { id, at: "2025-02-14" }));
    const { page } = await write([table("posts", "own", { rows: 40 })], rows);
    expect(page).toContain("<summary>Show 32 more</summary>");
    expect(page.match(/<time /g)).toHaveLength(40);
    const short = await write([table("posts", "own", { rows: 9 })], rows.slice(0, 9));
    expect(short.page).not.toContain("<summary>");
  });

  it("says once which columns are empty everywhere", async () => {
    const rows = [row("own", { id: 1, at: null }), row("own", { id: 2, at: null })];
    const { page } = await write([table("posts", "own", { rows: 2 })], rows);
    expect(page).toContain("Empty in all of these records: At.");
    expect(page).not.toContain('<th scope="col">At</th>');
  });
});
