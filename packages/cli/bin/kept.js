#!/usr/bin/env node
// Starts the command line: makes sure that this Node can run TypeScript, then hands over.
import { join } from "node:path";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `kept needs Node 22.18 or newer; this is ${process.version}.\n` +
      "Run it through npm (`npx kept …`), which brings a suitable Node, or install Node 24.",
  );
  process.exit(1);
}
// Most of a short command would be reading TypeScript: what was compiled is kept. Where nothing can be kept it is compiled anew.
const { enableCompileCache } = await import("node:module");
enableCompileCache(join(import.meta.dirname, "../../../node_modules/.cache/kept-compiled"));
process.removeAllListeners("warning");
process.on("warning", (warning) => {
  // node:sqlite still announces itself as experimental on every start; everything else stays visible.
  if (warning.name !== "ExperimentalWarning") console.error(`${warning.name}: ${warning.message}`);
});
const { main } = await import("../src/main.ts");
process.exitCode = await main(process.argv.slice(2));
