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

const CACHE = "public, max-age=300";

interface Scripts {
  readonly head: string;
  readonly banner: string;
  readonly gpp: string;
}

export function createBannerSlice(parts: ChoiceParts): Slice {
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
        const first = config.consentMode === undefined ? "" : consentModeDefault(config.consentMode);
        return answer(parts, c, first + headScript(config, (await read()).head), "text/javascript", config.language);
      });
      pages.get("/banner/banner.js", async (c) => {
        const config = fairConfigOf(parts, c);
        return answer(parts, c, bannerScript(config, (await read()).banner), "text/javascript", config.language);
      });
      pages.get("/banner/gpp.js", async (c) => answer(parts, c, (await read()).gpp, "text/javascript"));
      pages.get("/banner/config.json", (c) => {
        const config = fairConfigOf(parts, c);
        return answer(parts, c, JSON.stringify(config), "application/json", config.language);
      });
      addCookiesPages(pages, parts);
      pages.get("/banner/autoconsent.json", (c) =>
        answer(parts, c, JSON.stringify(autoconsentRule()), "application/json"),
      );
    },
  };
}

async function readScripts(): Promise<Scripts> {
  const folder = await buildBannerIfStale();
  const file = (name: string) => readFile(join(folder, name), "utf8");
  const [head, banner, gpp] = await Promise.all([file("head.js"), file("banner.js"), file("gpp.js")]);
  return { head, banner, gpp };
}

type PageContext = Context<{ Variables: PageVariables }>;

/** `?lang=`, `?country=` or `?regime=` say what the site knows of its visitor; a proxy's header says where they are. */
function configOf(parts: ChoiceParts, c: PageContext): BannerConfig {
  const { countryHeader } = parts.kept.banner;
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
  return describeBanner(parts, wish, isoInstant(c.var.ctx.clock.now()));
}

/**
 * The same, unless the banner would steer people: then it is refused. The head snippet is always served: what it holds stays
 * held, as with a banner that cannot be loaded.
 */
function fairConfigOf(parts: ChoiceParts, c: PageContext): BannerConfig {
  const config = configOf(parts, c);
  const broken = lintBanner(parts, config, isoInstant(c.var.ctx.clock.now())).filter(({ blocks }) => blocks);
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
