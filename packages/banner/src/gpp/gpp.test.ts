import { GppModel } from "@iabgpp/cmpapi";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryConsent } from "../testing/memory-consent.ts";
import { describeAnswers, type GppSettings } from "./describe-answers.ts";
import { encodeGpp, encodeSection } from "./encode-section.ts";
import { createGpp, gppString } from "./page-api.ts";
import { SECTIONS, type Section, type SectionName, sectionOfState } from "./sections.ts";

const sections = Object.entries<Section>(SECTIONS) as [SectionName, Section][];

/** Random answers of a section. */
const answersOf = ({ fields }: Section) =>
  fc.record(
    Object.fromEntries(
      fields.map(([name, list]) => {
        const answer = name === "MspaCoveredTransaction" ? fc.constantFrom(1, 2) : fc.constantFrom(0, 1, 2);
        return [name, list === undefined ? answer : fc.array(answer, { minLength: list, maxLength: list })];
      }),
    ) as Record<string, fc.Arbitrary<number | number[]>>,
  );

describe("the string of the Global Privacy Platform", () => {
  it.each(sections)("%s is the one that the IAB's own library makes and reads", (name, section) => {
    fc.assert(
      fc.property(answersOf(section), fc.boolean(), (answers, signal) => {
        const model = new GppModel();
        for (const [field, value] of Object.entries(answers)) model.setFieldValue(name, field, value);
        if (section.hasSignal) {
          model.setFieldValue(name, "GpcSegmentIncluded", true);
          model.setFieldValue(name, "Gpc", signal);
        } else if (section.id >= 25) model.setFieldValue(name, "SensitiveDataConsentSegmentIncluded", false);
        const ours = encodeGpp(section, encodeSection(section, answers, signal));
        expect(ours).toBe(model.encode());
        const read = new GppModel(ours);
        expect(read.getSectionIds()).toEqual([section.id]);
        for (const [field, value] of Object.entries(answers)) expect(read.getFieldValue(name, field)).toEqual(value);
      }),
      { numRuns: 30 },
    );
  });

  it("says in its own way that no section applies", () => {
    expect(encodeGpp(null, "")).toBe("DBAA");
    expect(new GppModel().encode()).toBe("DBAA");
  });

  it("has a section for every state with a law of this kind, and the national one elsewhere", () => {
    expect([sectionOfState("CA"), sectionOfState("TX"), sectionOfState("NY"), sectionOfState(undefined)]).toEqual([
      "usca",
      "ustx",
      "usnat",
      "usnat",
    ]);
    expect(sectionOfState("NAT")).toBe("usnat");
  });
});

describe("what a section says", () => {
  const settings: GppSettings = { sale: [], sharing: ["analytics"], targeted: ["maps"] };
  const say = (more: Partial<GppSettings>, yes: string[]) => {
    const consent = memoryConsent();
    consent.save(yes);
    return describeAnswers({ ...settings, ...more }, consent.snapshot());
  };

  it("counts advertising as sharing in California, and sharing as advertising in the other states", () => {
    expect(say({ section: "usca" }, ["analytics"])).toMatchObject({ SharingOptOut: 1, SaleOptOut: 0 });
    expect(say({ section: "usca" }, ["analytics"])).not.toHaveProperty("TargetedAdvertisingOptOut");
    expect(say({ section: "usva" }, ["maps"])).toMatchObject({ TargetedAdvertisingOptOut: 1, SharingNotice: 1 });
    expect(say({ section: "usnat" }, ["maps"])).toMatchObject({ SharingOptOut: 1, TargetedAdvertisingOptOut: 2 });
    expect(say({ section: "ustx" }, ["maps", "analytics"])).toMatchObject({ TargetedAdvertisingOptOut: 2 });
  });

  it("names the agreement only where it was signed, in its mode", () => {
    expect(say({}, [])).toMatchObject({
      MspaCoveredTransaction: 2,
      MspaOptOutOptionMode: 0,
      MspaServiceProviderMode: 0,
    });
    expect(say({ mspa: "service-provider" }, [])).toMatchObject({
      MspaCoveredTransaction: 1,
      MspaOptOutOptionMode: 2,
      MspaServiceProviderMode: 1,
    });
    expect(say({ mspa: "opt-out-option", section: "usmd" }, [])).toMatchObject({ MspaMode: 1 });
  });
});

describe("__gpp", () => {
  const purposes: GppSettings = { sale: ["analytics"], sharing: [], targeted: ["maps"] };
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
    expect(call(gpp, "getField", "usnat.Gpc")).toEqual([true, true]);
    expect(call(gpp, "getField", "usnat.Nothing")).toEqual([null, false]);
    expect(call(gpp, "getField", "usca.SaleOptOut")).toEqual([null, false]);
    expect(call(gpp, "getSection", "usnat")[0]).toMatchObject([{ Version: 2, SaleOptOut: 1 }, { Gpc: true }]);
    expect(call(gpp, "getGPPData")).toEqual([null, false]);
    expect(call(gpp, "constructor")).toEqual([null, false]);
  });

  it("speaks for the visitor's state, and says where none applies", () => {
    const california = createGpp(memoryConsent(), { ...purposes, section: "usca" }, true);
    expect(call(california, "ping")[0]).toMatchObject({
      applicableSections: [8],
      sectionList: [8],
      gppString: gppString({ ...purposes, section: "usca" }, memoryConsent().snapshot(), true),
    });
    expect(call(california, "getField", "usca.SharingOptOut")).toEqual([1, true]);
    expect(
      call(createGpp(memoryConsent(), { ...purposes, section: "usky" }, true), "getSection", "usky")[0],
    ).toMatchObject([{ MspaVersion: 1, MspaMode: 0, SaleOptOut: 1 }]);
    const elsewhere = createGpp(memoryConsent(), { ...purposes, section: null }, true);
    expect(call(elsewhere, "ping")[0]).toMatchObject({ applicableSections: [-1], sectionList: [], gppString: "DBAA" });
    expect(call(elsewhere, "getSection", "usnat")).toEqual([null, false]);
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
