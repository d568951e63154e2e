import { TCString, type VendorList } from "@iabtechlabtcf/core";
import { describe, expect, it } from "vitest";
import { memoryConsent } from "../testing/memory-consent.ts";
import { createTcf, type TcfParts, TcfRefusal } from "./create-tcf.ts";

const named = (id: number) => ({ id, name: `Purpose ${id}`, description: "", illustrations: [] });
const vendor = (id: number, purposes: number[]) => ({
  id,
  name: `Vendor ${id}`,
  purposes,
  legIntPurposes: [],
  flexiblePurposes: [],
  specialPurposes: [],
  features: [],
  specialFeatures: [],
  policyUrl: "https://example.org/",
});
const list = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 200,
  tcfPolicyVersion: 5,
  lastUpdated: "2026-11-19T16:00:00Z",
  purposes: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [index + 1, named(index + 1)])),
  specialPurposes: {},
  features: {},
  specialFeatures: {},
  stacks: {},
  vendors: { 8: vendor(8, [1, 7]), 12: vendor(12, [9]), 30: vendor(30, [1]) },
} as unknown as VendorList;

const start = (more: Partial<TcfParts> = {}) => {
  const consent = memoryConsent();
  const parts: TcfParts = {
    consent,
    cmpId: 300,
    cmpVersion: 1,
    vendorList: list,
    purposes: { 1: "analytics", 7: "analytics", 9: "maps" },
    vendors: [8, 12],
    publisherCountry: "DE",
    language: "EN",
    gdprApplies: true,
    ...more,
  };
  return { consent, tcf: createTcf(parts) };
};

interface Data {
  readonly tcString: string;
  readonly eventStatus: string;
  readonly listenerId?: number;
}

const read = (tcf: ReturnType<typeof createTcf>): Data => {
  let found: unknown;
  tcf("getTCData", 2, (data) => {
    found = data;
  });
  return found as Data;
};

describe("the framework's interface", () => {
  it.each([0, 1, -3, 4_096, 2.5, Number.NaN])("does not run as platform %s", (cmpId) => {
    expect(() => start({ cmpId })).toThrow(TcfRefusal);
  });

  it("does not run for vendors or purposes that are not on the list", () => {
    expect(() => start({ vendors: [99] })).toThrow("Vendor 99");
    expect(() => start({ purposes: { 12: "maps" } })).toThrow("Purpose 12");
  });

  it("says nothing before a choice, and no to everything after a no: purpose 1 as well", () => {
    const { consent, tcf } = start();
    expect(read(tcf)).toMatchObject({ tcString: "", eventStatus: "cmpuishown", publisherCC: "DE" });
    consent.rejectAll();
    const data = read(tcf);
    expect(data).toMatchObject({
      eventStatus: "useractioncomplete",
      purpose: { consents: { 1: false, 7: false, 9: false } },
    });
    const model = TCString.decode(data.tcString);
    expect([...model.purposeConsents.values()]).toEqual([]);
    expect([...model.vendorConsents.values()]).toEqual([]);
  });

  it("writes what was allowed, to whom, and who was disclosed", () => {
    const { consent, tcf } = start();
    consent.save(["analytics"]);
    const { tcString } = read(tcf);
    // Core and disclosed vendors, which every string needs since 2.3.
    expect(tcString.split(".").length).toBeGreaterThanOrEqual(2);
    const model = TCString.decode(tcString);
    expect([...model.purposeConsents.values()]).toEqual([1, 7]);
    expect([...model.purposeLegitimateInterests.values()]).toEqual([]);
    expect([...model.vendorConsents.values()]).toEqual([8]);
    expect([...model.vendorsDisclosed.values()]).toEqual([8, 12]);
    expect([model.cmpId, model.publisherCountryCode, model.vendorListVersion]).toEqual([300, "DE", 200]);
  });

  it("tells listeners until they are removed, and knows its commands and version", () => {
    const { consent, tcf } = start();
    const seen: string[] = [];
    tcf("addEventListener", 2, (data) => seen.push((data as Data).eventStatus));
    consent.acceptAll();
    tcf("removeEventListener", 2, () => undefined, 1);
    consent.rejectAll();
    expect(seen).toEqual(["cmpuishown", "useractioncomplete"]);
    for (const [command, version] of [
      ["getTCData", 1],
      ["constructor", 2],
    ] as const) {
      const answers: unknown[] = [];
      tcf(command, version, (...answer) => answers.push(...answer));
      expect(answers).toEqual([null, false]);
    }
  });
});
