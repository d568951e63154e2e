// Starts the example: builds the console where its sources have changed, then hands over to TypeScript.
import { spawnSync } from "node:child_process";
import { enableCompileCache } from "node:module";
import { join } from "node:path";

// A second start need not compile again.
enableCompileCache(join(import.meta.dirname, "../../node_modules/.cache/kept-compiled"));
process.removeAllListeners("warning");
process.on("warning", (warning) => {
  // node:sqlite still announces itself as experimental on every start; everything else stays visible.
  if (warning.name !== "ExperimentalWarning") console.error(`${warning.name}: ${warning.message}`);
});
// In a process of its own: the bundler's hundreds of megabytes go with it.
const build = spawnSync(process.execPath, [join(import.meta.dirname, "../../packages/console/build.js")], {
  stdio: ["ignore", "pipe", "inherit"],
  encoding: "utf8",
});
if (build.status !== 0) process.exit(build.status ?? 1);
if (build.stdout.startsWith("Built")) console.log(build.stdout.trim());
await import("./start.ts");
