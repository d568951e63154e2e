/** Run as a process of its own: imports a package to the end and prints by how much its memory grew at most. */
import { runKept } from "./run-kept.ts";

/** What the process is asked for, as JSON in its first argument. Both databases are empty. */
export interface ImportJob {
  readonly map: string;
  readonly warm: { readonly file: string; readonly into: string };
  readonly measured: { readonly file: string; readonly into: string };
}

/** Milliseconds between two looks at the memory, and looks between two full collections. */
const LOOK = 20;
const COLLECT = 10;

async function importPackage({ file, into }: ImportJob["warm"], map: string): Promise<void> {
  await runKept("import", "package", file, "--url", into, "--map", map, "--yes");
}

/** What it prints, as one line of JSON: bytes at most, above those before the import. */
export interface ImportReport {
  readonly residentGrowth: number;
  readonly liveGrowth: number;
}

async function measure({ map, warm, measured }: ImportJob): Promise<ImportReport> {
  await importPackage(warm, map);
  const collect = globalThis.gc ?? (() => undefined);
  collect();
  const before = process.memoryUsage();
  let resident = before.rss;
  let live = before.heapUsed;
  let looks = 0;
  const look = setInterval(() => {
    resident = Math.max(resident, process.memoryUsage.rss());
    looks += 1;
    if (looks % COLLECT !== 0) return;
    collect();
    live = Math.max(live, process.memoryUsage().heapUsed);
  }, LOOK);
  await importPackage(measured, map);
  clearInterval(look);
  return { residentGrowth: resident - before.rss, liveGrowth: live - before.heapUsed };
}

console.log(JSON.stringify(await measure(JSON.parse(process.argv[2] ?? "") as ImportJob)));
process.exit(0);
