/** The framework with four invented partners of every kind, for tests. */
import { tcfWords } from "../languages/tcf-words.ts";
import type { Named, TcfSettings, TcfVendor } from "../tcf/tcf-settings.ts";

const named = (kind: string, count: number): Readonly<Record<string, Named>> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      at + 1,
      {
        name: `${kind} ${at + 1}`,
        description: `What ${kind.toLowerCase()} ${at + 1} is.`,
        illustrations: ["An example."],
      },
    ]),
  );

const vendor = (id: number, more: Partial<TcfVendor>): TcfVendor => ({
  id,
  name: `Partner ${id}`,
  purposes: [],
  legIntPurposes: [],
  flexiblePurposes: [],
  specialPurposes: [],
  features: [],
  specialFeatures: [],
  privacyUrl: `https://partner-${id}.example.org/privacy`,
  ...more,
});

export const tcfSettings: TcfSettings = {
  cmpId: 300,
  cmpVersion: 1,
  gdprApplies: true,
  publisherCountry: "DE",
  listVersion: 200,
  policyVersion: 5,
  purposes: { 1: "analytics", 7: "analytics", 9: "maps" },
  legitimateInterests: true,
  names: {
    purposes: named("Purpose", 11),
    specialPurposes: named("Special purpose", 2),
    features: named("Feature", 3),
    specialFeatures: named("Special feature", 2),
    dataCategories: named("Data", 11),
  },
  vendors: [
    vendor(8, { purposes: [1, 7], specialFeatures: [1], usesCookies: true, cookieMaxAgeSeconds: 31_536_000 }),
    vendor(12, { purposes: [1], legIntPurposes: [7, 9], dataDeclaration: [1, 2], dataRetention: { stdRetention: 90 } }),
    vendor(30, { legIntPurposes: [9], interestUrl: "https://partner-30.example.org/interest" }),
    vendor(44, { specialPurposes: [1, 2], features: [1] }),
  ],
  texts: tcfWords("en"),
};
