/** Kept's banner as its documentation says, with the two scripts as files of the site. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buildBannerIfStale } from "@kept/banner/build";
import type { BannerConfig } from "@kept/banner/core/banner-config";
import { bannerScript, headScript } from "@kept/banner/core/served-scripts";
import english from "@kept/banner/languages/en.json" with { type: "json" };
import type { SetUp } from "@kept/e2e/leak-kit/set-up";

const purpose = (id: string, title: string) => ({
  id,
  version: "1f0c9a2b",
  signal: true,
  title,
  description: `What is done with data for the purpose ${title.toLowerCase()}, in a sentence or two.`,
  consequence: "Nothing stops working.",
  recipients: [{ name: "Example Analytics", country: "DE", privacyUrl: "https://example.net/privacy" }],
});

const config: BannerConfig = {
  cookie: "kept-choice",
  model: "opt-in",
  askAgainDays: 182,
  purposes: [
    { id: "necessary", necessary: true, version: "1", title: "Run this site" },
    purpose("statistics", "See how the site is used"),
    purpose("advertising", "Show fitting advertisements"),
    purpose("videos", "Show films"),
  ],
  hosts: { "stats.example.net": "statistics", "ads.example.net": "advertising", "video.example.org": "videos" },
  names: { "_ga*": "statistics", _fbp: "advertising" },
  brand: "Example",
  language: "en",
  texts: english,
  regime: { name: "eea", why: "you seem to be in the European Economic Area" },
};

export interface KeptFiles {
  readonly head: string;
  readonly banner: string;
  readonly setUp: SetUp;
}

/** The built files with a configuration of ordinary size in them: everything that a visitor loads. */
export async function readKeptFiles(): Promise<KeptFiles> {
  const folder = await buildBannerIfStale();
  const [head, banner] = [
    headScript(config, await readFile(join(folder, "head.js"), "utf8")),
    bannerScript(config, await readFile(join(folder, "banner.js"), "utf8")),
  ];
  return {
    head: await readFile(join(folder, "head.js"), "utf8"),
    banner,
    setUp: {
      name: "Kept",
      head: '<script src="/head.js"></script><script src="/banner.js" async></script>',
      files: { "/head.js": ["text/javascript", head], "/banner.js": ["text/javascript", banner] },
      usable: '#kept-choice >>> [data-action="reject-all"]',
    },
  };
}
