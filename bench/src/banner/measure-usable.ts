/** How long after the start of a navigation the button that refuses can be used. */
import type { Browser, BrowserContextOptions } from "playwright-core";

export interface Profile {
  readonly context: BrowserContextOptions;
  /** Times slower than this machine. */
  readonly slowdown: number;
  /** Of the network; null leaves it as it is. */
  readonly network: { readonly latency: number; readonly bitsPerSecond: number } | null;
}

export const DESKTOP: Profile = { context: { viewport: { width: 1280, height: 800 } }, slowdown: 1, network: null };

/** A mid-range telephone on a slow mobile network. */
export const MOBILE: Profile = {
  context: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  slowdown: 4,
  network: { latency: 150, bitsPerSecond: 1_600_000 },
};

const PATIENCE_MILLISECONDS = 15_000;

export interface Measured {
  /** Milliseconds from the start of the navigation. */
  readonly usable: number;
  /** Longest task of the page, in milliseconds; 0 when none was longer than 50. */
  readonly longest: number;
  /** Cumulative layout shift. */
  readonly shift: number;
}

/** @param selector goes through open shadow roots: `#root >>> .button` */
export async function measureUsable(
  browser: Browser,
  url: string,
  selector: string,
  profile: Profile,
): Promise<Measured> {
  const context = await browser.newContext(profile.context);
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: profile.slowdown });
    if (profile.network !== null) {
      const throughput = profile.network.bitsPerSecond / 8;
      await session.send("Network.enable");
      await session.send("Network.emulateNetworkConditions", {
        offline: false,
        latency: profile.network.latency,
        downloadThroughput: throughput,
        uploadThroughput: throughput / 2,
      });
    }
    await page.addInitScript(watch, selector);
    await page.goto(url, { waitUntil: "commit" });
    const handle = await page.waitForFunction(() => (globalThis as unknown as Watched).keptUsable, null, {
      timeout: PATIENCE_MILLISECONDS,
    });
    const usable = (await handle.jsonValue()) ?? 0;
    await page.waitForTimeout(200);
    const { longest, shift } = await page.evaluate(() => (globalThis as unknown as Watched).keptSeen);
    return { usable, longest, shift };
  } finally {
    await context.close();
  }
}

interface Watched {
  keptUsable?: number;
  keptSeen: { longest: number; shift: number };
}

/** Runs in the page, before anything of it: looks with every frame. */
function watch(selector: string): void {
  const page = globalThis as unknown as Watched;
  page.keptSeen = { longest: 0, shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) page.keptSeen.longest = Math.max(page.keptSeen.longest, entry.duration);
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) page.keptSeen.shift += (entry as unknown as { value: number }).value;
  }).observe({ type: "layout-shift", buffered: true });
  const find = (): Element | null => {
    let root: Document | ShadowRoot | null = document;
    let found: Element | null = null;
    for (const step of selector.split(">>>")) {
      found = root?.querySelector(step.trim()) ?? null;
      root = found?.shadowRoot ?? null;
    }
    return found;
  };
  const isUsable = (button: Element): boolean => {
    const { left, top, width, height } = button.getBoundingClientRect();
    if (width === 0 || height === 0 || left < 0 || top < 0 || top + height > innerHeight + 1) return false;
    let opacity = 1;
    for (
      let one: Element | null = button;
      one !== null;
      one = one.parentElement ?? (one.getRootNode() as ShadowRoot).host ?? null
    ) {
      const style = getComputedStyle(one);
      if (style.visibility === "hidden") return false;
      opacity *= Number(style.opacity);
    }
    const at = (button.getRootNode() as Document | ShadowRoot).elementFromPoint(left + width / 2, top + height / 2);
    return opacity > 0.9 && at !== null && (at === button || button.contains(at));
  };
  const look = (): void => {
    const button = find();
    if (button !== null && isUsable(button)) page.keptUsable = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
