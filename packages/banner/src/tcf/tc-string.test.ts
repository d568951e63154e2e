import { GVL, TCModel, TCString, type VendorList } from "@iabtechlabtcf/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeTcString, encodeTcString, type TcString } from "./tc-string.ts";

const DAY_MILLISECONDS = 86_400_000;
const ids = (most: number, size = most) =>
  fc.uniqueArray(fc.integer({ min: 1, max: most }), { maxLength: size }).map((list) => list.sort((a, b) => a - b));
const word = fc.constantFrom("DE", "EN", "FR", "AZ");

const strings: fc.Arbitrary<TcString> = fc
  .record({
    created: fc.integer({ min: 18_000, max: 30_000 }),
    cmpId: fc.integer({ min: 2, max: 4095 }),
    cmpVersion: fc.integer({ min: 1, max: 4095 }),
    screen: fc.integer({ min: 0, max: 63 }),
    language: word,
    listVersion: fc.integer({ min: 1, max: 4095 }),
    policyVersion: fc.integer({ min: 1, max: 63 }),
    isServiceSpecific: fc.boolean(),
    useNonStandardTexts: fc.boolean(),
    specialFeatures: ids(12),
    purposes: ids(24),
    interests: ids(24),
    purposeOneTreatment: fc.boolean(),
    country: word,
    vendors: ids(1500, 60),
    vendorInterests: ids(80),
    restrictions: fc.array(
      fc.record({
        purpose: fc.integer({ min: 1, max: 24 }),
        kind: fc.integer({ min: 0, max: 2 }),
        vendors: ids(60, 9),
      }),
      { maxLength: 3 },
    ),
    disclosed: fc.option(ids(1500, 60)),
  })
  .map((content) => ({ ...content, updated: content.created }));

/** The vendor list of the IAB's library, with everybody declaring everything: it drops flags of those who do not. */
const everybody = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 200,
  tcfPolicyVersion: 5,
  lastUpdated: "2026-11-19T16:00:00Z",
  purposes: { 1: {}, 2: {} },
  specialPurposes: {},
  features: {},
  specialFeatures: {},
  stacks: {},
  vendors: Object.fromEntries(
    Array.from({ length: 1500 }, (_, at) => [
      at + 1,
      {
        id: at + 1,
        name: "",
        purposes: [1],
        legIntPurposes: [2],
        flexiblePurposes: [],
        specialPurposes: [],
        features: [],
        specialFeatures: [],
      },
    ]),
  ),
} as unknown as VendorList;

describe("the string of the framework", () => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(strings, (content) => {
        expect(decodeTcString(encodeTcString(content))).toEqual(content);
      }),
    );
  });

  it("is what the IAB's own library reads", () => {
    fc.assert(
      fc.property(strings, (content) => {
        const model = TCString.decode(encodeTcString(content));
        const all = (vector: Iterable<number>) => [...vector];
        expect({
          created: model.created.getTime() / DAY_MILLISECONDS,
          cmpId: model.cmpId,
          language: model.consentLanguage,
          country: model.publisherCountryCode,
          list: model.vendorListVersion,
          specialFeatures: all(model.specialFeatureOptins.values()),
          purposes: all(model.purposeConsents.values()),
          interests: all(model.purposeLegitimateInterests.values()),
          vendors: all(model.vendorConsents.values()),
          vendorInterests: all(model.vendorLegitimateInterests.values()),
          disclosed: all(model.vendorsDisclosed.values()),
        }).toEqual({
          created: content.created,
          cmpId: content.cmpId,
          language: content.language,
          country: content.country,
          list: content.listVersion,
          specialFeatures: content.specialFeatures,
          purposes: content.purposes,
          interests: content.interests,
          vendors: content.vendors,
          vendorInterests: content.vendorInterests,
          disclosed: content.disclosed ?? [],
        });
      }),
    );
  });

  it("reads what the IAB's own library writes", () => {
    const list = new GVL(everybody);
    fc.assert(
      fc.property(strings, ({ vendors, vendorInterests, disclosed, purposes, specialFeatures, created, cmpId }) => {
        const model = new TCModel(list);
        model.cmpId = cmpId;
        model.cmpVersion = 2;
        model.isServiceSpecific = true;
        model.publisherCountryCode = "DE";
        model.purposeConsents.set([...purposes]);
        model.purposeLegitimateInterests.set([2, 7]);
        model.specialFeatureOptins.set([...specialFeatures]);
        model.vendorConsents.set([...vendors]);
        model.vendorLegitimateInterests.set([...vendorInterests]);
        model.vendorsDisclosed.set([...(disclosed ?? [])]);
        model.created = model.lastUpdated = new Date(created * DAY_MILLISECONDS);
        // With the segment of the publisher, which is passed over.
        const read = decodeTcString(TCString.encode(model));
        expect(read).toMatchObject({
          cmpId,
          created,
          purposes,
          interests: [2, 7],
          specialFeatures,
          vendors,
          vendorInterests,
        });
        expect(read?.disclosed).toEqual(disclosed ?? []);
      }),
    );
  });

  it("is this one, to the last letter", () => {
    const content: TcString = {
      created: 20_783,
      updated: 20_783,
      cmpId: 300,
      cmpVersion: 1,
      screen: 1,
      language: "EN",
      listVersion: 200,
      policyVersion: 5,
      isServiceSpecific: true,
      useNonStandardTexts: false,
      specialFeatures: [1],
      purposes: [1, 7],
      interests: [7],
      purposeOneTreatment: false,
      country: "DE",
      vendors: [8, 12],
      vendorInterests: [],
      restrictions: [],
      disclosed: [8, 12, 30],
    };
    expect(encodeTcString(content)).toBe(GOLDEN);
    expect(decodeTcString(GOLDEN)).toEqual(content);
  });

  it("is none when it is cut, of another version, or of other letters", () => {
    for (let length = 0; length < GOLDEN.indexOf("."); length += 5)
      expect(decodeTcString(GOLDEN.slice(0, length))).toBeNull();
    expect(decodeTcString(`B${GOLDEN.slice(1)}`)).toBeNull();
    expect(decodeTcString(`${GOLDEN}.!`)).toBeNull();
    expect(decodeTcString("")).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => void decodeTcString(text)));
  });
});

/** Made by this encoder and read by the IAB's library, 2026-11-26. */
const GOLDEN = "CQuSqEAQuSqEAEsABBENDIFoAIIAAAIAAAYgAGAEQAAAAA.IAPAEQAAQ";
