/** Opens every vector's page in a browser and writes down what leaked. */
import { setTimeout as pause } from "node:timers/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { SetUp } from "./set-up.ts";
import { startSite } from "./site.ts";
import { startTracker } from "./tracker.ts";
import { vectors } from "./vectors.ts";

export const STATES = ["before", "rejected", "withdrawn", "signal", "accepted"] as const;
export type KitState = (typeof STATES)[number];

/** Ids of the vectors that leaked. */
export type Leaks = ReadonlySet<string>;

/** After the page has loaded; everything that leaks does so within a few milliseconds. What has leaked is not waited for. */
const PATIENCE_MILLISECONDS = 400;
const LOOK_MILLISECONDS = 50;
const LOADING_MILLISECONDS = 5_000;
const PAGES_AT_ONCE = 6;

export interface KitRun {
  readonly browser: Browser;
  /** Made for the tracker's host. */
  readonly setUp: (tracker: string) => SetUp | Promise<SetUp>;
  readonly state: KitState;
  readonly only?: readonly string[];
}

/** One column of the table. */
export async function runKit({ browser, setUp: makeSetUp, state, only }: KitRun): Promise<Leaks> {
  await using tracker = await startTracker();
  const setUp = await makeSetUp(tracker.host);
  await using site = await startSite(setUp, tracker.host);
  const context = await openContext(browser, state);
  try {
    await prepare(context, setUp, site.url, state);
    const leaked = new Set<string>();
    const chosen = vectors.filter(({ id }) => only?.includes(id) ?? true);
    // Those that may take longest begin first.
    const queue = [...chosen.filter(({ leaves }) => leaves), ...chosen.filter(({ leaves }) => !leaves)];
    const work = async () => {
      let page = await context.newPage();
      for (let vector = queue.shift(); vector !== undefined; vector = queue.shift()) {
        const { id, stores, leaves } = vector;
        // A page that was kept from sending itself elsewhere may never be done.
        await page
          .goto(`${site.url}/v/${id}`, { waitUntil: "load", timeout: LOADING_MILLISECONDS })
          .catch(() => undefined);
        const hasLeaked = async () => tracker.heard.has(id) || (stores === true && (await keeps(page, `track_${id}`)));
        if (await comesAbout(hasLeaked)) leaked.add(id);
        if (leaves !== true) continue;
        await page.close();
        page = await context.newPage();
      }
      await page.close();
    };
    await Promise.all(Array.from({ length: PAGES_AT_ONCE }, work));
    const missing = chosen.filter(({ id }) => !site.asked.has(`/v/${id}`));
    if (missing.length > 0) throw new Error(`The browser never asked for ${missing.map(({ id }) => id).join(", ")}.`);
    return new Set([...tracker.heard.keys(), ...leaked]);
  } finally {
    await context.close();
  }
}

async function openContext(browser: Browser, state: KitState): Promise<BrowserContext> {
  const signal = state === "signal";
  const context = await browser.newContext(signal ? { extraHTTPHeaders: { "Sec-GPC": "1" } } : {});
  if (signal) {
    await context.addInitScript(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }));
  }
  return context;
}

/** What the visitor does before they come to the pages. */
async function prepare(context: BrowserContext, setUp: SetUp, url: string, state: KitState): Promise<void> {
  if (state === "before" || state === "signal") return;
  const page = await context.newPage();
  await page.goto(url);
  const act = async (what: ((page: Page) => Promise<void>) | undefined) => {
    if (what === undefined) throw new Error(`${setUp.name} does not say how a visitor comes to "${state}".`);
    await what(page);
  };
  await act(state === "rejected" ? setUp.reject : setUp.accept);
  if (state === "withdrawn") await act(setUp.withdraw);
  await page.waitForTimeout(200);
  await page.close();
}

/** Looks again and again for as long as patience lasts. */
async function comesAbout(isSo: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    if (await isSo()) return true;
    if (performance.now() > end) return false;
    await pause(LOOK_MILLISECONDS);
  }
}

/** Answers whether the browser kept what it should not have. */
async function keeps(page: Page, name: string): Promise<boolean> {
  return await page.evaluate(async (entry) => {
    const databases = await indexedDB.databases();
    return (
      document.cookie.includes(`${entry}=`) ||
      localStorage.getItem(entry) !== null ||
      databases.some((one) => one.name === entry)
    );
  }, name);
}
