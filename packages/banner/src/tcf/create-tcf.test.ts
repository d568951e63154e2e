import { TCString } from "@iabtechlabtcf/core";
import { describe, expect, it } from "vitest";
import { memoryConsent } from "../testing/memory-consent.ts";
import { tcfSettings } from "../testing/tcf-settings.ts";
import { createTcf, type Tcf, TcfRefusal } from "./create-tcf.ts";
import { decodeTcString } from "./tc-string.ts";
import { wholeAnswer } from "./tcf-answer.ts";
import type { TcfSettings } from "./tcf-settings.ts";

const start = (
  more: Partial<TcfSettings> = {},
  consent = memoryConsent(),
  kept: { text: string | null } = { text: null },
) => {
  const store = {
    read: () => kept.text,
    write: (text: string) => {
      kept.text = text;
    },
  };
  return { consent, kept, tcf: createTcf({ consent, settings: { ...tcfSettings, ...more }, language: "en", store }) };
};

interface Data {
  readonly tcString: string;
  readonly eventStatus: string;
  readonly listenerId?: number;
}

const read = ({ command }: Tcf): Data => {
  let found: unknown;
  command("getTCData", 2, (data) => {
    found = data;
  });
  return found as Data;
};
const content = (tcf: Tcf) => decodeTcString(read(tcf).tcString);

describe("the framework's interface", () => {
  it.each([0, 1, -3, 4_096, 2.5, Number.NaN])("does not run as platform %s", (cmpId) => {
    expect(() => start({ cmpId })).toThrow(TcfRefusal);
  });

  it("does not run for purposes that are not on the list, nor without partners", () => {
    expect(() => start({ purposes: { 12: "maps" } })).toThrow("Purpose 12");
    expect(() => start({ vendors: [] })).toThrow(TcfRefusal);
  });

  it("says nothing before a choice, and no to everything after a no: an objection to every interest as well", () => {
    const { consent, tcf } = start();
    expect(read(tcf)).toMatchObject({ tcString: "", eventStatus: "cmpuishown", publisherCC: "DE", gdprApplies: true });
    consent.rejectAll();
    expect(read(tcf)).toMatchObject({
      eventStatus: "useractioncomplete",
      purpose: { consents: { 1: false, 7: false, 9: false }, legitimateInterests: { 7: false } },
      vendor: { consents: { 8: false }, legitimateInterests: { 12: false, 44: true } },
    });
    // Who does only what cannot be refused is told of: that is its flag.
    expect(content(tcf)).toMatchObject({ purposes: [], interests: [], vendors: [], vendorInterests: [44], screen: 1 });
  });

  it("says yes to what was allowed, to whom, on which ground, and who was disclosed", () => {
    const { consent, tcf } = start();
    consent.acceptAll();
    expect(content(tcf)).toMatchObject({
      purposes: [1, 7, 9],
      interests: [7, 9],
      specialFeatures: [1, 2],
      vendors: [8, 12],
      vendorInterests: [12, 30, 44],
      disclosed: [8, 12, 30, 44],
      language: "EN",
      country: "DE",
    });
    // 2.3: core and disclosed vendors.
    expect(read(tcf).tcString.split(".")).toHaveLength(2);
    const model = TCString.decode(read(tcf).tcString);
    expect([model.cmpId, model.policyVersion, [...model.vendorsDisclosed.values()]]).toEqual([300, 5, [8, 12, 30, 44]]);
  });

  it("never says yes to a purpose whose own purpose is a no, whatever the screen said", () => {
    const { consent, tcf } = start();
    tcf.prepare(wholeAnswer(tcfSettings, 2));
    consent.save(["maps"]);
    expect(content(tcf)).toMatchObject({ purposes: [9], vendors: [8, 12], screen: 2 });
    consent.withdraw(["maps"]);
    expect(content(tcf)).toMatchObject({ purposes: [], screen: 2 });
  });

  it("keeps an objection to one partner, and a refusal of another, over pages", () => {
    const first = start();
    const whole = wholeAnswer(tcfSettings, 2);
    first.tcf.prepare({ ...whole, vendors: [8], vendorInterests: [30], interests: [9] });
    first.consent.save(["analytics", "maps"]);
    const expected = { vendors: [8], vendorInterests: [30, 44], interests: [9], purposes: [1, 7, 9] };
    expect(content(first.tcf)).toMatchObject(expected);
    const next = start({}, first.consent, first.kept);
    expect(read(next.tcf)).toMatchObject({ eventStatus: "tcloaded" });
    expect(content(next.tcf)).toMatchObject(expected);
  });

  it("does not take another choice's string, nor anything that is none, for an answer", () => {
    const { consent, kept } = start();
    consent.acceptAll();
    const [, text] = (kept.text ?? "").split("~");
    for (const stored of [`zz.accept~${text}`, "nothing", null]) {
      consent.rejectAll();
      expect(content(start({}, consent, { text: stored }).tcf)).toMatchObject({ purposes: [], vendors: [] });
    }
  });

  it("accepts no interest where the site accepts none, and none that no purpose may rest on", () => {
    const { consent, tcf } = start({ legitimateInterests: false });
    consent.acceptAll();
    expect(content(tcf)).toMatchObject({ interests: [], vendorInterests: [44] });
    const greedy = tcfSettings.vendors.map((vendor) => ({ ...vendor, legIntPurposes: [1, 3] }));
    const other = start({ vendors: greedy });
    other.consent.acceptAll();
    expect(content(other.tcf)).toMatchObject({ interests: [], vendorInterests: [] });
  });

  it("says that it does not apply where it does not", () => {
    const { consent, tcf } = start({ gdprApplies: false });
    consent.acceptAll();
    expect(read(tcf)).toMatchObject({ gdprApplies: false, tcString: "", eventStatus: "useractioncomplete" });
    tcf.command("ping", 2, (data) => expect(data).toMatchObject({ displayStatus: "disabled", apiVersion: "2.3" }));
  });

  it("tells listeners until they are removed, and of the second layer", () => {
    const { consent, tcf } = start();
    const seen: string[] = [];
    tcf.command("addEventListener", 2, (data) => seen.push((data as Data).eventStatus));
    consent.acceptAll();
    tcf.show(true);
    tcf.show(false);
    tcf.command("removeEventListener", 2, () => undefined, 1);
    consent.rejectAll();
    expect(seen).toEqual(["cmpuishown", "useractioncomplete", "cmpuishown", "useractioncomplete"]);
  });

  it("knows its commands and version, and no others", () => {
    const { tcf } = start();
    for (const [command, version] of [
      ["getTCData", 1],
      ["constructor", 2],
    ] as const) {
      const answers: unknown[] = [];
      tcf.command(command, version, (...answer) => answers.push(...answer));
      expect(answers).toEqual([null, false]);
    }
    tcf.command("getVendorList", 2, (list) =>
      expect(list).toMatchObject({ vendorListVersion: 200, vendors: { 8: { name: "Partner 8" } } }),
    );
  });
});
