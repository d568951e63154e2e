/**
 * `npm run leaks -- [state ...] [--with file]`: the kit's table for Kept, for its peers, and for whatever banner the file sets
 * up (it exports `setUps`, as peers.ts does).
 */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { launchBrowser } from "../testing/browser.ts";
import { keptSetUps } from "./kept-set-ups.ts";
import { type KitState, runKit, STATES } from "./run-kit.ts";
import { nothing, type SetUp } from "./set-up.ts";
import { type Column, describeLeaks } from "./table.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { with: { type: "string" } } });
const asked = STATES.filter((state) => positionals.includes(state));
const states: readonly KitState[] = asked.length > 0 ? asked : ["before"];
const peers = resolve(values.with ?? `${import.meta.dirname}/peers.ts`);
const { setUps } = (await import(pathToFileURL(peers).href)) as { setUps: readonly ((tracker: string) => SetUp)[] };

const browser = await launchBrowser();
const columns: Column[] = [];
try {
  const add = async (name: string, setUp: (tracker: string) => SetUp | Promise<SetUp>, state: KitState) => {
    columns.push({ name, leaks: await runKit({ browser, setUp, state }) });
  };
  await add(nothing.name, () => nothing, "before");
  for (const make of setUps) {
    try {
      await add(make("").name, make, "before");
    } catch (error) {
      process.stderr.write(`${make.name} is left out: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  for (const state of states) {
    for (const [index, { name }] of (await keptSetUps("")).entries()) {
      await add(`${state}: ${name}`, async (tracker) => (await keptSetUps(tracker))[index] ?? nothing, state);
    }
  }
  process.stdout.write(`${describeLeaks(columns)}\n`);
} finally {
  await browser.close();
}
