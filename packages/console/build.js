/** Builds the console when its sources have changed since the last build. Plain JavaScript, so that any Node runs it. */
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, extname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const stampFile = join(here, "dist", ".stamp");

/** What the bundle is made of; package.json stands for the pinned dependencies. */
const sources = [
  "src",
  "public",
  "index.html",
  "vite.config.ts",
  "strip-documentation.ts",
  "package.json",
  "build.js",
  "../contract/src",
];

/**
 * Builds into `dist/` unless the stamp there says that it was made from these very sources.
 * @param {{ quiet?: boolean }} [options]
 * @returns {Promise<{ built: boolean, ms: number }>} whether it had to build, and how long all of it took in milliseconds
 */
export async function buildConsoleIfStale(options = {}) {
  const started = performance.now();
  const stamp = await hashSources();
  const known = await readFile(stampFile, "utf8").catch(() => "");
  if (known === stamp) return { built: false, ms: Math.round(performance.now() - started) };
  // Loaded only when needed: the bundler costs more to load than the stamp to compare.
  const { build } = await import("vite");
  await asProduction(() =>
    build({ root: here, configFile: join(here, "vite.config.ts"), logLevel: options.quiet ? "error" : "warn" }),
  );
  await packFiles(join(here, "dist"));
  await writeFile(stampFile, stamp);
  return { built: true, ms: Math.round(performance.now() - started) };
}

const PACKED = new Set([".js", ".css", ".html", ".svg"]);

/**
 * Lays beside every text its packed form, which the server hands out as it is.
 * @param {string} folder
 */
async function packFiles(folder) {
  const pack = promisify(gzip);
  for (const file of await listFiles(folder)) {
    if (!PACKED.has(extname(file))) continue;
    await writeFile(`${file}.gz`, await pack(await readFile(file), { level: constants.Z_BEST_COMPRESSION }));
  }
}

/**
 * The bundler takes NODE_ENV from the process that it runs in; a test runner or a developer's shell must not make it build
 * React's development version, which is a third larger and slower.
 * @param {() => Promise<unknown>} run
 */
async function asProduction(run) {
  // biome-ignore-start lint/style/noProcessEnv: it is the bundler that reads it
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  try {
    await run();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
  // biome-ignore-end lint/style/noProcessEnv: see above
}

/** @returns {Promise<string>} one hash over the names and contents of all sources but tests */
async function hashSources() {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of await listFiles(join(here, source))) {
      hash
        .update(relative(here, file))
        .update("\0")
        .update(await readFile(file))
        .update("\0");
    }
  }
  return hash.digest("hex");
}

/**
 * @param {string} path a file or a folder
 * @returns {Promise<string[]>} its files, sorted
 */
async function listFiles(path) {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch((error) => {
    if (error.code === "ENOTDIR") return null;
    throw error;
  });
  if (entries === null) return [path];
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { built, ms } = await buildConsoleIfStale();
  process.stdout.write(built ? `Built the console in ${ms} ms.\n` : `The console is up to date (${ms} ms).\n`);
}
