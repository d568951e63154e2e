/** `kept check`: is the configuration valid, and do the maps still match the live systems? Changes nothing; made for CI. */
import { dirname } from "node:path";
import type { LintFinding } from "@kept/banner/lint/lint-rules";
import { SystemError } from "@kept/connectors/connector";
import type { FileStores } from "@kept/connectors/files/file-store";
import { MapInvalid } from "@kept/connectors/rights/map-file";
import { isRowRights } from "@kept/connectors/rights/open-rights-system";
import type { RightsSystem } from "@kept/connectors/rights-system";
import type { TableDifference } from "@kept/engine/accepted-tables";
import type { Finding } from "@kept/engine/model";
import { parseKept } from "@kept/server/kept-config";
import { createSystems } from "@kept/server/systems/systems";
import { findConfig, loadConfig, withStartErrors } from "./config-file.ts";
import { formatDifferences, listDifferences, listDrift } from "./drift.ts";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { describeLint, listBannerFindings } from "./lint-banner.ts";
import { formatFindings, type Output, paint, plural } from "./print.ts";
import { nameSystem, openTarget, type TargetOptions } from "./target.ts";

export interface CheckCommand extends TargetOptions {
  /** `--no-systems` */
  readonly systems?: boolean;
  readonly json?: boolean;
}

/** What was found of one system. */
interface Checked {
  readonly system: string;
  /** `own`: the system decides for itself, so that there is no map; `files`: it holds what rows of others name, and answers. */
  readonly state: "matches" | "drifted" | "own" | "files" | "failed";
  readonly differences: readonly TableDifference[];
  readonly findings: readonly Finding[];
  /** Why it could not be looked at. */
  readonly problem: string | null;
}

/** Checks the configuration, then the map of each of its systems. A system that cannot be reached does not hide the others. */
export async function checkConfig(
  configFile: string,
  options: CheckCommand,
  variables: Readonly<Record<string, string | undefined>>,
  output: Output,
): Promise<ExitCode> {
  const path = findConfig(configFile);
  const kept = await withStartErrors(async () => parseKept(await loadConfig(path), configFile));
  const counts = `${plural(Object.keys(kept.systems).length, "system")}, ${plural(Object.keys(kept.purposes).length, "purpose")}`;
  const valid = `${configFile} is valid: ${counts}.\n`;
  const banner = await withStartErrors(async () => listBannerFindings(kept, dirname(path)));
  const steers = banner.some(({ blocks }) => blocks);
  if (options.systems === false) {
    await output.out(options.json ? `${JSON.stringify({ systems: [], banner })}\n` : valid + sayBanner(banner, output));
    return steers ? EXIT.blocked : EXIT.done;
  }
  const systems = createSystems({ kept, folder: dirname(path), variables });
  try {
    const checked: Checked[] = [];
    for (const name of systems.names) checked.push(await checkSystem(name, () => systems.connect(name)));
    for (const name of [...systems.files.names].sort()) checked.push(await checkFiles(name, systems.files));
    const code = await report(checked, valid + sayBanner(banner, output), options, output, banner);
    return steers ? EXIT.blocked : code;
  } finally {
    await systems.close();
  }
}

/** Checks the map of one database. */
export async function checkDatabase(url: string, options: CheckCommand, output: Output): Promise<ExitCode> {
  if (options.map === undefined)
    throw new UsageError("Which map? Name it with --map; `kept discover --out` writes one.");
  const checked = await checkSystem(nameSystem(url), () => openTarget(url, options));
  return await report([checked], "", options, output);
}

/** Nothing is said of a banner that steers nobody, or is not there. */
function sayBanner(findings: readonly LintFinding[], output: Output): string {
  return findings.length === 0 ? "" : describeLint(findings, output);
}

async function checkSystem(system: string, open: () => Promise<RightsSystem>): Promise<Checked> {
  const nothing = { system, differences: [], findings: [], problem: null };
  try {
    await using rights = await open();
    if (!isRowRights(rights)) return { ...nothing, state: "own" };
    const discovery = await rights.discover();
    const differences = listDifferences(discovery);
    const findings = listDrift(discovery);
    return { ...nothing, state: findings.length > 0 ? "drifted" : "matches", differences, findings };
  } catch (error) {
    if (error instanceof SystemError)
      return { ...nothing, state: "failed", problem: `${error.message} ${error.advice}` };
    if (error instanceof MapInvalid) return { ...nothing, state: "failed", problem: error.message };
    throw error;
  }
}

async function checkFiles(system: string, files: FileStores): Promise<Checked> {
  const nothing = { system, differences: [], findings: [], problem: null };
  try {
    await (await files.open(system)).check();
    return { ...nothing, state: "files" };
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return { ...nothing, state: "failed", problem: `${error.message} ${error.advice}` };
  }
}

async function report(
  checked: readonly Checked[],
  head: string,
  options: CheckCommand,
  output: Output,
  banner: readonly LintFinding[] = [],
): Promise<ExitCode> {
  if (options.json) await output.out(`${JSON.stringify({ systems: checked, banner })}\n`);
  else await output.out(head + checked.map((one) => describe(one, output)).join(""));
  if (checked.some(({ state }) => state === "drifted")) return EXIT.blocked;
  return checked.some(({ state }) => state === "failed") ? EXIT.failed : EXIT.done;
}

function describe({ system, state, differences, findings, problem }: Checked, output: Output): string {
  const name = paint(output, "bold", system);
  const harmless = differences.filter(({ table }) => !findings.some((finding) => finding.table === table));
  const since =
    harmless.length > 0
      ? `  Since the map was accepted, of no consequence:\n${formatDifferences(output, harmless)}`
      : "";
  switch (state) {
    case "own":
      return `${name}: decides for itself whose data is whose; it has no map.\n`;
    case "files":
      return `${name}: holds files; Kept can read and delete them.\n`;
    case "failed":
      return `${name}: ${paint(output, "red", "could not be looked at.")} ${problem}\n`;
    case "matches":
      return `${name}: ${paint(output, "green", "the map matches.")}\n${since}`;
    case "drifted":
      return `${name}: ${paint(output, "red", "the map does not match.")}\n${formatFindings(output, findings)}${since}`;
    default:
      return state satisfies never;
  }
}
