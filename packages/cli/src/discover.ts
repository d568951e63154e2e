/** `kept discover`: what is personal in a database, whose rows are whose, and what is unclear. */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { acceptProposals, type Discovery, resolveDiscovery } from "@kept/connectors/rights/discover";
import type { DataMap } from "@kept/engine/map";
import { describeDiscovery, describeDiscoveryJson } from "./discover-report.ts";
import { listDifferences } from "./drift.ts";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import type { Output } from "./print.ts";
import { saveMap } from "./save-map.ts";
import { openTarget, type TargetOptions } from "./target.ts";

export interface DiscoverCommand extends TargetOptions {
  readonly out?: string;
  readonly accept?: boolean;
  readonly acceptTable?: readonly string[];
  readonly json?: boolean;
}

/** Looks at a database and proposes its map. Changes nothing but the file of `--out`. */
export async function discover(url: string, options: DiscoverCommand, output: Output): Promise<ExitCode> {
  if (options.out !== undefined && !existsSync(dirname(resolve(options.out)))) {
    throw new UsageError(`--out ${options.out}: there is no folder ${dirname(resolve(options.out))}.`);
  }
  await using rights = await openTarget(url, options);
  const live = await rights.discover();
  const accepted = acceptChosen(live, options);
  const discovery = accepted === live.map ? live : resolveDiscovery(live.schema, live.inference, accepted);
  if (options.out !== undefined) await saveMap(options.out, { ...accepted, system: live.schema.system }, output);
  const differences = listDifferences(live);
  if (options.json) await output.out(`${JSON.stringify({ ...describeDiscoveryJson(discovery), differences })}\n`);
  else await output.out(describeDiscovery(discovery, differences, url, options, output));
  return EXIT.done;
}

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
