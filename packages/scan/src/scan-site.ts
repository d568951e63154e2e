/** Looks at a site as visitors do who have said nothing, yes, no, or no after a yes, and one whose browser says no. */
import { resolveCname } from "node:dns/promises";
import type { Browser } from "playwright-core";
import { answerBanner, withdrawConsent } from "./drive-banner.ts";
import {
  type BannerUse,
  type RegionObservation,
  type ScanState,
  STATES,
  type StateObservation,
} from "./observation.ts";
import { type MayOpen, readRobots } from "./robots.ts";
import { bare, openVisitor, type Visitor } from "./watch-state.ts";

const ARGUMENTS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PAGE_MILLISECONDS = 20_000;
/** A page's quiet must have lasted so long; no page is waited for longer than `QUIET_MILLISECONDS`. */
const SETTLE_MILLISECONDS = 600;
const QUIET_MILLISECONDS = 4_000;
const ROBOTS_MILLISECONDS = 5_000;

export interface ScanOptions {
  readonly browserPath: string;
  /** Where it begins; only pages of its origin are opened. */
  readonly url: string;
  readonly regions: readonly ScanRegion[];
  readonly states?: readonly ScanState[];
  /** @defaultValue 5 */
  readonly maxPages?: number;
  /** For the whole scan. @defaultValue 300 */
  readonly maxSeconds?: number;
  /** BCP 47 tag that the browser asks for. @defaultValue en-GB */
  readonly language?: string;
  /** Runs without the browser's own sandbox, as it must for root and in most containers. */
  readonly withoutSandbox?: boolean;
  onProgress?(text: string): void;
}

/** As whom a site is asked. */
export interface ScanRegion {
  readonly name: string;
  /** Headers that tell the site where the visitor is. */
  readonly headers: Readonly<Record<string, string>>;
}

export class SiteUnreadable extends Error {
  override readonly name = "SiteUnreadable";
}

/** @throws SiteUnreadable when the first page cannot be had, or sends visitors to another origin */
export async function scanSite(options: ScanOptions): Promise<readonly RegionObservation[]> {
  const deadline = Date.now() + (options.maxSeconds ?? 300) * 1000;
  const start = new URL(options.url);
  const mayOpen = await askRobots(start);
  if (!mayOpen(start.pathname))
    throw new SiteUnreadable(
      `${start.origin}/robots.txt asks programs not to open ${start.pathname}. Allow \`kept-scan\` there.`,
    );
  const browser = await launchBrowser(options.browserPath, options.withoutSandbox ?? false);
  try {
    let pages: readonly string[] | null = null;
    const regions: RegionObservation[] = [];
    for (const region of options.regions) {
      const states: StateObservation[] = [];
      for (const state of options.states ?? STATES) {
        options.onProgress?.(`${region.name}: ${state}`);
        const walk: Walk = { options, browser, region, mayOpen, deadline, pages };
        const observed = await observeState(walk, state);
        // Every state is looked at on the same pages, or they could not be compared.
        pages ??= observed.pages;
        states.push(observed);
      }
      const hosts = new Set(states.flatMap(({ requests }) => requests.map(({ host }) => host)));
      regions.push({
        region: region.name,
        site: start.origin,
        states,
        aliases: await findAliases(start.hostname, hosts),
      });
    }
    return regions;
  } finally {
    await browser.close();
  }
}

/** @param withoutSandbox as it must be for root and in most containers */
export async function launchBrowser(path: string, withoutSandbox: boolean): Promise<Browser> {
  // It is a third of a second to load, and most processes that could scan do not.
  const { chromium } = await import("playwright-core");
  return await chromium.launch({
    executablePath: path,
    args: [...ARGUMENTS, ...(withoutSandbox ? ["--no-sandbox"] : [])],
  });
}

interface Walk {
  readonly options: ScanOptions;
  readonly browser: Browser;
  readonly region: ScanRegion;
  readonly mayOpen: MayOpen;
  readonly deadline: number;
  /** Pages to look at; null: they have yet to be found. */
  readonly pages: readonly string[] | null;
}

