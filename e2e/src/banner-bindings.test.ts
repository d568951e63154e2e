/** What pages build on the banner: bindings of frameworks, and the interface of the Global Privacy Platform. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { buildBannerIfStale } from "@kept/banner/build";
import type { BannerConfig } from "@kept/banner/core/banner-config";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleEntry, button, html, js, pageOf, plain } from "./testing/banner-pages.ts";
import { launchBrowser, openVisitor } from "./testing/browser.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";
import { eventually } from "./testing/journeys.ts";
import { serveFiles } from "./testing/serve-files.ts";

describe.skipIf(chromiumPath === null)(`pages that build on the banner${whySkipped}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  it("follow a choice in Vue and by a Svelte store", async () => {
    const require = createRequire(import.meta.url);
    const bannerOnly = createRequire(require.resolve("@kept/banner/package.json"));
    const entry = `
      import { createApp, h } from ${JSON.stringify(bannerOnly.resolve("vue/dist/vue.runtime.esm-bundler.js"))};
      import { useConsent } from ${JSON.stringify(require.resolve("@kept/banner/bindings/vue"))};
      import { consentStore } from ${JSON.stringify(require.resolve("@kept/banner/bindings/svelte"))};
      import { pageConsent } from ${JSON.stringify(require.resolve("@kept/banner/bindings/page-consent"))};
      const consent = await pageConsent();
      createApp({ setup() { const current = useConsent(consent); return () => h("b", current.value.allowed.statistics ? "allowed" : "asked"); } }).mount("#vue");
      consentStore(consent).subscribe(({ allowed }) => { document.getElementById("svelte").textContent = allowed.statistics ? "allowed" : "asked"; });
    `;
    const body = `<div id="vue"></div><div id="svelte"></div><script type="module" src="/app.js"></script>`;
    const files = await pageOf(plain, body, { "/app.js": [js, await bundleEntry(entry)] });
    await using site = await serveFiles("localhost", files);
    await using visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`http://${site.host}/`);
    const says = (text: string) => async () =>
      (await page.locator("#vue").textContent()) === text && (await page.locator("#svelte").textContent()) === text;
    await eventually(says("asked"), "both begin with what holds");
    await page.locator(button("accept-all")).click();
    await eventually(says("allowed"), "both follow");
    expect(visitor.complaints).toEqual([]);
  });

  it("hydrate React without a difference, and follow a choice", async () => {
    const require = createRequire(import.meta.url);
    const { createElement } = await import("react");
    const { renderToString } = await import("react-dom/server");
    const { Allowed } = await import("@kept/banner/bindings/react");
    const { createConsent } = await import("@kept/banner/core/consent");
    const server = createConsent({
      config: plain,
      store: { read: () => null, write: () => undefined },
      signal: false,
      now: Date.now,
      random: (size) => new Uint8Array(size),
    });
    const markup = renderToString(
      createElement(
        Allowed,
        { consent: server, purpose: "statistics", otherwise: createElement("b", null, "asked") },
        "allowed",
      ),
    );
    const entry = `
      import { createElement } from ${JSON.stringify(require.resolve("react"))};
      import { hydrateRoot } from ${JSON.stringify(require.resolve("react-dom/client"))};
      import { Allowed } from ${JSON.stringify(require.resolve("@kept/banner/bindings/react"))};
      import { pageConsent } from ${JSON.stringify(require.resolve("@kept/banner/bindings/page-consent"))};
      const consent = await pageConsent();
      const app = createElement(Allowed, { consent, purpose: "statistics", otherwise: createElement("b", null, "asked") }, "allowed");
      hydrateRoot(document.getElementById("app"), app, { onRecoverableError: (error) => console.error("hydration", error) });
    `;
    const body = `<div id="app">${markup}</div><script type="module" src="/app.js"></script>`;
    const files = await pageOf(plain, body, { "/app.js": [js, await bundleEntry(entry)] });
    await using site = await serveFiles("localhost", files);
    await using visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`http://${site.host}/`);
    expect(await page.locator("#app").textContent()).toBe("asked");
    await page.locator(button("accept-all")).click();
    await eventually(async () => (await page.locator("#app").textContent()) === "allowed", "React follows");
    expect(visitor.complaints).toEqual([]);
  });

  it("give pages the Global Privacy Platform", async () => {
    const folder = await buildBannerIfStale();
    const config: BannerConfig = {
      ...plain,
      model: "opt-out",
      gpp: { sale: ["statistics"], sharing: [], targeted: [], section: "usca" },
    };
    const asking = `<!doctype html><title>Frame</title><script>
      addEventListener("message", ({ data }) => { window.answer = data.__gppReturn; });
      parent.postMessage({ __gppCall: { command: "ping", callId: "one" } }, "*");</script>`;
    const files = await pageOf(config, '<script src="/gpp.js"></script><iframe title="Advert" src="/frame"></iframe>', {
      "/gpp.js": [js, await readFile(join(folder, "gpp.js"), "utf8")],
      "/frame": [html, asking],
    });
    await using site = await serveFiles("localhost", files);
    await using visitor = await openVisitor(browser);
    const { page } = visitor;
    await page.goto(`http://${site.host}/`);
    const field = () =>
      page.evaluate(
        () =>
          new Promise((resolve) =>
            (window as unknown as { __gpp(...call: unknown[]): void }).__gpp("getField", resolve, "usca.SaleOptOut"),
          ),
      );
    await page.locator(button("reject-all")).waitFor();
    expect(await field()).toBe(2);
    await Promise.all([page.waitForEvent("load"), page.locator(button("reject-all")).click()]);
    await page.waitForFunction(() => "consent" in ((window as unknown as { kept?: object }).kept ?? {}));
    expect(await field()).toBe(1);
    expect(await page.evaluate(() => "__gppLocator" in window.frames)).toBe(true);
    const frame = page.frames().find((one) => one.url().endsWith("/frame"));
    const answer = await frame?.waitForFunction(() => (window as unknown as { answer?: object }).answer);
    expect(await answer?.jsonValue()).toMatchObject({
      callId: "one",
      success: true,
      returnValue: { gppVersion: "1.1" },
    });
  });
});
