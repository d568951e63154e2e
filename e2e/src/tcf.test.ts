/** The Transparency and Consent Framework in a page: what vendors in frames hear, and the screens of partners. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { TCString } from "@iabtechlabtcf/core";
import { buildBannerIfStale } from "@kept/banner/build";
import type { BannerConfig } from "@kept/banner/core/banner-config";
import { bannerScript, headScript } from "@kept/banner/core/served-scripts";
import { exampleConfig } from "@kept/banner/testing/example-config";
import { tcfSettings } from "@kept/banner/testing/tcf-settings";
import { guardNode } from "@kept/sdk/pages/node-guard";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, listBarriers, openVisitor, shoot, type Visitor } from "./testing/browser.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";
import { eventually } from "./testing/journeys.ts";
import { type ServedFiles, serveFiles } from "./testing/serve-files.ts";

const js = "text/javascript";
const html = "text/html; charset=utf-8";
const button = (action: string) => `#kept-choice [data-action="${action}"]`;
const config: BannerConfig = {
  ...exampleConfig,
  names: { ...exampleConfig.names, "kept-tc": "necessary" },
  policyHeader: true,
  tcf: tcfSettings,
};

/** A vendor's frame, as the specification has them find the platform: by the locator, then by messages. */
const vendorFrame = `<!doctype html><html lang="en"><title>Advert</title><script src="/vendor.js"></script></html>`;
const vendorCode = `window.heard = [];
addEventListener("message", ({ data }) => {
  const answer = typeof data === "string" ? JSON.parse(data).__tcfapiReturn : data.__tcfapiReturn;
  if (answer) heard.push(answer);
});
window.found = "__tcfapiLocator" in parent.frames;
parent.postMessage({ __tcfapiCall: { command: "ping", version: 2, callId: "ping" } }, "*");
parent.postMessage(JSON.stringify({ __tcfapiCall: { command: "addEventListener", version: 2, callId: "listen" } }), "*");`;

interface Heard {
  readonly callId: string;
  readonly success: boolean;
  readonly returnValue: { readonly eventStatus?: string; readonly tcString?: string; readonly cmpStatus?: string };
}

