/** A real browser whose pages are watched: whatever it complains about, the test hears of it. */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { chromiumPath, shotsFolder } from "./environment.ts";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PATIENCE_MILLISECONDS = 20_000;
/** A busy machine takes its time. */
const LAUNCH_MILLISECONDS = 120_000;
const WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** One person before one screen. */
export interface Visitor extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors, script errors, refusals by the content security policy, requests that failed. */
  readonly complaints: readonly string[];
  /** Forgets complaints that the test provoked. */
  forgive(expected: RegExp): void;
}

export async function launchBrowser(): Promise<Browser> {
  if (chromiumPath === null) throw new Error("There is no browser; the test should have been skipped.");
  return await chromium.launch({ executablePath: chromiumPath, args: ARGUMENTS, timeout: LAUNCH_MILLISECONDS });
}

export async function openVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE_MILLISECONDS);
  const complaints: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.text()} (${message.page()?.url() ?? "no page"})`);
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // Leaving a page, and a download, abort what was under way; that is no fault.
    if (reason !== "net::ERR_ABORTED") complaints.push(`${reason} ${request.url()}`);
  });
  const page = await context.newPage();
  return {
    page,
    context,
    complaints,
    forgive: (expected) => {
      for (let index = complaints.length - 1; index >= 0; index -= 1) {
        if (expected.test(complaints[index] ?? "")) complaints.splice(index, 1);
      }
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

/** Pixels that a picture may be high: browsers draw no taller ones. */
const TALLEST = 15_000;

/** What comes in with a movement has come to rest by then. */
const REST_MILLISECONDS = 200;

/** Takes a picture of what is on the screen, where pictures are asked for. */
export async function shootScreen(page: Page, name: string): Promise<void> {
  if (shotsFolder === null) return;
  mkdirSync(shotsFolder, { recursive: true });
  await page.waitForTimeout(REST_MILLISECONDS);
  await page.screenshot({ path: join(shotsFolder, `${name}.png`) });
}

/** Takes a picture of the whole page, where pictures are asked for; of one that is longer than any picture, of its beginning. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (shotsFolder === null) return;
  mkdirSync(shotsFolder, { recursive: true });
  const [width, height] = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return [scrollWidth, scrollHeight] as const;
  });
  const clip = height > TALLEST ? { clip: { x: 0, y: 0, width, height: TALLEST } } : {};
  await page.screenshot({
    path: join(shotsFolder, `${name}.png`),
    fullPage: true,
    animations: "disabled",
    ...clip,
  });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What hinders people with disabilities on this page, a line each: rule, what is wrong, where; `more` are axe's tags. */
export async function listBarriers(page: Page, more: readonly string[] = []): Promise<readonly string[]> {
  // Evaluated, not added as a script: the pages' policy rightly refuses scripts that are not theirs.
  await page.evaluate(axeSource);
  const results = await page.evaluate(
    async (tags): Promise<AxeResults> =>
      await (window as unknown as { axe: typeof import("axe-core") }).axe.run({
        runOnly: { type: "tag", values: tags },
        resultTypes: ["violations"],
      }),
    [...WCAG, ...more],
  );
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      (node) => `${id}: ${help}: ${node.target.join(" ")}: ${node.failureSummary?.split("\n").at(1)?.trim() ?? ""}`,
    ),
  );
}

/** Takes a picture of the page as it is, and tells what is wrong with it; complaints count from `since`. */
export async function inspectPage(
  { page, complaints }: Visitor,
  name: string,
  since: number,
): Promise<readonly string[]> {
  // What is loading shows as such; a picture of it says nothing.
  await page
    .locator("[aria-busy=true]")
    .first()
    .waitFor({ state: "hidden" })
    .catch(() => undefined);
  const barriers = await listBarriers(page);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  // What runs out of its box may be cut off without making the page wider.
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll("h1, h2, h3")]
      .filter((heading) => heading.clientWidth > 0 && heading.scrollWidth > heading.clientWidth + 1)
      .map((heading) => heading.textContent),
  );
  await shoot(page, name);
  return [
    ...cut.map((heading) => `${name}: runs out of its box: ${heading}`),
    ...barriers.map((barrier) => `${name}: ${barrier}`),
    ...complaints.slice(since).map((complaint) => `${name}: ${complaint}`),
    ...(overflow > 0 ? [`${name}: is ${overflow} px wider than the screen`] : []),
  ];
}

interface Variant {
  readonly language: "en" | "de";
  readonly context: BrowserContextOptions;
}

export const NARROW = { width: 360, height: 740 };

/** How people meet the pages of the centre. */
export const VARIANTS: Readonly<Record<string, Variant>> = {
  wide: { language: "en", context: {} },
  "german-narrow": { language: "de", context: { viewport: NARROW, locale: "de-DE" } },
  dark: { language: "en", context: { colorScheme: "dark" } },
};

export function withLanguage(address: string, language: string): string {
  const url = new URL(address);
  url.searchParams.set("lang", language);
  return url.href;
}
