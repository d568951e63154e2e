import { GppModel } from "@iabgpp/cmpapi";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryConsent } from "../testing/memory-consent.ts";
import { encodeGpp, type UsNat } from "./encode-usnat.ts";
import { createGpp } from "./page-api.ts";

const answer = fc.constantFrom<0 | 1 | 2>(0, 1, 2);
const sections: fc.Arbitrary<UsNat> = fc.record({
  sharingNotice: answer,
  saleOptOutNotice: answer,
  sharingOptOutNotice: answer,
  targetedAdvertisingOptOutNotice: answer,
  saleOptOut: answer,
  sharingOptOut: answer,
  targetedAdvertisingOptOut: answer,
  mspaCoveredTransaction: fc.constantFrom<1 | 2>(1, 2),
  gpc: fc.boolean(),
});

describe("the string of the Global Privacy Platform", () => {
  it("is the one that the IAB's own library makes and reads", () => {
    fc.assert(
      fc.property(sections, (section) => {
        const model = new GppModel();
        const set = (name: string, value: unknown) => model.setFieldValue("usnat", name, value);
        set("SharingNotice", section.sharingNotice);
        set("SaleOptOutNotice", section.saleOptOutNotice);
        set("SharingOptOutNotice", section.sharingOptOutNotice);
        set("TargetedAdvertisingOptOutNotice", section.targetedAdvertisingOptOutNotice);
        set("SaleOptOut", section.saleOptOut);
        set("SharingOptOut", section.sharingOptOut);
        set("TargetedAdvertisingOptOut", section.targetedAdvertisingOptOut);
        set("MspaCoveredTransaction", section.mspaCoveredTransaction);
        set("GpcSegmentIncluded", true);
        set("Gpc", section.gpc);
        const ours = encodeGpp(section);
        expect(ours).toBe(model.encode());
        expect(new GppModel(ours).getFieldValue("usnat", "SaleOptOut")).toBe(section.saleOptOut);
      }),
    );
  });
});

describe("__gpp", () => {
  const purposes = { sale: ["analytics"], sharing: [], targeted: ["maps"] };
  const call = (gpp: ReturnType<typeof createGpp>, command: string, parameter?: unknown): unknown[] => {
    const answers: unknown[] = [];
    gpp(command, (data, success) => answers.push(data, success), parameter);
    return answers;
  };

  it("answers every command of the specification, and nothing to others", () => {
    const gpp = createGpp(memoryConsent(), purposes, true);
    expect(call(gpp, "ping")[0]).toMatchObject({ gppVersion: "1.1", signalStatus: "ready", applicableSections: [7] });
    expect(call(gpp, "hasSection", "usnat")).toEqual([true, true]);
    expect(call(gpp, "hasSection", "usca")).toEqual([false, true]);
    expect(call(gpp, "getField", "usnat.SaleOptOut")).toEqual([1, true]);
    expect(call(gpp, "getField", "usnat.SharingOptOut")).toEqual([0, true]);
    expect(call(gpp, "getField", "usnat.Nothing")).toEqual([null, false]);
    expect(call(gpp, "getSection", "usnat")[0]).toMatchObject([{ Gpc: true }]);
    expect(call(gpp, "getGPPData")).toEqual([null, false]);
    expect(call(gpp, "constructor")).toEqual([null, false]);
  });

  it("tells listeners of a change, ready last, until they are removed", () => {
    const consent = memoryConsent();
    const gpp = createGpp(consent, purposes, false);
    const events: unknown[] = [];
    gpp("addEventListener", (event) => events.push((event as { eventName: string; data: unknown }).eventName));
    consent.acceptAll();
    expect(events).toEqual(["listenerRegistered", "signalStatus", "sectionChange", "cmpDisplayStatus", "signalStatus"]);
    expect(call(gpp, "getField", "usnat.SaleOptOut")).toEqual([2, true]);
    gpp("removeEventListener", () => undefined, 1);
    consent.rejectAll();
    expect(events).toHaveLength(5);
  });
});
