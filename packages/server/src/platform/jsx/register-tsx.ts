/**
 * Lets Node load `.tsx`: it strips types by itself but knows no JSX. Importing this file installs the hook; modules that
 * use JSX must then be imported dynamically, because static imports load before any of them runs.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync, version } from "esbuild";

/** A file takes 30 ms to compile and under one to read: a second start should not pay again. */
const cacheDir = join(import.meta.dirname, "../../../../../node_modules/.cache/kept-tsx");

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith("file:") || !new URL(url).pathname.endsWith(".tsx")) return nextLoad(url, context);
    const file = fileURLToPath(url);
    return { format: "module", source: compile(file, readFileSync(file, "utf8")), shortCircuit: true };
  },
});

function compile(file: string, source: string): string {
  const key = createHash("sha256").update(`${version}\n${file}\n${source}`).digest("hex");
  const cached = join(cacheDir, `${key}.js`);
  try {
    return readFileSync(cached, "utf8");
  } catch {
    // Not compiled yet, or no cache: compile.
  }
  const { code } = transformSync(source, {
    loader: "tsx",
    format: "esm",
    target: "node22",
    jsx: "automatic",
    jsxImportSource: "hono/jsx",
    sourcefile: file,
    sourcemap: "inline",
  });
  try {
    mkdirSync(cacheDir, { recursive: true });
    const draft = `${cached}.${process.pid}`;
    writeFileSync(draft, code);
    renameSync(draft, cached);
  } catch {
    // A read-only installation compiles at each start.
  }
  return code;
}
