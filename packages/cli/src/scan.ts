/** `kept scan`: looks at a site with a real browser, and holds what it keeps against what the configuration declares. */
import { writeFileSync } from "node:fs";
import type { RegimeName } from "@kept/engine/regimes/regime";
import { type Compared, compareWithRegistry } from "@kept/scan/compare";
import { findBrowser, NoBrowser } from "@kept/scan/find-browser";
import { isFault, type ScanFinding, type Weight } from "@kept/scan/finding-kinds";
import { STATES } from "@kept/scan/observation";
import { proposeLines } from "@kept/scan/propose-lines";
import { renderReport, type ScanReport } from "@kept/scan/report-html";
import { type ScanRegion, SiteUnreadable, scanSite } from "@kept/scan/scan-site";
import { describeRegistry } from "@kept/server/banner/describe-registry";
import { type KeptConfig, parseKept } from "@kept/server/kept-config";
import { findConfig, loadConfig, withStartErrors } from "./config-file.ts";
import type { CliEnvironment } from "./environment.ts";
import { CommandError, EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { type Output, paint, plural, showProgress } from "./print.ts";

export interface ScanCommand {
  readonly config: string;
  readonly browser?: string;
  readonly region?: readonly string[];
  readonly countryHeader?: string;
  readonly header?: readonly string[];
  readonly state?: readonly string[];
  readonly pages: string;
  readonly seconds: string;
  readonly server?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** Where Kept is not named, nothing of it is expected on the pages. */
const NOWHERE = "https://kept.invalid";

interface Place extends ScanRegion {
  readonly place: { readonly regime?: RegimeName; readonly country?: string; readonly subdivision?: string };
}

/** Exit code 3 when something is not allowed, or not as declared. */
export async function scan(
  url: string,
  options: ScanCommand,
  environment: CliEnvironment,
  output: Output,
): Promise<ExitCode> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError(`${url} is not the address of a site: write https://…`);
  const kept = await withStartErrors(async () =>
    parseKept(await loadConfig(findConfig(options.config)), options.config),
  );
  const places = readPlaces(options, kept);
  const states = readStates(options.state);
  const browserPath = chooseBrowser(options.browser ?? environment.browser, environment.searchPath);
  const at = new Date().toISOString();
  const regions = await explained(
    scanSite({
      browserPath,
      url,
      regions: places,
      states,
      maxPages: readCount(options.pages, "--pages"),
      maxSeconds: readCount(options.seconds, "--seconds"),
      withoutSandbox: process.getuid?.() === 0,
      onProgress: (text) => showProgress(output, text),
    }),
  );
  showProgress(output, "");
  const server = options.server ?? environment.server ?? NOWHERE;
  const compared = regions.flatMap((observation, index): Compared[] => {
    const place = places[index]?.place;
    return place === undefined ? [] : [{ observation, registry: describeRegistry(kept, place, server, at) }];
  });
  const report: ScanReport = {
    site: new URL(url).origin,
    at,
    findings: compareWithRegistry(compared),
    regions,
    proposed: proposeLines(compared),
  };
  if (options.out !== undefined) writeFileSync(options.out, renderReport(report));
  await output.out(options.json ? `${JSON.stringify(report)}\n` : describe(report, options.out, output));
  return report.findings.some(isFault) ? EXIT.blocked : EXIT.done;
}

async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof SiteUnreadable) throw new CommandError(EXIT.failed, error.message, { cause: error });
    throw error;
  }
}

function chooseBrowser(chosen: string | null, searchPath: string): string {
  try {
    return findBrowser(chosen, searchPath);
  } catch (error) {
    if (error instanceof NoBrowser) throw new UsageError(error.message);
    throw error;
  }
}

function readPlaces({ region = [], countryHeader, header = [] }: ScanCommand, kept: KeptConfig): readonly Place[] {
  const more = Object.fromEntries(
    header.map((text) => {
      const [, name = "", value = ""] = /^([\w-]+)=(.*)$/.exec(text) ?? [];
      if (name === "") throw new UsageError(`--header ${text}: write name=value.`);
      return [name, value] as const;
    }),
  );
  if (region.length === 0) return [{ name: "unknown", headers: more, place: {} }];
  const told = countryHeader ?? kept.banner.countryHeader;
  if (told === undefined)
    throw new UsageError(
      "How does the site learn where a visitor is? Name the header: --country-header, or banner.countryHeader in the configuration.",
    );
  return region.map((code) => {
    const [, country = "", subdivision] = /^([A-Z]{2})(?:-([A-Z0-9]{1,3}))?$/.exec(code) ?? [];
    if (country === "") throw new UsageError(`--region ${code}: write a country such as DE, or US-CA.`);
    return {
      name: code,
      headers: { ...more, [told]: country },
      place: { country, ...(subdivision === undefined ? {} : { subdivision: code }) },
    };
  });
}

function readStates(named: readonly string[] | undefined): (typeof STATES)[number][] {
  const unknown = (named ?? []).filter((name) => !STATES.some((state) => state === name));
  if (unknown.length > 0) throw new UsageError(`--state ${unknown.join(", ")}: write one of ${STATES.join(", ")}.`);
  return STATES.filter((state) => named?.includes(state) ?? true);
}

function readCount(text: string, option: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new UsageError(`${option} ${text}: write a whole number from 1.`);
  return count;
}

const MARKS: Readonly<Record<Weight, string>> = { breach: "!", drift: "?", note: "-" };
/** The report has them all. */
const MOST_EVIDENCE = 3;

function describe({ site, findings, regions, proposed }: ScanReport, out: string | undefined, output: Output): string {
  const looked = regions.map(({ region, states }) => `${region} (${plural(states[0]?.pages.length ?? 0, "page")})`);
  const faults = findings.filter(isFault).length;
  const head =
    faults === 0
      ? paint(output, ["green", "bold"], `${site} keeps what is declared, when it is allowed.`)
      : paint(output, ["red", "bold"], `${site}: ${plural(faults, "finding")}.`);
  const lines = [
    ...proposed.cookies.map((line) => `cookies: ${line}`),
    ...proposed.hosts.map((line) => `hosts: ${line}`),
  ];
  return [
    `${head} Looked at: ${looked.join(", ")}.\n`,
    ...findings.map((finding) => describeFinding(finding, output)),
    ...(lines.length === 0 ? [] : ["Lines for the configuration; the purpose is yours to name:\n"]),
    ...lines.map((line) => `  ${paint(output, "cyan", line)}\n`),
    ...(out === undefined ? [] : [`Wrote ${out}.\n`]),
  ].join("");
}

function describeFinding({ weight, code, subject, says, evidence, action }: ScanFinding, output: Output): string {
  const mark = paint(output, weight === "breach" ? ["red", "bold"] : "yellow", MARKS[weight]);
  const shown = evidence.slice(0, MOST_EVIDENCE).map((each) => `      ${each}\n`);
  const more = evidence.length > MOST_EVIDENCE ? `      and ${evidence.length - MOST_EVIDENCE} more\n` : "";
  return `  ${mark} ${code} ${paint(output, "bold", subject)} ${says}\n${shown.join("")}${more}      ${paint(output, "cyan", action)}\n`;
}
