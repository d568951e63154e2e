/** From which age a child consents alone to an online service: Art. 8 GDPR and the states that lowered it, and others' laws. */

export interface ConsentAgeRow {
  readonly country: string;
  readonly age: number;
  readonly source: string;
  /** What may change, or is unclear. */
  readonly note: string | null;
  /** Read in a published source; false: from memory, compare before a rule rests on it. */
  readonly confirmed: boolean;
}

/** Where a state has not lowered it (Art. 8(1) GDPR). */
const GDPR_AGE = 16;

const LOWERED: readonly (readonly [age: number, countries: string])[] = [
  [13, "BE DK EE FI IS LV MT NO PT SE"],
  [14, "AT BG CY ES IT LT"],
  [15, "CZ FR GR SI"],
  [GDPR_AGE, "DE HR HU IE LI LU NL PL RO SK"],
];

const NOTES: Readonly<Record<string, string>> = {
  DK: "15 from 1 January 2024 was proposed: confirm",
  ES: "a rise to 16 is planned",
  NO: "a rise to 15 is planned",
};

export const CONSENT_AGES: readonly ConsentAgeRow[] = [
  ...LOWERED.flatMap(([age, countries]) =>
    countries.split(" ").map((country) => ({
      country,
      age,
      source: age === GDPR_AGE ? "Art. 8(1) GDPR" : "national law under Art. 8(1) GDPR",
      note: NOTES[country] ?? null,
      confirmed: false,
    })),
  ),
  { country: "GB", age: 13, source: "DPA 2018 s. 9", note: null, confirmed: true },
  {
    country: "US",
    age: 13,
    source: "COPPA, 16 CFR 312.2",
    note: "sale opt-in from 13 to 15 in California",
    confirmed: true,
  },
];

/** The age in a country; the highest of all where the country is unknown or names none (Switzerland: capacity decides). */
export function consentAge(country: string | null): number {
  return CONSENT_AGES.find((row) => row.country === country)?.age ?? GDPR_AGE;
}
