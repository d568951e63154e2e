/** The banner on the example's website, as people, programs and strict policies meet it. */
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, listBarriers, openVisitor, shoot, shootScreen, type Visitor } from "./testing/browser.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";
import { eventually } from "./testing/journeys.ts";
import { runExample, type TestExample } from "./testing/run-example.ts";

/** Beyond the law's guidelines. */
const BEST_PRACTICE = ["best-practice"];
/** Behind a dialog the page is out of reach; what its best practice is, is not the banner's affair. */
const isOurs = (barrier: string) => !barrier.startsWith("region:") || barrier.includes("#kept-choice");
const button = (action: string) => `#kept-choice [data-action="${action}"]`;

describe.skipIf(chromiumPath === null)(`the banner on a real site${whySkipped}`, () => {
  let example: TestExample;
  let browser: Browser;
  beforeAll(async () => {
    [example, browser] = await Promise.all([runExample({ seed: false, waiting: "PT10M" }), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await example?.[Symbol.asyncDispose]();
  });

  const cookieOf = async ({ context }: Visitor) =>
    (await context.cookies()).find(({ name }) => name === "kept-choice")?.value ?? null;
  const visit = async (options: BrowserContextOptions = {}): Promise<Visitor> => {
    const visitor = await openVisitor(browser, options);
    await visitor.page.goto(example.website);
    return visitor;
  };

  it("asks, takes a no in one click, and the record has it with its notice", async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await page.locator(button("reject-all")).waitFor();
    expect(await cookieOf(visitor)).toBeNull();
    const recorded = page.waitForResponse(
      (response) =>
        response.url().endsWith("/banner/events") && response.request().postData()?.includes("reject-all") === true,
    );
    await page.locator(button("reject-all")).click();
    const response = await recorded;
    expect(response.status()).toBe(200);
    expect(await response.json()).toMatchObject({
      receipt: expect.stringMatching(/^rec_/),
      standing: { whose: "device", ask: { needed: false } },
    });
    expect(await cookieOf(visitor)).toMatch(/^1\.reject\./);
    expect(await page.locator("#kept-choice section").count()).toBe(0);
    await page.reload();
    await page.waitForTimeout(300);
    expect(await page.locator("#kept-choice section").count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });

  it("under its strict policy and trusted types nothing is refused that is ours", async () => {
    await using visitor = await visit();
    const { page } = visitor;
    const answer = await page.request.get(example.website);
    const policy = answer.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain("unsafe-inline");
    expect(policy).not.toContain("video.example.org");
    await page.locator(button("open-preferences")).click();
    await page.locator(button("close")).click();
    await page.locator(button("accept-all")).click();
    await page.waitForLoadState();
    expect(visitor.complaints.filter((text) => !text.includes("video.example.org"))).toEqual([]);
  });

  it("holds a film with a placeholder, and a yes there is a yes to that purpose alone", async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await page.locator(button("reject-all")).click();
    const allow = page.locator('.kept-placeholder [data-action="allow-purpose"]');
    expect(await allow.textContent()).toContain("Show films");
    await allow.click();
    await eventually(
      async () => (await page.locator("iframe").getAttribute("src")) === "https://video.example.org/embed/packing",
      "the film is there",
    );
    expect(await cookieOf(visitor)).toMatch(/statistics:0.*videos:1/);
    const policy = (await page.request.get(example.website)).headers()["content-security-policy"];
    expect(policy).toContain("video.example.org");
    expect(policy).not.toContain("count.example.org");
  });

  it("takes a yes back by the way that is always there, and removes what was stored", async () => {
    await using visitor = await visit();
    const { page, context } = visitor;
    await page.locator(button("accept-all")).click();
    await page.waitForLoadState();
    await context.addCookies([{ name: "count_id", value: "1", url: example.website }]);
    await page.evaluate(() => localStorage.setItem("count_seen", "1"));
    await page.getByRole("link", { name: "Your choices" }).click();
    expect(await page.locator('#kept-choice input[data-purpose-id="statistics"]').isChecked()).toBe(true);
    await Promise.all([
      page.waitForEvent("load"),
      page.locator(`#kept-choice dialog [data-action="reject-all"]`).click(),
    ]);
    expect(await cookieOf(visitor)).toMatch(/statistics:0/);
    expect((await context.cookies()).map(({ name }) => name)).not.toContain("count_id");
    expect(await page.evaluate(() => localStorage.getItem("count_seen"))).toBeNull();
  });

  it("can be used with the keyboard alone, traps nobody, and says what things are", async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await page.locator(button("reject-all")).waitFor();
    const focused = () =>
      page.evaluate(() => {
        const active = document.activeElement;
        const inner = active?.shadowRoot?.activeElement ?? active;
        return inner?.getAttribute("data-action") ?? inner?.textContent?.trim() ?? "";
      });
    const seen: string[] = [];
    for (let step = 0; step < 5; step += 1) {
      await page.keyboard.press("Tab");
      seen.push(await focused());
    }
    expect(seen).toEqual(["reject-all", "accept-all", "open-preferences", "Cookies policy", "Skip to content"]);
    await expect(page.getByRole("region", { name: "Your choice about cookies" }).count()).resolves.toBe(1);
    await page.locator(button("open-preferences")).focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Choose by purpose" });
    await dialog.waitFor();
    expect(
      await page.evaluate(() =>
        document.querySelector("#kept-choice")?.shadowRoot?.querySelector("dialog")?.matches(":modal"),
      ),
    ).toBe(true);
    await expect(page.getByRole("switch", { name: "Show films" }).count()).resolves.toBe(1);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await focused()).toBe("open-preferences");
    expect(await cookieOf(visitor)).toBeNull();
    await page.keyboard.press("Escape");
    await eventually(async () => (await cookieOf(visitor))?.startsWith("1.defer.") === true, "closing is no answer");
  });

  it("has no barriers, fits narrow screens, and its answers weigh the same", async () => {
    const variants: Readonly<Record<string, BrowserContextOptions>> = {
      wide: {},
      narrow: { viewport: { width: 320, height: 640 } },
      dark: { colorScheme: "dark" },
      forced: { forcedColors: "active" },
      german: { locale: "de-DE", viewport: { width: 320, height: 640 } },
      still: { reducedMotion: "reduce" },
    };
    const faults: string[] = [];
    for (const [name, options] of Object.entries(variants)) {
      await using visitor = await visit(options);
      const { page } = visitor;
      await page.locator(button("reject-all")).waitFor();
      faults.push(...(await listBarriers(page, BEST_PRACTICE)).map((barrier) => `${name}: ${barrier}`));
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name).toBe(true);
      const boxes = await page.evaluate(() => {
        const root = document.querySelector("#kept-choice")?.shadowRoot;
        return ["reject-all", "accept-all"].map((action) => {
          const one = root?.querySelector(`[data-action="${action}"]`);
          if (!one) throw new Error(action);
          const { width, height } = one.getBoundingClientRect();
          const { color, backgroundColor, fontSize, fontWeight, borderColor } = getComputedStyle(one);
          return { width: Math.round(width), height, color, backgroundColor, fontSize, fontWeight, borderColor };
        });
      });
      expect(boxes[0], name).toEqual(boxes[1]);
      await shoot(page, `banner-first-${name}`);
      await page.locator(button("open-preferences")).click();
      await page.locator("#kept-choice dialog").waitFor();
      faults.push(
        ...(await listBarriers(page, BEST_PRACTICE))
          .filter(isOurs)
          .map((barrier) => `${name}, second layer: ${barrier}`),
      );
      await shootScreen(page, `banner-second-${name}`);
    }
    expect(faults).toEqual([]);
  });

  it("shows the browser's signal as processed and asks only what it does not answer", async () => {
    await using visitor = await openVisitor(browser, { extraHTTPHeaders: { "Sec-GPC": "1" } });
    const { page, context } = visitor;
    await context.addInitScript(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }));
    await page.goto(example.website);
    await page.locator('#kept-choice [data-state="signal-honoured"]').waitFor();
    expect(await page.locator('#kept-choice [data-state="signal-honoured"]').textContent()).toContain("honoured");
  });
});