describe.skipIf(chromiumPath === null)(`the framework${whySkipped}`, () => {
  let browser: Browser;
  let site: ServedFiles;
  beforeAll(async () => {
    const folder = await buildBannerIfStale();
    const code = async (name: string) => await readFile(join(folder, name), "utf8");
    const guard = guardNode({ config, trustedTypes: true });
    const head = '<script src="/head.js"></script><script src="/banner.js" async></script>';
    const page = (more: string) =>
      `<!doctype html><html lang="en"><head>${head}<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Page</title><link rel="icon" href="data:,"></head><body><main><h1>Page</h1><p>Text.</p>${more}</main></body></html>`;
    browser = await launchBrowser();
    site = await serveFiles(
      "localhost",
      {
        "/": [html, page('<iframe title="Advert" src="/vendor"></iframe>')],
        "/head.js": [js, headScript(config, await code("head.js")) + (await code("tcf-stub.js"))],
        // Later than the frame asks: the stub has to keep what it wants.
        "/banner.js": [js, bannerScript(config, await code("banner-tcf.js")), 300],
        "/vendor": [html, vendorFrame],
        "/vendor.js": [js, vendorCode],
      },
      guard,
    );
  });
  afterAll(async () => {
    await browser?.close();
    await site?.[Symbol.asyncDispose]();
  });

  const visit = async (viewport = { width: 1280, height: 900 }): Promise<Visitor> => {
    const visitor = await openVisitor(browser, { viewport });
    await visitor.page.goto(`http://${site.host}/`);
    await visitor.page.locator(button("reject-all")).waitFor();
    return visitor;
  };
  const heardBy = async (page: Page): Promise<readonly Heard[]> =>
    (await page
      .frames()
      .find((frame) => frame.url().endsWith("/vendor"))
      ?.evaluate(() => (window as unknown as { heard: Heard[] }).heard)) ?? [];
  const lastString = async (page: Page) => {
    await eventually(
      async () => (await heardBy(page)).at(-1)?.returnValue.eventStatus !== "cmpuishown",
      "the frame hears of an answer",
    );
    return TCString.decode((await heardBy(page)).at(-1)?.returnValue.tcString ?? "");
  };
  const all = (vector: Iterable<number>) => [...vector];

  it("is there before the banner is, answers frames, and tells them of a no", async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await eventually(async () => (await heardBy(page)).length >= 2, "the frame is answered");
    const [ping, listening] = await heardBy(page);
    expect(ping).toMatchObject({ callId: "ping", success: true, returnValue: { cmpStatus: "stub" } });
    expect(listening).toMatchObject({ callId: "listen", returnValue: { eventStatus: "cmpuishown", tcString: "" } });
    await page.locator(button("reject-all")).click();
    const model = await lastString(page);
    expect(all(model.purposeConsents.values())).toEqual([]);
    expect(all(model.vendorLegitimateInterests.values())).toEqual([44]);
    expect(all(model.vendorsDisclosed.values())).toEqual([8, 12, 30, 44]);
    expect(visitor.complaints).toEqual([]);
  });

  it("says on the first layer what it has to say, and one click allows or refuses all", async () => {
    await using visitor = await visit();
    const { page } = visitor;
    const first = page.locator("#kept-choice section.region");
    const text = await first.textContent();
    for (const words of [
      "our 4 partners",
      "Purpose 1 · Purpose 7 · Purpose 9",
      "Special feature 1",
      "rest on a legitimate interest",
    ])
      expect(text).toContain(words);
    expect(await listBarriers(page, ["best-practice"])).toEqual([]);
    await shoot(page, "tcf-first");
    await page.locator(button("accept-all")).click();
    await page.waitForLoadState();
    const model = await lastString(page);
    expect(all(model.purposeConsents.values())).toEqual([1, 7, 9]);
    expect(all(model.vendorConsents.values())).toEqual([8, 12]);
    expect(all(model.specialFeatureOptins.values())).toEqual([1, 2]);
    expect(visitor.complaints).toEqual([]);
  });

  it("lets people choose by purpose and partner, and object; and shows what they chose when they come back", async () => {
    await using visitor = await visit();
    const { page } = visitor;
    await page.locator(button("open-partners")).click();
    const dialog = page.locator("#kept-choice dialog");
    const part = (name: string) => dialog.locator(`details[data-part="${name}"] > summary`);
    // Nothing is ticked before anybody has chosen, opened or not.
    await dialog.locator('[data-vendor="8"]').waitFor();
    for (const name of ["purposes", "features"]) await part(name).click();
    expect(await dialog.locator("input:checked").count()).toBe(0);
    await page.getByRole("switch", { name: "Purpose 9" }).check();
    // The site's own purpose behind it goes along, and brings no other.
    expect(await page.getByRole("switch", { name: "Show maps" }).isChecked()).toBe(true);
    expect(await page.getByRole("switch", { name: "Purpose 7" }).isChecked()).toBe(false);
    await page.getByRole("switch", { name: "Partner 12" }).check();
    await dialog.locator("#tcf-object-vendor-30").click();
    expect(await dialog.locator("#tcf-object-vendor-30").getAttribute("aria-pressed")).toBe("true");
    await dialog.locator('[data-vendor="12"] summary').click();
    const details = await dialog.locator('[data-vendor="12"] details > div').textContent();
    for (const words of ["Purpose 1 (90 days)", "Data 1 · Data 2", "Privacy policy"]) expect(details).toContain(words);
    expect(await listBarriers(page)).toEqual([]);
    await shoot(page, "tcf-second");
    await page.locator(button("save")).click();
    const model = await lastString(page);
    expect(all(model.purposeConsents.values())).toEqual([9]);
    expect(all(model.vendorConsents.values())).toEqual([12]);
    expect(all(model.vendorLegitimateInterests.values())).toEqual([12, 44]);
    expect(all(model.specialFeatureOptins.values())).toEqual([]);
    await page.reload();
    await page.locator(button("open-preferences")).click();
    await part("vendors").click();
    expect(await page.getByRole("switch", { name: "Partner 12" }).isChecked()).toBe(true);
    expect(await page.getByRole("switch", { name: "Partner 8" }).isChecked()).toBe(false);
    expect(await dialog.locator("#tcf-object-vendor-30").textContent()).toBe("Objected");
    expect(visitor.complaints).toEqual([]);
  });

  it("fits narrow screens", async () => {
    await using visitor = await visit({ width: 320, height: 640 });
    const { page } = visitor;
    await shoot(page, "tcf-first-narrow");
    await page.locator(button("open-partners")).click();
    await page.locator('#kept-choice [data-vendor="44"]').waitFor();
    expect(await page.locator("#kept-choice dialog").evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
    expect(await listBarriers(page)).toEqual([]);
    await shoot(page, "tcf-second-narrow");
  });
});
