/** What the server hands to sites: scripts with the configuration in them, for the place and language that was asked for. */
import type { BannerConfig } from "@kept/banner/core/banner-config";
import { CATALOGUES } from "@kept/banner/languages/catalogues";
import { describe, expect, it } from "vitest";
import { createChoiceParts } from "../choices/choice-parts.ts";
import { type KeptConfigInput, parseKept } from "../kept-config.ts";
import { createTestCtx } from "../platform/testing/create-test-ctx.ts";
import { testKept } from "../platform/testing/test-kept.ts";
import { describeBanner } from "./describe-banner.ts";
import { lintBanner, lintBanners } from "./lint-banner.ts";

const AT = "2026-11-26T12:00:00Z";

const given = (more: object = {}) => ({
  ...testKept,
  regimes: ["eea", "us-ca", "default"],
  languages: ["en", "de"],
  recipients: { counter: { name: "Counter", role: "processor", country: "DE" } },
  purposes: {
    account: { title: "Account", basis: { default: "contract" }, categories: ["name"], retention: "always" },
    statistics: {
      title: { en: "Statistics", de: "Statistik" },
      basis: { default: "consent", "us-ca": "none-required" },
      sale: true,
      categories: ["online"],
      recipients: ["counter"],
      retention: "a year",
      askedIn: ["banner"],
    },
  },
  cookies: { session: { purpose: "account", lifetime: "a day" }, "_s*": { purpose: "statistics", lifetime: "a year" } },
  banner: { hosts: { "s.example.org": "statistics", "s.example.org/pixel": "statistics" } },
  ...more,
});

function describeFor(place: object, more: object = {}, language = "en"): BannerConfig {
  const parts = createChoiceParts({
    kept: parseKept(given(more)),
    publicUrl: "https://privacy.example.org",
    verifySession: (() => Promise.resolve(null)) as never,
    variables: {},
  });
  return describeBanner(parts, { language, accepted: language, place }, AT);
}

