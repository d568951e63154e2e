/** Pages made for a test, with the banner of a configuration on them. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buildBannerIfStale } from "@kept/banner/build";
import type { BannerConfig } from "@kept/banner/core/banner-config";
import { bannerScript, headScript } from "@kept/banner/core/served-scripts";
import english from "@kept/banner/languages/en.json" with { type: "json" };
import { rolldown } from "rolldown";
import type { Files } from "./serve-files.ts";

export const button = (action: string) => `#kept-choice [data-action="${action}"]`;
export const js = "text/javascript";
export const html = "text/html; charset=utf-8";

export const plain: BannerConfig = {
  cookie: "kept-choice",
  model: "opt-in",
  askAgainDays: 182,
  purposes: [
    { id: "necessary", necessary: true, version: "1", title: "Run this site" },
    {
      id: "statistics",
      version: "1",
      signal: true,
      title: "See how the site is used",
      description: "We count visits.",
    },
  ],
  hosts: {},
  names: {},
  brand: "Example",
  language: "en",
  texts: english,
  regime: { name: "eea", why: "you seem to be in the European Economic Area" },
};

async function readScripts(): Promise<readonly [head: string, banner: string]> {
  const folder = await buildBannerIfStale();
  return [await readFile(join(folder, "head.js"), "utf8"), await readFile(join(folder, "banner.js"), "utf8")];
}

/** Files of a page with the banner of a configuration. */
export async function pageOf(config: BannerConfig, body: string, more: Files = {}): Promise<Files> {
  const [head, banner] = await readScripts();
  const first = '<script src="/head.js"></script><script src="/banner.js" defer></script>';
  const { language, rtl } = config;
  return {
    "/": [
      html,
      `<!doctype html><html lang="${language}"${rtl ? ' dir="rtl"' : ""}><head>${first}<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Page</title><link rel="icon" href="data:,"></head><body><main><h1>Page</h1>${body}</main></body></html>`,
    ],
    "/head.js": [js, headScript(config, head)],
    "/banner.js": [js, bannerScript(config, banner)],
    ...more,
  };
}

/** One module for the browser, from source text. */
export async function bundleEntry(entry: string): Promise<string> {
  const flags = ["__VUE_OPTIONS_API__", "__VUE_PROD_DEVTOOLS__", "__VUE_PROD_HYDRATION_MISMATCH_DETAILS__"];
  const bundler = await rolldown({
    input: "entry.js",
    platform: "browser",
    transform: {
      define: {
        "process.env.NODE_ENV": '"development"',
        ...Object.fromEntries(flags.map((name) => [name, "false"])),
      },
    },
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === "entry.js" ? id : null),
        load: (id) => (id === "entry.js" ? entry : null),
      },
    ],
  });
  const { output } = await bundler.generate({ format: "esm" });
  return output[0].code;
}
