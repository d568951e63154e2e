/** The Transparency and Consent Framework as an operator switches it on: with a number, a pinned list, and partners on it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BUDGETS, gzipped } from "@kept/banner/build";
import type { BannerConfig } from "@kept/banner/core/banner-config";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseKept } from "../kept-config.ts";
import type { StartError } from "../platform/start-error.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { testKept } from "../platform/testing/test-kept.ts";
import { readVendorList } from "./read-vendor-list.ts";

const folder = mkdtempSync(join(tmpdir(), "kept-tcf-"));
afterAll(() => rmSync(folder, { recursive: true }));

const named = (names: Readonly<Record<number, string>>) =>
  Object.fromEntries(
    Object.entries(names).map(([id, name]) => [id, { id: Number(id), name, description: `${name}.` }]),
  );
const names = {
  purposes: named({ 1: "Store information", 7: "Measure advertising" }),
  specialPurposes: named({ 1: "Ensure security", 2: "Deliver content" }),
  features: named({ 1: "Match data" }),
  specialFeatures: named({ 1: "Use precise location", 2: "Scan the device" }),
  dataCategories: named({ 1: "IP addresses", 2: "Device characteristics" }),
};
const vendor = (id: number, more: object) => ({
  id,
  name: `Partner ${id}`,
  purposes: [1],
  legIntPurposes: [7],
  ...more,
});
const list = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 142,
  tcfPolicyVersion: 5,
  lastUpdated: "2026-11-19T16:00:00Z",
  stacks: {},
  ...names,
  vendors: {
    8: vendor(8, {
      specialPurposes: [1],
      specialFeatures: [2],
      dataDeclaration: [2],
      urls: [
        { langId: "en", privacy: "https://p.example.org/en" },
        { langId: "de", privacy: "https://p.example.org/de" },
      ],
    }),
    9: vendor(9, {}),
    10: vendor(10, { deletedDate: "2025-01-01T00:00:00Z" }),
  },
};
const german = { ...names, purposes: named({ 1: "Informationen speichern", 7: "Werbung messen" }) };
writeFileSync(join(folder, "vendor-list.json"), JSON.stringify(list));
writeFileSync(join(folder, "purposes-de.json"), JSON.stringify(german));
writeFileSync(join(folder, "old.json"), JSON.stringify({ ...list, gvlSpecificationVersion: 2 }));

const config = (tcf: object = {}, basis: object = { default: "consent", "us-ca": "none-required" }) => ({
  ...testKept,
  regimes: ["eea", "us-ca", "default"],
  purposes: {
    adverts: { title: "Adverts", basis, sale: true, categories: ["online"], retention: "a year", askedIn: ["banner"] },
  },
  banner: {
    tcf: {
      cmpId: 300,
      vendorList: "vendor-list.json",
      translations: { de: "purposes-de.json" },
      vendors: [8],
      purposes: { 1: "adverts", 7: "adverts" },
      ...tcf,
    },
  },
});

describe("the banner of a registered platform", () => {
  let t: TestCtx;
  beforeAll(async () => {
    t = await createTestCtx({ kept: config() as never, folder });
  });
  afterAll(async () => await t[Symbol.asyncDispose]());
  const ask = async (path: string, language = "en") =>
    await t.app.request(path, { headers: { "accept-language": language } });
  const configOf = async (query: string, language = "en") =>
    (await (await ask(`/banner/config.json?${query}`, language)).json()) as BannerConfig;

  it("discloses its partners and nobody else, in the visitor's language, from the pinned list", async () => {
    const { tcf, names: storage } = await configOf("regime=eea", "de");
    expect(tcf).toMatchObject({
      cmpId: 300,
      gdprApplies: true,
      publisherCountry: "DE",
      listVersion: 142,
      purposes: { 1: "adverts", 7: "adverts" },
      legitimateInterests: false,
      texts: { allPartners: "Alle Partner" },
    });
    expect(tcf?.names.purposes["7"]?.name).toBe("Werbung messen");
    expect(Object.keys(tcf?.names.specialFeatures ?? {})).toEqual(["2"]);
    expect(tcf?.vendors).toEqual([
      expect.objectContaining({ id: 8, name: "Partner 8", privacyUrl: "https://p.example.org/de" }),
    ]);
    expect(storage["kept-tc"]).toBe("kept-service");
    expect(await (await ask("/cookies.md")).text()).toContain("`kept-tc`");
  });

  it("says that it does not apply in California", async () => {
    expect((await configOf("regime=us-ca")).tcf?.gdprApplies).toBe(false);
  });

  it("comes in the files that sites load already, within a budget", async () => {
    const head = await (await ask("/banner/head.js")).text();
    const banner = await (await ask("/banner/banner.js")).text();
    expect(head).toContain("__tcfapi");
    expect(banner).toContain("Partner 8");
    expect(gzipped(banner)).toBeLessThanOrEqual(BUDGETS["banner-tcf.js"]);
  });

  it("asks again when a partner comes", async () => {
    const version = async (tcf: object) => {
      await using other = await createTestCtx({ kept: config(tcf) as never, folder });
      const { purposes } = (await (await other.app.request("/banner/config.json")).json()) as BannerConfig;
      return purposes.find(({ id }) => id === "adverts")?.version;
    };
    expect(await version({ vendors: [8, 9] })).not.toBe(await version({}));
  });
});

describe("the framework is refused", () => {
  const faults = (work: () => unknown) => {
    try {
      work();
      return "";
    } catch (error) {
      return (error as StartError).describe();
    }
  };
  const read = (tcf: object) => faults(() => readVendorList(parseKept(config(tcf)), folder));

  it.each([0, 1, 4_096])("to platform %s, which is nobody's", (cmpId) => {
    expect(faults(() => parseKept(config({ cmpId })))).toContain("register with IAB Europe");
  });

  it("without a list, with an old one, and for partners or purposes that are not on it, or no more", () => {
    expect(read({ vendorList: "missing.json" })).toContain("missing.json");
    expect(read({ vendorList: "old.json" })).toContain("is not version 3");
    expect(read({ vendors: [8, 99] })).toContain("Vendor 99");
    expect(read({ vendors: [10] })).toContain("Vendor 10");
    expect(read({ purposes: { 11: "adverts" } })).toContain("Purpose 11");
    expect(read({})).toBe("");
  });

  it("for a purpose of ours that would say yes by itself, or is not there", () => {
    expect(faults(() => parseKept(config({}, { default: "legitimate-interests" })))).toContain(
      "does not rest on consent",
    );
    expect(faults(() => parseKept(config({ purposes: { 1: "nothing" } })))).toContain('names the purpose "nothing"');
    expect(faults(() => parseKept(config({ purposes: { 12: "adverts" } })))).toContain("no purpose of the framework");
  });
});
