import { readFile } from "node:fs/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { listRequests } from "@kept/contract/request-endpoints";
import { describe, expect, it } from "vitest";
import { buildConsoleIfStale } from "../build.js";

/** What a first visit loads before any page, in bytes after gzip. Raise it only knowingly. */
const SCRIPT_BUDGET = 160_000;
const STYLE_BUDGET = 16_000;
const PAGE_BUDGET = 33_000;

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  readonly isEntry?: boolean;
}

const dist = new URL("../dist/", import.meta.url);

async function gzippedSize(files: Iterable<string>): Promise<number> {
  let total = 0;
  for (const file of files) total += gzipSync(await readFile(new URL(file, dist))).length;
  return total;
}

/** A chunk with everything that it imports at once. */
function withImports(manifest: Readonly<Record<string, Chunk>>, name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (chunk === undefined || seen.has(name)) return seen;
  seen.add(name);
  for (const imported of chunk.imports ?? []) withImports(manifest, imported, seen);
  return seen;
}

describe("the built console", async () => {
  await buildConsoleIfStale({ quiet: true });
  const manifest = JSON.parse(await readFile(new URL(".vite/manifest.json", dist), "utf8")) as Record<string, Chunk>;
  const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry === true) ?? "";
  const first = withImports(manifest, entry);
  const filesOf = (names: Iterable<string>) => [...names].flatMap((name) => manifest[name]?.file ?? []);

  it("does not build again when nothing has changed", async () => {
    await expect(buildConsoleIfStale()).resolves.toMatchObject({ built: false });
  });

  it("keeps the first load within its budget", async () => {
    const styles = new Set([...first].flatMap((name) => manifest[name]?.css ?? []));
    expect(await gzippedSize(filesOf(first))).toBeLessThan(SCRIPT_BUDGET);
    expect(await gzippedSize(styles)).toBeLessThan(STYLE_BUDGET);
  });

  it("keeps every page within its budget beyond the first load", async () => {
    const pages = Object.keys(manifest).filter((name) => name.endsWith("-page.tsx"));
    expect(pages.length).toBeGreaterThanOrEqual(7);
    for (const page of pages) {
      const more = [...withImports(manifest, page)].filter((name) => !first.has(name));
      expect(await gzippedSize(filesOf(more)), page).toBeLessThan(PAGE_BUDGET);
    }
  });

  it("leaves out what the contract says to readers, and the library's writers of JSON Schema", async () => {
    const files = Object.values(manifest).map(({ file }) => file);
    const scripts = await Promise.all(files.map((file) => readFile(new URL(file, dist), "utf8")));
    for (const words of [listRequests.description, "draft-2020-12"])
      expect(
        scripts.filter((script) => script.includes(words)),
        words,
      ).toEqual([]);
  });

  it("has every text packed beside it, for servers that hand it out as it is", async () => {
    for (const { file } of Object.values(manifest)) {
      const packed = await readFile(new URL(`${file}.gz`, dist));
      expect(gunzipSync(packed).equals(await readFile(new URL(file, dist))), file).toBe(true);
    }
  });

  it("has nothing inline that the content security policy would refuse", async () => {
    const html = await readFile(new URL("index.html", dist), "utf8");
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect([...html.matchAll(/<script\b([^>]*)>/g)].every(([, attributes]) => attributes?.includes("src="))).toBe(true);
  });
});
