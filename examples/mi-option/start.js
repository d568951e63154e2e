// Starts the example: builds the console where its sources have changed, then hands over to TypeScript.
import { buildConsoleIfStale } from "../../packages/console/build.js";

process.removeAllListeners("warning");
process.on("warning", (warning) => {
  // node:sqlite still announces itself as experimental on every start; everything else stays visible.
  if (warning.name !== "ExperimentalWarning") console.error(`${warning.name}: ${warning.message}`);
});
const { built, ms } = await buildConsoleIfStale({ quiet: true });
if (built) console.log(`Built the console (${(ms / 1000).toFixed(1)} s).`);
await import("./start.ts");