async function observeState(walk: Walk, state: ScanState): Promise<StateObservation> {
  const { options, browser, region } = walk;
  await using visitor = await openVisitor(browser, {
    signal: state === "signal",
    headers: region.headers,
    language: options.language ?? "en-GB",
  });
  const uses: Partial<Record<"accept" | "reject" | "withdraw", BannerUse>> = {};
  const faults: { page: string; why: string }[] = [];
  if (state !== "before" && state !== "signal") {
    await openPage(visitor, options.url);
    const answer = state === "rejected" ? "reject" : "accept";
    uses[answer] = await answerBanner(visitor.page, answer);
    await settle(visitor);
    if (state === "withdrawn") {
      // A yes is used before it is taken back: what it let in must be there to be removed.
      await openPage(visitor, options.url);
      await visitor.look(options.url);
      uses.withdraw = await withdrawConsent(visitor.page);
      await settle(visitor);
    }
    if (state !== "accepted") visitor.forget();
  }
  const seen = await crawl(walk, visitor, faults);
  return { state, ...visitor.seen(), pages: seen, faults, uses };
}

/** @returns the pages that were looked at, without their queries */
async function crawl(
  walk: Walk,
  visitor: Visitor,
  faults: { page: string; why: string }[],
): Promise<readonly string[]> {
  const { options, mayOpen, deadline, pages } = walk;
  const most = options.maxPages ?? 5;
  const queue = pages === null ? [options.url] : [...pages];
  const done: string[] = [];
  for (let url = queue.shift(); url !== undefined && done.length < most; url = queue.shift()) {
    if (Date.now() > deadline) {
      faults.push({ page: bare(url), why: "the time was over" });
      continue;
    }
    const isFirst = done.length === 0 && faults.length === 0;
    try {
      await openPage(visitor, url);
    } catch (error) {
      if (isFirst) throw error;
      faults.push({ page: bare(url), why: error instanceof Error ? (error.message.split("\n")[0] ?? "") : "unknown" });
      continue;
    }
    await visitor.look(url);
    done.push(url);
    if (pages !== null) continue;
    const origin = new URL(options.url).origin;
    for (const link of await linksOf(visitor, origin)) {
      if (!mayOpen(new URL(link).pathname)) continue;
      if (!done.includes(link) && !queue.includes(link) && queue.length + done.length < most) queue.push(link);
    }
  }
  return done;
}

async function openPage({ page }: Visitor, url: string): Promise<void> {
  const { origin } = new URL(url);
  const response = await page.goto(url, { waitUntil: "load", timeout: PAGE_MILLISECONDS }).catch((error: unknown) => {
    const [why = ""] = error instanceof Error ? error.message.split("\n") : [];
    throw new SiteUnreadable(`${bare(url)} cannot be opened: ${why.replace(/^page\.goto: /, "")}`);
  });
  await settle({ page });
  const there = new URL(page.url()).origin;
  if (there !== origin) throw new SiteUnreadable(`${bare(url)} sends visitors to ${there}: scan that address.`);
  if ((response?.status() ?? 200) >= 400) throw new SiteUnreadable(`${bare(url)} answers ${response?.status()}.`);
}

async function settle({ page }: Pick<Visitor, "page">): Promise<void> {
  await page.waitForTimeout(SETTLE_MILLISECONDS);
  await page.waitForLoadState("networkidle", { timeout: QUIET_MILLISECONDS }).catch(() => undefined);
}

/** Pages of the same origin; files and ways out of an account are left alone. */
async function linksOf({ page }: Visitor, origin: string): Promise<readonly string[]> {
  const links = await page
    .evaluate(() => [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].map(({ href }) => href))
    .catch(() => []);
  const tidy = links.map((link) => link.replace(/#.*/s, "")).filter((link) => URL.canParse(link));
  return [...new Set(tidy)].filter((link) => {
    const { origin: where, pathname } = new URL(link);
    return where === origin && !/\.(?!html?$)\w{2,5}$|log-?out|sign-?out|abmelden|unsubscribe/i.test(pathname);
  });
}

async function askRobots(start: URL): Promise<MayOpen> {
  try {
    const response = await fetch(new URL("/robots.txt", start), {
      redirect: "manual",
      signal: AbortSignal.timeout(ROBOTS_MILLISECONDS),
    });
    return response.ok ? readRobots(await response.text()) : () => true;
  } catch {
    // A site without an answer here says so on its first page.
    return () => true;
  }
}

/** Own subdomains that stand for somebody else's host: what they set looks like the site's own (CNAME cloaking). */
async function findAliases(site: string, hosts: ReadonlySet<string>): Promise<Readonly<Record<string, string>>> {
  const parent = site.split(".").slice(-2).join(".");
  const aliases: Record<string, string> = {};
  for (const host of hosts) {
    const name = host.replace(/:\d+$/, "");
    if (name === site || !name.endsWith(`.${parent}`) || !/[a-z]$/.test(name)) continue;
    const [target] = await resolveCname(name).catch(() => []);
    if (target !== undefined && !target.endsWith(`.${parent}`) && target !== parent) aliases[host] = target;
  }
  return aliases;
}