describe("the banner that a configuration makes", () => {
  it("asks before anything in Europe, and lets people opt out in California", () => {
    const europe = describeFor({ regime: "eea" });
    expect(europe).toMatchObject({ model: "opt-in", regime: { name: "eea" } });
    expect(europe.askAgainDays).toBeGreaterThanOrEqual(181);
    const california = describeFor({ regime: "us-ca" });
    expect(california).toMatchObject({ model: "opt-out", regime: { name: "us-ca" } });
    expect(california.askAgainDays).toBe(365);
    expect(describeFor({}).model).toBe("opt-in");
  });

  it("knows what needs no question, what sells, and whose every name is", () => {
    const { purposes, names, hosts, notice } = describeFor({ regime: "eea" });
    expect(purposes.find(({ id }) => id === "account")).toMatchObject({ necessary: true, signal: false });
    expect(purposes.find(({ id }) => id === "statistics")).toMatchObject({ signal: true, title: "Statistics" });
    expect(names).toEqual({ session: "account", "_s*": "statistics" });
    expect(Object.keys(hosts).filter((rule) => rule.startsWith("s."))).toEqual([
      "s.example.org/pixel",
      "s.example.org",
    ]);
    expect(hosts["privacy.example.org"]).toBe("kept-service");
    expect(describeFor({}).cookiesUrl).toBe("https://privacy.example.org/cookies");
    expect(notice?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("asks again when text, recipient, cookie or host of a purpose changes, and not for a language", () => {
    const versionOf = (more: object = {}, language = "en") =>
      describeFor({ regime: "eea" }, more, language).purposes.find(({ id }) => id === "statistics")?.version;
    const now = versionOf();
    expect(versionOf({}, "de")).toBe(now);
    const { purposes } = given();
    const changes = [
      { purposes: { ...purposes, statistics: { ...purposes.statistics, title: "Statistics and more" } } },
      { recipients: { counter: { name: "Another counter", role: "processor", country: "DE" } } },
      { cookies: { "_s*": { purpose: "statistics", lifetime: "two years" } } },
      { banner: { hosts: { "t.example.org": "statistics" } } },
    ];
    for (const change of changes) expect(versionOf(change), JSON.stringify(change)).not.toBe(now);
    expect(versionOf({ centre: { brand: "Another brand" } })).toBe(now);
  });

  it("names the section of the Global Privacy Platform that applies where the visitor is", () => {
    const gppFor = (place: object, gpp: object = {}) =>
      describeFor(place, { banner: { gpp: { sale: ["statistics"], ...gpp } } }).gpp;
    const state = { approach: "state", mspa: "opt-out-option" };
    expect(gppFor({ country: "US", subdivision: "TX" })).toEqual({
      sale: ["statistics"],
      sharing: [],
      targeted: [],
      section: "usnat",
    });
    expect(gppFor({ country: "US", subdivision: "TX" }, state)).toMatchObject({
      section: "ustx",
      mspa: "opt-out-option",
    });
    expect(gppFor({ country: "US", subdivision: "NY" }, state)?.section).toBe("usnat");
    expect(gppFor({ regime: "us-ca" }, state)?.section).toBe("usca");
    expect(gppFor({}, state)?.section).toBe("usnat");
    expect(gppFor({ country: "DE" }, state)?.section).toBeNull();
    expect(gppFor({ regime: "eea" }, state)?.section).toBeNull();
  });

  it("draws borders that are seen on the site's own background", () => {
    const themeFor = (background: string, text: string) =>
      describeFor({}, { banner: { theme: { background, text, accent: "#0b6e5f", accentText: "#ffffff" } } }).theme;
    expect(describeFor({}).theme).toEqual({});
    expect(themeFor("#fbfaf7", "#1d2321")?.border).toBe("#6b7480");
    const dusk = { background: "#8a8f95", text: "#000000", accent: "#000000", accentText: "#ffffff" };
    expect(describeFor({}, { banner: { theme: dusk } }).theme?.border).toBe("#000000");
  });

  it("refuses names of purposes that there are not, and colours that people cannot read", () => {
    const faults = (more: object) => {
      try {
        parseKept(given(more));
        return "";
      } catch (error) {
        return (error as { describe(): string }).describe();
      }
    };
    expect(faults({ banner: { hosts: { "x.example": "nothing" } } })).toContain('names the purpose "nothing"');
    expect(faults({ cookies: { x: { purpose: "nothing", lifetime: "a day" } } })).toContain("cookies.x.purpose");
    expect(faults({ banner: { theme: { accent: "#ffdd00" } } })).toMatch(
      /accentText on accent has a contrast of 1\.\d+/,
    );
    expect(faults({ banner: { hosts: { "https://x.example": "account" } } })).toContain("is not a host");
  });
});

describe("a banner that steers", () => {
  const parts = (more: object = {}) =>
    createChoiceParts({
      kept: parseKept(given(more)),
      publicUrl: "https://privacy.example.org",
      verifySession: () => Promise.resolve([]),
      variables: {},
    });

  it("is none that the configuration makes, in any language, under any rules", () => {
    const banners = lintBanners(parts(), AT);
    expect(banners.map(({ banner }) => `${banner.language} ${banner.regime.name}`)).toHaveLength(6);
    expect(banners.flatMap(({ findings }) => findings)).toEqual([]);
  });

  it("is found when it asks again too soon, or its answers are swapped", () => {
    const fair = describeFor({ regime: "eea" });
    const { accept, reject } = fair.texts;
    const texts = { ...fair.texts, accept: reject, reject: accept };
    const codes = lintBanner(parts(), { ...fair, texts, askAgainDays: 30 }, AT).map(({ code }) => code);
    expect(codes).toEqual(["label-swapped", "label-swapped", "asked-too-soon"]);
  });

  it("is not served, while what holds everything is", { timeout: 60_000 }, async () => {
    await using t = await createTestCtx({ kept: given() as Partial<KeptConfigInput> });
    const get = async (file: string) => {
      const response = await t.app.request(`/banner/${file}?lang=en`);
      return { status: response.status, text: await response.text() };
    };
    expect((await get("config.json")).status).toBe(200);
    const words = CATALOGUES.en as { accept: string; reject: string };
    const { accept, reject } = words;
    try {
      Object.assign(words, { accept: reject, reject: accept });
      for (const file of ["config.json", "banner.js"]) {
        const refused = await get(file);
        expect(refused.status, file).toBe(503);
        expect(JSON.parse(refused.text)).toMatchObject({ code: "banner_refused" });
      }
      expect((await get("head.js")).status).toBe(200);
    } finally {
      Object.assign(words, { accept, reject });
    }
    expect((await get("banner.js")).status).toBe(200);
  });

  it("is pointed out when what loads from others is never asked for", () => {
    const { purposes } = given();
    const statistics = {
      ...purposes.statistics,
      basis: { default: "legitimate-interests" },
      interests: "ours",
      sale: false,
    };
    const kept = parts({ purposes: { ...purposes, statistics } });
    const [first] = lintBanners(kept, AT).flatMap(({ findings }) => findings);
    expect(first).toMatchObject({ code: "interest-for-tracking", blocks: false, where: "en, eea" });
  });
});
