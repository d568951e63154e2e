/** `kept discover`: what is personal in a database, whose rows are whose, and what is unclear. */
import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { acceptProposals, type Discovery, resolveDiscovery } from "@kept/connectors/rights/discover";
import { readJoins } from "@kept/engine/infer/read-joins";
import type { DataMap } from "@kept/engine/map";
import { askQuestions } from "./ask-questions.ts";
import { describeDiscovery, describeDiscoveryJson } from "./discover-report.ts";
import { listDifferences } from "./drift.ts";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { openMapFile, readMapText } from "./map-file.ts";
import type { Output } from "./print.ts";
import { readPlace } from "./read-place.ts";
import { openTarget, type TargetOptions } from "./target.ts";

export interface DiscoverCommand extends TargetOptions {
  readonly out?: string;
  readonly accept?: boolean;
  readonly acceptTable?: readonly string[];
  readonly ask?: boolean;
  /** `table` or `table.column` that is asked about, too. */
  readonly about?: string;
  readonly queryLog?: string;
  readonly json?: boolean;
}

/** Looks at a database and proposes its map. Changes nothing but the file of `--out`. */
export async function discover(url: string, options: DiscoverCommand, output: Output): Promise<ExitCode> {
  if (options.out !== undefined && !existsSync(dirname(resolve(options.out)))) {
    throw new UsageError(`--out ${options.out}: there is no folder ${dirname(resolve(options.out))}.`);
  }
  if (options.ask === true && options.out === undefined)
    throw new UsageError("--ask writes your answers into a map: name its file with --out shop.map.yaml.");
  requireAsk(options);
  const joins = options.queryLog === undefined ? undefined : readJoins(await readLog(options.queryLog));
  // What stands in the file goes on to hold; whoever wants to begin anew takes it away.
  const before = options.out !== undefined && existsSync(resolve(options.out)) ? options.out : undefined;
  const map = options.map ?? before;
  await using rights = await openTarget(url, { ...options, ...(map === undefined ? {} : { map }) }, joins);
  const file = options.out === undefined ? null : openMapFile(options.out, output);
  const written = file?.read() ?? "";
  const given = map === undefined ? "" : readMapText(map);
  const found = await rights.discover();
  const about = options.about === undefined ? undefined : readPlace(options.about, found.index.model.tables);
  const isAsked = options.ask === true && file !== null;
  const { discovery: live, isStopped } = isAsked
    ? await askQuestions(
        rights,
        found,
        file,
        { given, read: written || given, ...(about === undefined ? {} : { about }) },
        output,
      )
    : { discovery: found, isStopped: false };
  const accepted = acceptChosen(live, options);
  const discovery =
    accepted === live.map ? live : resolveDiscovery(live.schema, live.inference, accepted, live.fromLog, live.stores);
  // Whoever was asked has the answers written already, and the file was read again after the last.
  file?.save({ ...accepted, system: live.schema.system }, isAsked ? file.read() : written);
  const differences = listDifferences(live);
  if (options.json) await output.out(`${JSON.stringify({ ...describeDiscoveryJson(discovery), differences })}\n`);
  // Whoever stops in the middle is told what is left; the whole is told once, at the end.
  else if (!isStopped || options.accept === true || options.acceptTable !== undefined)
    await output.out(describeDiscovery(discovery, differences, url, options, output));
  return EXIT.done;
}

/** `--about` says what is to be asked, and asks nothing by itself. */
export function requireAsk({ ask, about }: Pick<DiscoverCommand, "ask" | "about">): void {
  if (about !== undefined && ask !== true)
    throw new UsageError("--about goes with --ask: it says what is to be asked first.");
}

/** The end of the log, where it is a long one: what an application joins it joins again and again. */
async function readLog(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const start = Math.max(0, size - mostLog);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
      return buffer.toString("utf8", 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new UsageError(`--query-log ${path}: there is no such file.`);
    if (code === "EISDIR") throw new UsageError(`--query-log ${path} is a folder; a log is one file.`);
    throw error;
  }
}

/** Bytes of a log that are read. */
const mostLog = 64 * 1024 * 1024;

function acceptChosen(live: Discovery, options: DiscoverCommand): DataMap {
  if (options.accept) return acceptProposals(live);
  if (options.acceptTable === undefined) return live.map;
  const unknown = options.acceptTable.filter((name) => !live.index.table.has(name));
  if (unknown.length > 0) {
    const known = live.index.model.tables.map(({ name }) => name);
    throw new UsageError(`--accept-table ${unknown.join(", ")}: no such table.\nTables: ${known.join(", ")}`);
  }
  return acceptProposals(live, options.acceptTable);
}
