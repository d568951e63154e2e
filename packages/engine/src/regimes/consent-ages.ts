/** From which age a child consents alone to an online service: Art. 8 GDPR and the states that lowered it, and others' laws. */
import { findTerritory, TERRITORIES } from "./territories.ts";

export interface ConsentAgeRow {
  readonly country: string;
  readonly age: number;
  readonly source: string;
  /** What may change, or is unclear. */
  readonly note: string | null;
  /** Read in a published source; false: from memory, and no rule rests on it until it was compared. */
  readonly confirmed: boolean;
}

/** Where a state has not lowered it (Art. 8(1) GDPR). */
const GDPR_AGE = 16;

const READ = "Bird & Bird, GDPR Tracker: children (reviewed 2018-2019)";

/** Countries whose age was read, and those whose age is remembered only. */
const LOWERED: readonly (readonly [age: number, read: string, remembered: string])[] = [
  [13, "BE FI SE", "EE IS LV MT NO PT"],
  [14, "AT ES IT", "BG CY LT"],
  [15, "CZ FR", "DK GR SI"],
  [GDPR_AGE, "DE HU IE NL SK", "HR LI LU PL RO"],
];

const NOTES: Readonly<Record<string, string>> = {
  DK: "13 at first (s. 6(3) of the Data Protection Act), 15 since 1 January 2024: confirm",
  ES: "a rise to 16 is planned",
  NO: "a rise to 15 is planned",
};

export const CONSENT_AGES: readonly ConsentAgeRow[] = [
  ...LOWERED.flatMap(([age, read, remembered]) => [
    ...read.split(" ").map((country) => lowered(country, age, true)),
    ...remembered.split(" ").map((country) => lowered(country, age, false)),
  ]),
  { country: "GB", age: 13, source: "DPA 2018 s. 9", note: null, confirmed: true },
  {
    country: "US",
    age: 13,
    source: "COPPA, 16 CFR 312.2",
    note: "sale opt-in from 13 to 15 in California",
    confirmed: true,
  },
];

function lowered(country: string, age: number, confirmed: boolean): ConsentAgeRow {
  const law = age === GDPR_AGE ? "Art. 8(1) GDPR" : "national law under Art. 8(1) GDPR";
  return { country, age, source: confirmed ? `${law}; ${READ}` : law, note: NOTES[country] ?? null, confirmed };
}

const CONFIRMED = new Map(CONSENT_AGES.filter(({ confirmed }) => confirmed).map((row) => [row.country, row.age]));

/**
 * The age in a country, or in the state that it is a part of. The highest of all where the country is unknown, names none
 * (Switzerland: capacity decides), or its age was not read in a source yet.
 */
export function consentAge(country: string | null): number {
  if (country === null) return GDPR_AGE;
  return CONFIRMED.get(country) ?? CONFIRMED.get(findTerritory(country)?.partOf ?? "") ?? GDPR_AGE;
}

/** Every place of the EEA with an age below that of the GDPR, for questions about many people at once. */
export function listLoweredAges(): ReadonlyMap<number, readonly string[]> {
  const places = TERRITORIES.filter(({ regime }) => regime === "eea").map(({ code }) => code);
  return Map.groupBy(
    places.filter((code) => consentAge(code) < GDPR_AGE),
    consentAge,
  );
}
