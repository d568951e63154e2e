/** The banner reaches every language that it speaks: one in each script, and on record in the words that were shown. */
import { randomUUID } from "node:crypto";
import { BUDGETS, gzipped } from "@kept/banner/build";
import type { BannerConfig } from "@kept/banner/core/banner-config";
import { BANNER_LANGUAGES, type BannerLanguage, CATALOGUES } from "@kept/banner/languages/catalogues";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { testKept } from "../platform/testing/test-kept.ts";

/** `part` of the languages; all of them when left out. */
const inWords = (text: string, part: readonly BannerLanguage[] = BANNER_LANGUAGES) =>
  ({ en: text, ...Object.fromEntries(part.map((language) => [language, `${text} (${language})`])) }) as { en: string };

const config = (more: object = {}, part?: readonly BannerLanguage[]) => ({
  ...testKept,
  regimes: ["eea", "us-ca", "default"],
  purposes: {
    statistics: {
      title: inWords("Statistics", part),
      consequence: inWords("Nothing", part),
      basis: { default: "consent", "us-ca": "none-required" },
      sale: true,
      categories: ["online"],
      retention: "a year",
      askedIn: ["banner"],
    },
  },
  cookies: { "_s*": { purpose: "statistics", lifetime: inWords("a year", part) } },
  banner: { countryHeader: "x-country", ...more },
});

describe("the banner's scripts", () => {
  let t: TestCtx;
  beforeAll(async () => {
    t = await createTestCtx({ kept: config() as never });
  });
  afterAll(async () => await t[Symbol.asyncDispose]());

  const ask = async (path: string, accepted: string) =>
    await t.app.request(path, { headers: { "accept-language": accepted } });
  const configOf = async (accepted: string, query = "country=DE") =>
    (await (await ask(`/banner/config.json?${query}`, accepted)).json()) as BannerConfig;

  it.each(BANNER_LANGUAGES)(
    "%s is served alone, within the budget, from the right where it is so written",
    async (language) => {
      const response = await ask("/banner/banner.js?country=DE", `${language}, en;q=0.5`);
      const script = await response.text();
      expect([response.status, response.headers.get("content-language")]).toEqual([200, language]);
      expect(script).toContain(JSON.stringify(CATALOGUES[language].reject));
      expect(script).toContain(`Statistics (${language})`);
      const others = BANNER_LANGUAGES.filter((other) => CATALOGUES[other].title !== CATALOGUES[language].title);
      expect(others.filter((other) => script.includes(CATALOGUES[other].intro.slice(8)))).toEqual([]);
      expect(gzipped(script)).toBeLessThanOrEqual(BUDGETS["banner.js"]);
      expect((await configOf(language)).rtl === true).toBe(["ar", "he"].includes(language));
    },
  );

  it("may be cached by language and country, and the page's language comes before the visitor's", async () => {
    const response = await ask("/banner/banner.js?lang=fr", "de");
    expect(response.headers.get("content-language")).toBe("fr");
    expect(response.headers.get("vary")).toBe("Accept-Language, x-country");
    expect((await configOf("de", "lang=xx")).language).toBe("de");
    expect((await configOf("no")).language).toBe("nb");
    expect((await configOf("iw-IL")).language).toBe("he");
    expect((await configOf("zh, *")).language).toBe("en");
  });

  it("name a notice that is on record in the very language", async () => {
    const { notice, regime } = await configOf("mt");
    expect(regime.why).toBe("jidher li qiegħed fiż-Żona Ekonomika Ewropea");
    const kept = await t.ctx.db
      .selectFrom("choice_notice")
      .selectAll()
      .where("hash", "=", notice?.hash ?? "")
      .executeTakeFirstOrThrow();
    expect(kept).toMatchObject({ language: "mt", regime: "eea", title: CATALOGUES.mt.title });
    expect(kept.body).toContain("Statistics (mt)");
    const response = await t.app.request("/api/choices/events", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        device: "dev_abcdefghijklmnopqrstuvwxyz",
        surface: "banner",
        method: "accept-all",
        notice,
        choices: [{ id: randomUUID(), act: "given", purpose: "statistics" }],
      }),
    });
    expect([response.status, await response.json()]).toMatchObject([200, { standing: { whose: "device" } }]);
  });
});

describe("languages of a banner", () => {
  const languagesOf = async (more: object, part: readonly BannerLanguage[]) => {
    await using t = await createTestCtx({ kept: config(more, part) as never });
    const wishes = ["de", "fr", "ar", "mt"];
    return await Promise.all(
      wishes.map(async (accepted) => {
        const response = await t.app.request("/banner/config.json", { headers: { "accept-language": accepted } });
        return response.headers.get("content-language");
      }),
    );
  };

  it("are the centre's and those in which everything is written, or those that the configuration names", async () => {
    expect(await languagesOf({}, ["fr"])).toEqual(["de", "fr", "en", "en"]);
    expect(await languagesOf({ languages: ["mt", "ar"] }, [])).toEqual(["mt", "mt", "ar", "mt"]);
  });
});
