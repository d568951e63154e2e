/** Builds what the browser loads. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");

/** What files may weigh, in bytes after gzip; the first two are the default set-up, the others come when they are switched on. */
export const BUDGETS = {
  "head.js": 3_000,
  "banner.js": 12_000,
  "banner-tcf.js": 15_000,
  "tcf-stub.js": 700,
  "gpp.js": 4_000,
};

/** Scripts that pages load, each with its entry. */
const ENTRIES = {
  "head.js": "src/head/head.ts",
  "banner.js": "src/page/banner.ts",
  "banner-tcf.js": "src/tcf/banner-tcf.ts",
  "tcf-stub.js": "src/tcf/stub.ts",
  "gpp.js": "src/gpp/gpp.ts",
};

/** Builds into `dist/` unless what is there was made from these very sources; answers the folder. */
export async function buildBannerIfStale(): Promise<string> {
  const stamp = await hashSources();
  const stampFile = join(dist, ".stamp");
  const isComplete = Object.keys(ENTRIES).every((name) => existsSync(join(dist, name)));
  if (isComplete && (await readFile(stampFile, "utf8").catch(() => "")) === stamp) return dist;
  await mkdir(dist, { recursive: true });
  for (const [name, entry] of Object.entries(ENTRIES)) {
    await replaceFile(join(dist, name), await bundle(join(here, entry), "iife"));
  }
  await replaceFile(stampFile, stamp);
  return dist;
}

/** At once: another process may be reading it. */
async function replaceFile(path: string, content: string): Promise<void> {
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, content);
  await rename(fresh, path);
}

/** One minified script. */
async function bundle(entry: string, format: "iife" | "esm"): Promise<string> {
  // Loaded only when needed: the bundler costs more to load than the stamp to compare.
  const { rolldown } = await import("rolldown");
  const bundler = await rolldown({ input: entry, platform: "browser" });
  const { output } = await bundler.generate({ format, minify: true });
  // Notes for bundlers that come after this one; none does.
  return output[0].code.replaceAll("/* @__PURE__ */ ", "").trimEnd();
}

/** One hash over all sources but tests. */
async function hashSources(): Promise<string> {
  const hash = createHash("sha256");
  const entries = await readdir(join(here, "src"), { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name));
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  for (const path of [...paths, join(here, "build.ts")])
    hash.update(path.slice(here.length)).update(await readFile(path));
  return hash.digest("hex");
}

/** Bytes after gzip at its best. */
export const gzipped = (text: string | Uint8Array): number => gzipSync(text, { level: 9 }).length;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildBannerIfStale();
  for (const [name, budget] of Object.entries(BUDGETS)) {
    const text = await readFile(join(dist, name));
    process.stdout.write(`${name}: ${text.length} bytes, ${gzipped(text)} after gzip, of ${budget}\n`);
  }
}
