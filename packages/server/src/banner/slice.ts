/** Serves the banner: its two scripts with the configuration in them, the same as JSON, and the rule of autoconsent. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buildBannerIfStale } from "@kept/banner/build";
import { autoconsentRule } from "@kept/banner/core/autoconsent-rule";
import type { BannerConfig } from "@kept/banner/core/banner-config";
import { consentModeDefault } from "@kept/banner/core/consent-mode";
import { bannerScript, headScript } from "@kept/banner/core/served-scripts";
import { REGIME_NAMES, type RegimeName } from "@kept/engine/regimes/regime";
import type { Context } from "hono";
import type { ChoiceParts } from "../choices/choice-parts.ts";
import { isoInstant } from "../platform/clock.ts";
import { problem } from "../platform/http/problems.ts";
import type { PageRouter, PageVariables, Slice } from "../platform/slice.ts";
import { addCookiesPages } from "./cookies-pages.tsx";
import { describeBanner } from "./describe-banner.ts";
import { lintBanner } from "./lint-banner.ts";
import type { VendorList } from "./read-vendor-list.ts";

const CACHE = "public, max-age=300";

/** The scripts as they were built, by their names. */
type Scripts = Readonly<Record<(typeof SCRIPTS)[number], string>>;

const SCRIPTS = ["head.js", "banner.js", "banner-tcf.js", "tcf-stub.js", "gpp.js"] as const;

interface BannerParts {
  readonly choices: ChoiceParts;
  /** Null where the Transparency and Consent Framework is not switched on. */
  readonly vendors: VendorList | null;
}

export function createBannerSlice(parts: BannerParts): Slice {
  const { choices } = parts;
  // Read once, when first asked for: a server that serves no banner need not have one.
  let scripts: Promise<Scripts> | null = null;
  const read = () => {
    scripts ??= readScripts();
    return scripts;
  };
  return {
    name: "banner",
    pages(pages: PageRouter) {
      pages.get("/banner/head.js", async (c) => {
        const config = configOf(parts, c);
        const code = await read();
        const first = config.consentMode === undefined ? "" : consentModeDefault(config.consentMode);
        // What stands for the framework until the banner runs must be there as early as what blocks.
        const last = config.tcf === undefined ? "" : code["tcf-stub.js"];
        const body = first + headScript(config, code["head.js"]) + last;
        return answer(choices, c, body, "text/javascript", config.language);
      });
      pages.get("/banner/banner.js", async (c) => {
        const config = fairConfigOf(parts, c);
        const code = (await read())[config.tcf === undefined ? "banner.js" : "banner-tcf.js"];
        return answer(choices, c, bannerScript(config, code), "text/javascript", config.language);
      });
      pages.get("/banner/gpp.js", async (c) => answer(choices, c, (await read())["gpp.js"], "text/javascript"));
      pages.get("/banner/config.json", (c) => {
        const config = fairConfigOf(parts, c);
        return answer(choices, c, JSON.stringify(config), "application/json", config.language);
      });
      addCookiesPages(pages, choices);
      pages.get("/banner/autoconsent.json", (c) =>
        answer(choices, c, JSON.stringify(autoconsentRule()), "application/json"),
      );
    },
  };
}

async function readScripts(): Promise<Scripts> {
  const folder = await buildBannerIfStale();
  const texts = await Promise.all(
    SCRIPTS.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const),
  );
  return Object.fromEntries(texts) as Scripts;
}

type PageContext = Context<{ Variables: PageVariables }>;

/** `?lang=`, `?country=` or `?regime=` say what the site knows of its visitor; a proxy's header says where they are. */
function configOf({ choices, vendors }: BannerParts, c: PageContext): BannerConfig {
  const { countryHeader } = choices.kept.banner;
  const country = c.req.query("country") ?? (countryHeader === undefined ? undefined : c.req.header(countryHeader));
  const regime = c.req.query("regime");
  // Only a path of the site's own: a script that sends choices elsewhere is not ours to serve.
  const endpoint = /^\/(?!\/)[\w./-]*$/.exec(c.req.query("endpoint") ?? "")?.[0];
  const place = {
    regime: REGIME_NAMES.find((name): name is RegimeName => name === regime),
    country: country !== undefined && /^[A-Z]{2}$/.test(country) ? country : undefined,
    subdivision: c.req.query("subdivision"),
  };
  const wish = { language: c.req.query("lang"), accepted: c.req.header("accept-language"), place, endpoint };
  return describeBanner(choices, wish, isoInstant(c.var.ctx.clock.now()), vendors);
}

/**
 * The same, unless the banner would steer people: then it is refused. The head snippet is always served: what it holds stays
 * held, as with a banner that cannot be loaded.
 */
function fairConfigOf(parts: BannerParts, c: PageContext): BannerConfig {
  const config = configOf(parts, c);
  const broken = lintBanner(parts.choices, config, isoInstant(c.var.ctx.clock.now())).filter(({ blocks }) => blocks);
  if (broken.length === 0) return config;
  throw problem("banner_refused", { detail: broken.map(({ says, evidence }) => `${says} ${evidence}`).join(" ") });
}

/** @param language of the texts in it */
function answer(parts: ChoiceParts, c: PageContext, body: string, type: string, language?: string): Response {
  const { countryHeader } = parts.kept.banner;
  return c.body(body, 200, {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": CACHE,
    ...(language === undefined ? {} : { "content-language": language }),
    vary: ["Accept-Language", ...(countryHeader === undefined ? [] : [countryHeader])].join(", "),
    // The operator's sites load it from their own hosts.
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
  });
}
