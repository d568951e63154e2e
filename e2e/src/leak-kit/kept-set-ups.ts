/** Kept's own three columns: the script alone, with the policy header, with the rewrite. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buildBannerIfStale } from "@kept/banner/build";
import type { BannerConfig, Catalogue } from "@kept/banner/core/banner-config";
import { bannerScript, headScript } from "@kept/banner/core/served-scripts";
import english from "@kept/banner/languages/en.json" with { type: "json" };
import type { Page } from "playwright-core";
import type { SetUp } from "./set-up.ts";

/** Everything that the tracker's host and names are for is one purpose. */
function kitConfig(tracker: string): BannerConfig {
  return {
    cookie: "kept-choice",
    model: "opt-in",
    askAgainDays: 182,
    purposes: [
      { id: "necessary", necessary: true, version: "1", title: "Run the site" },
      { id: "analytics", version: "1", signal: true, title: "See how the site is used" },
    ],
    hosts: { [tracker]: "analytics", "/files/": "analytics" },
    names: { "track_*": "analytics" },
    brand: "The kit",
    language: "en",
    texts: english satisfies Catalogue,
    regime: { name: "eea", why: "the kit says so" },
  };
}

const action = (name: string) => async (page: Page) => {
  await page.locator(`#kept-choice [data-action="${name}"]`).first().click();
};

const acts = {
  accept: action("accept-all"),
  reject: action("reject-all"),
  withdraw: async (page: Page) => {
    await page.locator('#kept-choice .corner[data-action="open-preferences"]').click();
    // The page loads anew: what already ran is gone.
    await Promise.all([
      page.waitForEvent("load"),
      page.locator('#kept-choice dialog [data-action="reject-all"]').click(),
    ]);
  },
};

/** @param undeclared the kit's tracker, when it is to be a host that the configuration does not name */
export async function keptSetUps(tracker: string, undeclared?: string): Promise<readonly SetUp[]> {
  const folder = await buildBannerIfStale();
  const [head = "", banner = ""] = await Promise.all(
    ["head.js", "banner.js"].map((name) => readFile(join(folder, name), "utf8")),
  );
  const make = (name: string, policy: boolean, rewrite: boolean): SetUp => {
    const config: BannerConfig = {
      ...kitConfig(tracker),
      ...(undeclared === undefined ? {} : { hosts: { [tracker]: "analytics" }, names: {} }),
      ...(policy ? { policyHeader: true } : {}),
    };
    return {
      name,
      head: `<script>${headScript(config, head)}</script><script src="/banner.js" defer></script>`,
      files: { "/banner.js": ["text/javascript", bannerScript(config, banner)] },
      guard: { config, policy, rewrite },
      usable: '#kept-choice [data-action="reject-all"]',
      ...acts,
    };
  };
  return [
    make("script alone", false, false),
    make("with the policy header", true, false),
    make("with the rewrite", false, true),
    make("with both", true, true),
  ];
}
