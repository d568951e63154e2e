import { describe, expect, test } from "vitest";
import { ADEQUACY, findAdequacy } from "./adequacy.ts";
import { AUTHORITIES, findAuthority } from "./authorities.ts";
import { CONSENT_AGES, consentAge } from "./consent-ages.ts";
import { EEA_COUNTRIES } from "./eea-countries.ts";
import { isDesignated, type RegionEvidence, regimesOf, resolveRegion } from "./resolve-region.ts";
import { findTerritory, TERRITORIES } from "./territories.ts";

describe("territories", () => {
  test("every code of ISO 3166-1 is there once, and XK", () => {
    const codes = TERRITORIES.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toHaveLength(249 + 1);
    // ICU knows a name for each code that is in use: a typing error has none.
    const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
    expect(codes.filter((code) => names.of(code) === undefined)).toEqual([]);
  });
  test("thirty states of the EEA, the United Kingdom and Switzerland are designated", () => {
    const plain = TERRITORIES.filter(
      ({ designated, partOf, reason }) => designated && partOf === null && !/granted/.test(reason),
    );
    expect(plain.map(({ code }) => code).sort()).toEqual([...EEA_COUNTRIES, "GB", "CH"].sort());
  });
  test("outermost regions and what French law extends to count as France, Åland as Finland", () => {
    for (const code of ["GP", "MQ", "GF", "RE", "YT", "MF", "NC", "PF"]) {
      expect(findTerritory(code)).toMatchObject({ regime: "eea", designated: true, partOf: "FR" });
    }
    expect(findTerritory("AX")?.partOf).toBe("FI");
    expect(findTerritory("AW")?.designated).toBe(false);
  });
  test("aliases are understood", () => {
    expect([findTerritory("UK")?.code, findTerritory("el")?.code, findTerritory("ZZ")]).toEqual([
      "GB",
      "GR",
      undefined,
    ]);
  });
});

describe("authorities", () => {
  test("each of the 30, the United Kingdom and Switzerland has one for the whole country, with an address that can be opened", () => {
    for (const country of [...EEA_COUNTRIES, "GB", "CH"]) {
      const rows = AUTHORITIES.filter((row) => row.country === country && row.subdivision === null);
      expect(rows, country).toHaveLength(1);
      expect(URL.canParse(rows[0]?.url ?? "")).toBe(true);
    }
  });
  test("Germany has one for each of its 16 Länder; another falls back to the country's", () => {
    expect(AUTHORITIES.filter(({ country, subdivision }) => country === "DE" && subdivision !== null)).toHaveLength(16);
    expect(findAuthority("DE", "BE")?.name).toContain("Berlin");
    expect(findAuthority("DE", "??")?.english).toContain("Federal");
    expect(findAuthority("LI")?.url).toContain("datenschutzstelle.li");
    expect(findAuthority("LT")?.url).toContain("lrv.lt");
    expect(findAuthority("BR")).toBeUndefined();
  });
});

describe("adequacy", () => {
  test("no decision stands twice for the same day, and a decision that has ended is none", () => {
    for (const row of ADEQUACY) {
      const others = ADEQUACY.filter((one) => one.exporter === row.exporter && one.territory === row.territory);
      expect(others, `${row.exporter} ${row.territory}`).toHaveLength(1);
      expect(row.to === null || row.from < row.to).toBe(true);
    }
    expect(findAdequacy("eea", "GB", "2031-12-27")).toBeDefined();
    expect(findAdequacy("eea", "GB", "2031-12-28")).toBeUndefined();
    expect(findAdequacy("eea", "BR", "2026-01-25")).toBeUndefined();
    expect(findAdequacy("eea", "KR", "2026-01-25")).toBeDefined();
  });
  test("the lists differ: Switzerland has Gibraltar and Monaco, the Union Japan and Korea", () => {
    const has = (exporter: "eea" | "ch", territory: string) =>
      findAdequacy(exporter, territory, "2026-11-26") !== undefined;
    expect([has("ch", "GI"), has("eea", "GI"), has("ch", "JP"), has("eea", "JP")]).toEqual([true, false, false, true]);
  });
  test("the United States are covered for certified companies only", () => {
    expect(findAdequacy("eea", "US", "2026-11-26")?.scope).toContain("certified");
  });
});

describe("ages of consent", () => {
  test("every state of the EEA has one, between 13 and 16; unknown is the highest", () => {
    expect(CONSENT_AGES.map(({ country }) => country).sort()).toEqual([...EEA_COUNTRIES, "GB", "US"].sort());
    expect(CONSENT_AGES.every(({ age }) => age >= 13 && age <= 16)).toBe(true);
    expect([consentAge("DE"), consentAge("AT"), consentAge(null), consentAge("CH")]).toEqual([16, 14, 16, 16]);
  });
  test("what was only remembered lowers nothing, and a part of a state has the state's", () => {
    expect(CONSENT_AGES.find(({ country }) => country === "PT")).toMatchObject({ age: 13, confirmed: false });
    expect([consentAge("PT"), consentAge("GP"), consentAge("AX"), consentAge("XK")]).toEqual([16, 15, 13, 16]);
  });
});

describe("regions", () => {
  const nothing: RegionEvidence = { declared: null, session: null, ip: null, database: "test" };
  const ip = (country: string | null, isHidden = false) => ({ country, isHidden });

  test("declared goes before the session, and that before the address", () => {
    const all = { ...nothing, declared: "fr", session: "DE", ip: ip("AT") };
    expect(resolveRegion(all)).toMatchObject({ country: "FR", method: "declared", confidence: 0.95 });
    expect(resolveRegion({ ...all, declared: null })).toMatchObject({ country: "DE", method: "session" });
    expect(resolveRegion({ ...all, declared: "??", session: null })).toMatchObject({ country: "AT", method: "ip" });
  });
  test("an unknown place has every regime of the policy, and is designated", () => {
    const region = resolveRegion(nothing);
    expect(region).toMatchObject({ country: null, method: "none", confidence: 0 });
    expect(regimesOf(region, ["default", "us-ca", "eea"])).toEqual(["eea", "us-ca", "default"]);
    expect(isDesignated(null)).toBe(true);
  });
  test("a hidden address is little evidence: every regime applies, and nothing is denied for it (R-8.0.c)", () => {
    const region = resolveRegion({ ...nothing, ip: ip("US", true) });
    expect(region.spoofSuspected).toBe(true);
    expect(regimesOf(region, ["eea", "default"])).toEqual(["eea", "default"]);
    const declared = resolveRegion({ ...nothing, declared: "DE", ip: ip("US") });
    expect(declared.spoofSuspected).toBe(true);
    expect(regimesOf(declared, ["default"])).toEqual(["eea"]);
  });
  test("a state of the United States is known when it is declared; else California's rules apply beside the others", () => {
    const configured = ["eea", "us-ca", "default"] as const;
    expect(regimesOf(resolveRegion({ ...nothing, declared: "US-CA" }), configured)).toEqual(["us-ca"]);
    expect(regimesOf(resolveRegion({ ...nothing, declared: "US-NY" }), configured)).toEqual(["default"]);
    expect(regimesOf(resolveRegion({ ...nothing, ip: ip("US") }), configured)).toEqual(["us-ca", "default"]);
    expect(regimesOf(resolveRegion({ ...nothing, ip: ip("US") }), ["eea"])).toEqual(["default"]);
  });
});
