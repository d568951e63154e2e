/** The banner on pages made for it: order of what is let go, layouts, directions, regimes, what is away. */
import type { BannerConfig } from "@kept/banner/core/banner-config";
import arabic from "@kept/banner/languages/ar.json" with { type: "json" };
import english from "@kept/banner/languages/en.json" with { type: "json" };
import { guardNode } from "@kept/sdk/pages/node-guard";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { button, html, js, pageOf, plain } from "./testing/banner-pages.ts";
import { launchBrowser, listBarriers, openVisitor, shoot } from "./testing/browser.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";
import { eventually } from "./testing/journeys.ts";
import { serveFiles } from "./testing/serve-files.ts";

describe.skipIf(chromiumPath === null)(`pages with the banner${whySkipped}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  it("let scripts go in the order of the page, with their nonces, and never before", async () => {
    const mark = (name: string) => `window.order = [...(window.order ?? []), "${name}"];`;
    await using third = await serveFiles("127.0.0.1", {
      "/slow.js": [js, mark("slow"), 300],
      "/fast.js": [js, mark("fast")],
      "/deferred.js": [js, mark("deferred")],
      "/made.js": [js, mark("made")],
    });
    const config = { ...plain, hosts: { [third.host]: "statistics" } };
    const body = `<script nonce="n1" defer src="http://${third.host}/deferred.js"></script>
      <script nonce="n1" src="http://${third.host}/slow.js"></script>
      <script nonce="n1" type="text/plain" data-purpose="statistics">${mark("inline")}</script>
      <script nonce="n1" src="http://${third.host}/fast.js"></script>
      <script nonce="n1">const s = document.createElement("script"); s.src = "http://${third.host}/made.js"; s.onload = () => { ${mark("loaded")} }; document.body.append(s);</script>`;
    const guard = guardNode({ config, policy: false });
    const policy = `script-src 'self' 'nonce-n1' http://${third.host}`;
    await using site = await serveFiles("localhost", await pageOf(config, body), (request, response, answer) => {
      response.setHeader("content-security-policy", policy);
      guard(request, response, answer);
    });
    await using visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`http://${site.host}/`);
    await page.locator(button("accept-all")).waitFor();
    const order = () => page.evaluate(() => (window as unknown as { order?: string[] }).order ?? []);
    expect(await order()).toEqual([]);
    await page.locator(button("accept-all")).click();
    await eventually(async () => (await order()).length === 6, "everything has run");
    const ran = (await order()).filter((name) => !["made", "loaded"].includes(name));
    expect(ran).toEqual(["slow", "inline", "fast", "deferred"]);
    expect((await order()).filter((name) => ["made", "loaded"].includes(name))).toEqual(["made", "loaded"]);
    expect(visitor.complaints).toEqual([]);
  });

  it("in front of a page are natively modal, and closing is no yes", async () => {
    await using site = await serveFiles(
      "localhost",
      await pageOf({ ...plain, layout: "dialog" }, "<a href='#x'>A link</a>"),
    );
    await using visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`http://${site.host}/`);
    const dialog = page.getByRole("dialog", { name: "Your choice about cookies" });
    await dialog.waitFor();
    expect(await dialog.evaluate((element) => element.matches(":modal"))).toBe(true);
    expect(await listBarriers(page, ["best-practice"])).toEqual([]);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect((await page.context().cookies())[0]?.value).toMatch(/^1\.defer\..*statistics:0/);
  });

  it("keep their end clear of the question: the last link can be clicked, and nothing has moved", async () => {
    const text = "<p>Some text of a page that people came to read.</p>".repeat(60);
    const body = `${text}</main><footer style="position:relative"><a href="#imprint" style="display:block">Imprint</a></footer><main>`;
    await using site = await serveFiles("localhost", await pageOf(plain, body));
    for (const [width, turned] of [
      [1280, 500],
      [320, 260],
    ] as const) {
      await using visitor = await openVisitor(browser, { viewport: { width, height: 640 } });
      const { page } = visitor;
      await page.addInitScript(() => {
        const seen = window as unknown as { shift: number };
        seen.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
      });
      await page.goto(`http://${site.host}/`);
      await page.locator(button("reject-all")).waitFor();
      const room = () =>
        page.evaluate(() => {
          const panel = document.querySelector("#kept-choice")?.shadowRoot?.querySelector("section");
          const { paddingBottom } = getComputedStyle(document.documentElement);
          return [Number.parseFloat(paddingBottom), panel?.getBoundingClientRect().height ?? 0] as const;
        });
      const isReserved = async () => {
        const [reserved, height] = await room();
        return height > 0 && Math.abs(reserved - height) < 1;
      };
      await eventually(isReserved, "the height is reserved");
      expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0);
      const before = (await room())[1];
      // A telephone that is turned, a window that is made smaller.
      await page.setViewportSize({ width: turned, height: 640 });
      await eventually(async () => (await room())[1] !== before && (await isReserved()), "it follows the size");
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      const isFree = await page.evaluate(() => {
        const link = document.querySelector("footer a");
        const { left, top, height } = link?.getBoundingClientRect() ?? new DOMRect();
        return document.elementFromPoint(left + 5, top + height / 2) === link;
      });
      expect(isFree, `at ${width}`).toBe(true);
      await page.getByRole("link", { name: "Imprint" }).click();
      expect(page.url()).toContain("#imprint");
      await page.locator(button("reject-all")).click();
      expect(await room()).toEqual([0, 0]);
      expect(visitor.complaints).toEqual([]);
    }
  });

  it("are written from the right where the language is", async () => {
    const config = { ...plain, language: "ar", rtl: true, texts: arabic };
    await using site = await serveFiles("localhost", await pageOf(config, "<p>نص</p>"));
    for (const [name, width] of [
      ["wide", 1280],
      ["narrow", 320],
    ] as const) {
      await using visitor = await openVisitor(browser, { viewport: { width, height: 640 } });
      const { page } = visitor;
      await page.goto(`http://${site.host}/`);
      await page.locator(button("reject-all")).waitFor();
      expect(await listBarriers(page, ["best-practice"])).toEqual([]);
      await shoot(page, `banner-arabic-first-${name}`);
      await page.locator(button("open-preferences")).click();
      await page.locator("#kept-choice dialog").waitFor();
      expect(await listBarriers(page)).toEqual([]);
      await shoot(page, `banner-arabic-second-${name}`);
      const [accept, reject] = await Promise.all(
        ["accept-all", "reject-all"].map((action) =>
          page.locator(`#kept-choice dialog [data-action="${action}"]`).boundingBox(),
        ),
      );
      if (width > 600) expect((reject?.x ?? 0) > (accept?.x ?? 0)).toBe(true);
    }
  });

  it("where people opt out, allow until they do, and show the signal as honoured", async () => {
    await using third = await serveFiles("127.0.0.1", { "/a.js": [js, "window.ran = true;"] });
    const config: BannerConfig = {
      ...plain,
      model: "opt-out",
      hosts: { [third.host]: "statistics" },
      regime: { name: "us-ca", why: "you seem to be in California" },
    };
    await using site = await serveFiles(
      "localhost",
      await pageOf(config, `<script src="http://${third.host}/a.js"></script>`),
    );
    const ran = (page: { evaluate<T>(what: () => T): Promise<T> }) =>
      page.evaluate(() => (window as unknown as { ran?: boolean }).ran === true);
    {
      await using visitor = await openVisitor(browser);
      await visitor.page.goto(`http://${site.host}/`);
      await visitor.page.getByRole("button", { name: "Do not sell or share my personal information" }).waitFor();
      expect(await ran(visitor.page)).toBe(true);
      await shoot(visitor.page, "banner-california");
    }
    await using visitor = await openVisitor(browser);
    await visitor.context.addInitScript(() =>
      Object.defineProperty(navigator, "globalPrivacyControl", { value: true }),
    );
    const { page } = visitor;
    await page.goto(`http://${site.host}/`);
    await page.locator('#kept-choice [data-state="signal-honoured"]').waitFor();
    expect(await ran(page)).toBe(false);
    await page.locator(button("open-preferences")).click();
    expect(await page.locator("#kept-choice dialog").textContent()).toContain(english.signalConflict);
    await page.locator('#kept-choice input[data-purpose-id="statistics"]').check();
    await page.locator(button("save")).click();
    await eventually(() => ran(page), "a yes of somebody who was told counts");
    expect((await page.context().cookies())[0]?.value).toContain(".told.");
  });

  it("show one film when it is clicked, all of its purpose when that is allowed, and forget the one with the page", async () => {
    const film = "<!doctype html><title>Film</title><p>Film</p>";
    await using third = await serveFiles("127.0.0.1", { "/one": [html, film], "/two": [html, film] });
    const config = { ...plain, hosts: { [third.host]: "statistics" } };
    const frame = (name: string) =>
      `<iframe title="Film ${name}" width="300" height="150" src="http://${third.host}/${name}"></iframe>`;
    const guard = guardNode({ config, policy: false });
    await using site = await serveFiles("localhost", await pageOf(config, frame("one") + frame("two")), guard);
    await using visitor = await openVisitor(browser, { viewport: { width: 390, height: 1200 } });
    const { page } = visitor;
    const films = () => page.frames().filter((one) => one.url().includes(third.host)).length;
    await page.goto(`http://${site.host}/`);
    await page.locator(button("reject-all")).click();
    const boxes = page.locator(".kept-placeholder");
    await eventually(async () => (await boxes.count()) === 2, "both are held, with a box each");
    expect(await listBarriers(page, ["best-practice"])).toEqual([]);
    // As wide as the film will be, so that nothing moves; no lower, and as high as its words need.
    const size = await page.locator(".kept-placeholder .hold").first().boundingBox();
    expect([size?.width, (size?.height ?? 0) >= 150]).toEqual([300, true]);
    await shoot(page, "banner-placeholders");
    await page.getByRole("button", { name: "Allow “Film one”" }).click();
    await eventually(async () => films() === 1 && (await boxes.count()) === 1, "one film is there");
    expect((await page.context().cookies())[0]?.value).toMatch(/statistics:0/);
    await page.reload();
    await eventually(async () => (await boxes.count()) === 2, "both are held again");
    await boxes.first().locator('[data-action="allow-purpose"]').click();
    await eventually(async () => films() === 2 && (await boxes.count()) === 0, "both films are there");
    expect((await page.context().cookies())[0]?.value).toMatch(/statistics:1/);
    expect(visitor.complaints).toEqual([]);
  });

  it("ask before they are read to their end, and let go what comes later, in its order", async () => {
    await using third = await serveFiles("127.0.0.1", { "/a.js": [js, "window.order = ['third'];"] });
    const config = { ...plain, hosts: { [third.host]: "statistics" } };
    const files = await pageOf(config, "<p>The beginning.</p>");
    const [, whole] = files["/"] ?? [html, ""];
    const page = whole.replace(" defer", " async");
    const [beginning = "", end = ""] = page.split("</main>");
    const later = `<script type="text/plain" data-purpose="statistics" src="http://${third.host}/a.js"></script><script type="text/plain" data-purpose="statistics">window.order.push("own");</script>`;
    let finish = () => {};
    await using site = await serveFiles("localhost", files, (request, response, answer) => {
      if (request.url !== "/") return answer();
      response.writeHead(200, { "content-type": html }).write(beginning);
      finish = () => void response.end(`${later}</main>${end}`);
    });
    await using visitor = await openVisitor(browser);
    await visitor.page.goto(`http://${site.host}/`, { waitUntil: "commit" });
    await visitor.page.locator(button("accept-all")).click();
    expect(await visitor.page.evaluate(() => document.readyState)).toBe("loading");
    finish();
    const order = () => visitor.page.evaluate(() => (window as unknown as { order?: string[] }).order ?? []);
    await eventually(async () => (await order()).length === 2, "both have run");
    expect(await order()).toEqual(["third", "own"]);
    expect(visitor.complaints).toEqual([]);
  });

  it("stay shut when the banner cannot be loaded, and keep a choice that cannot be sent until it can", async () => {
    const heard: { method: string }[] = [];
    let isAway = true;
    await using third = await serveFiles("127.0.0.1", { "/a.js": [js, "window.ran = true;"] });
    const config: BannerConfig = { ...plain, hosts: { [third.host]: "statistics" }, endpoint: "/events" };
    const files = await pageOf(
      config,
      `<script>const s = document.createElement("script"); s.src = "http://${third.host}/a.js"; document.body.append(s);</script>`,
    );
    const { "/banner.js": _, ...without } = files;
    const ran = (page: { evaluate<T>(what: () => T): Promise<T> }) =>
      page.evaluate(() => (window as unknown as { ran?: boolean }).ran === true);
    {
      await using site = await serveFiles("localhost", without);
      await using visitor = await openVisitor(browser);
      await visitor.page.goto(`http://${site.host}/`, { waitUntil: "load" });
      expect(await ran(visitor.page)).toBe(false);
      expect(await visitor.page.getByRole("heading", { name: "Page" }).isVisible()).toBe(true);
    }
    await using site = await serveFiles("localhost", files, (request, response, answer) => {
      if (request.url !== "/events") return answer();
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        if (!isAway) heard.push(JSON.parse(body));
        response.writeHead(isAway ? 503 : 200, { "content-type": "application/json" }).end("{}");
      });
    });
    await using visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`http://${site.host}/`);
    await page.locator(button("accept-all")).click();
    await eventually(() => ran(page), "the choice holds although nobody could be told");
    isAway = false;
    await page.reload();
    await eventually(async () => heard.some(({ method }) => method === "accept-all"), "it is sent with the next page");
    await eventually(
      async () => (await page.evaluate(() => localStorage.getItem("kept-choice"))) === null,
      "nothing waits",
    );
    visitor.forgive(/503/);
    expect(visitor.complaints).toEqual([]);
  });
});
