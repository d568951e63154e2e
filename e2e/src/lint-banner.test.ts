/** The rules against steering, on banners in a browser: ours in every language, and some that break them. */
import { mkdtempSync, rmSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildBannerIfStale } from "@kept/banner/build";
import type { BannerConfig, Catalogue } from "@kept/banner/core/banner-config";
import { lintLook } from "@kept/banner/lint/lint-look";
import { exampleConfig } from "@kept/banner/testing/example-config";
import { tcfSettings } from "@kept/banner/testing/tcf-settings";
import { measureAnswers, measureBanner } from "@kept/scan/measure-banner";
import { showBanner } from "@kept/scan/show-banner";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./testing/browser.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";
import { exampleFolder } from "./testing/example-folder.ts";
import { runCommand } from "./testing/run-command.ts";

const languages = dirname(createRequire(import.meta.url).resolve("@kept/banner/languages/en.json"));
const names = (await readdir(languages))
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.replace(".json", ""));
const RIGHT_TO_LEFT = ["ar", "he"];

describe.skipIf(chromiumPath === null)(`banners that steer${whySkipped}`, () => {
  let browser: Browser;
  let code: { readonly head: string; readonly banner: string };
  beforeAll(async () => {
    const folder = await buildBannerIfStale();
    const [head = "", banner = ""] = await Promise.all(
      ["head.js", "banner.js"].map((name) => readFile(join(folder, name), "utf8")),
    );
    code = { head, banner };
    browser = await launchBrowser();
  });
  afterAll(async () => await browser?.close());

  async function lintOurs(change: Partial<BannerConfig>, dark = false) {
    const page = await browser.newPage({ colorScheme: dark ? "dark" : "light" });
    try {
      const config = { ...exampleConfig, ...change };
      await showBanner(page, config, code);
      const { language, model } = config;
      const look = await measureBanner(page, { where: language, language, isOptIn: model === "opt-in" });
      // Nothing found may mean that nothing was seen.
      expect(look).toMatchObject({ clicksToAccept: 1, clicksToReject: 1, hasWayBack: true, closingConsents: false });
      expect(look.boxes).toHaveLength(2);
      return lintLook(look);
    } finally {
      await page.close();
    }
  }

  it("ours does not, by the weight of its answers, in any language", async () => {
    const page = await browser.newPage();
    const behaves = { clicksToAccept: 1, clicksToReject: 1, boxes: [], closingConsents: false, hasWayBack: true };
    for (const language of names) {
      const texts = JSON.parse(await readFile(join(languages, `${language}.json`), "utf8")) as Catalogue;
      const rtl = RIGHT_TO_LEFT.includes(language);
      await showBanner(page, { ...exampleConfig, language, texts, rtl }, code);
      const answers = await measureAnswers(page);
      expect([answers.accept?.label, answers.reject?.label]).toEqual([texts.accept, texts.reject]);
      expect(lintLook({ ...behaves, ...answers, where: language, language, isOptIn: true })).toEqual([]);
    }
    await page.close();
  });

  it("nor by what it does: beside the page, as a dialog, in the dark, and where things are allowed until a no", async () => {
    expect(await lintOurs({})).toEqual([]);
    expect(await lintOurs({ layout: "dialog" })).toEqual([]);
    expect(await lintOurs({}, true)).toEqual([]);
    expect(await lintOurs({ model: "opt-out" })).toEqual([]);
  });

  it("nor with the partners of the framework in it, by whose switches and objections", async () => {
    const banner = await readFile(join(await buildBannerIfStale(), "banner-tcf.js"), "utf8");
    const page = await browser.newPage();
    await showBanner(page, { ...exampleConfig, tcf: tcfSettings }, { ...code, banner });
    const look = await measureBanner(page, { where: "en", language: "en", isOptIn: true });
    expect(look).toMatchObject({ clicksToAccept: 1, clicksToReject: 1, hasWayBack: true, closingConsents: false });
    expect(lintLook(look)).toEqual([]);
    await page.close();
  });

  it.each<[string, string, string[]]>([
    [
      "a pale refusal",
      `<button class="yes">Accept all</button><button style="background:#9ed99e;color:#8a8a8a" class="size">Reject all</button>`,
      ["reject-paler", "contrast-low"],
    ],
    [
      "a faded refusal",
      `<button class="yes">Accept all</button><button class="yes" style="opacity:.35">Reject all</button>`,
      ["reject-paler", "contrast-low"],
    ],
    [
      "a refusal in the second layer",
      `<button class="yes">Alle akzeptieren</button><button onclick="second.hidden=false">Einstellungen</button><div id="second" hidden><button class="yes">Alle ablehnen</button></div>`,
      ["reject-missing", "reject-takes-longer"],
    ],
    [
      "a refusal that is a link",
      `<button class="yes">Accept all</button><a href="#">Continue without accepting</a>`,
      ["reject-is-link", "reject-smaller", "reject-lighter", "reject-paler"],
    ],
    [
      "boxes that begin ticked",
      `<label><input type="checkbox" checked> Statistics</label><button class="yes">Accept all</button><button class="yes">Reject all</button>`,
      ["ticked-before-choice"],
    ],
    [
      "a second switch for the same",
      `<button class="yes">Accept all</button><button class="yes">Reject all</button><button onclick="second.hidden=false">Settings</button><div id="second" hidden><label><input type="checkbox"> Legitimate interest</label></div>`,
      ["second-toggle"],
    ],
  ])("%s is found", async (_, html, expected) => {
    const page = await browser.newPage();
    const style = ".yes,.size{font:600 16px sans-serif;padding:12px 20px;border:0}.yes{background:#1f5fbf;color:#fff}";
    await page.setContent(
      `<!doctype html><style>${style}</style><label><input type="checkbox" checked> Newsletter of the shop</label><main><p>News</p></main><div role="dialog">${html}</div><button style="margin:9px">Privacy settings</button>`,
    );
    const language = html.includes("akzeptieren") ? "de" : "en";
    const look = await measureBanner(page, { where: "page", language, isOptIn: true });
    expect(lintLook(look).map(({ code: rule }) => rule)).toEqual(expected);
    await page.close();
  });

  it("`kept lint banner` looks at the example's, in each of its languages, and keeps pictures", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kept-pictures-"));
    const args = ["lint", "banner", "--config", join(exampleFolder, "kept.config.ts"), "--pictures", folder, "--json"];
    const ran = await runCommand(args, { dataDir: tmpdir() });
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(ran.out)).toEqual({ findings: [] });
    const pictures = await readdir(folder);
    for (const name of ["banner-ar-eea.png", "banner-de-us-ca.png", "banner-en-eea.png", "banner-fr-default.png"])
      expect(pictures).toContain(name);
    rmSync(folder, { recursive: true });
  });
});
