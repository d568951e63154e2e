/** The sets of rules that Kept knows, and by whose calendar each counts. */

import { EEA_COUNTRIES } from "./eea-countries.ts";

export const REGIME_NAMES = ["eea", "uk", "ch", "us-ca", "default"] as const;
export type RegimeName = (typeof REGIME_NAMES)[number];

export interface RegimeRow {
  readonly name: RegimeName;
  readonly law: string;
  /** Places whose own calendar counts when the controller is established there. */
  readonly home: "eea" | "anywhere" | readonly string[];
  /** The calendar when the controller is established elsewhere; null: weekends only, which is never too late. */
  readonly calendar: string | null;
  /** Whose absolute rights to a reasoned refusal, an authority and a court apply (Art. 12(4) GDPR and its like). */
  readonly refusal: "reasons-authority-court" | "reasons";
}

export const REGIMES: readonly RegimeRow[] = [
  {
    name: "eea",
    law: "Regulation (EU) 2016/679",
    home: "eea",
    calendar: null,
    refusal: "reasons-authority-court",
  },
  {
    name: "uk",
    law: "UK GDPR and Data Protection Act 2018, as amended by the Data (Use and Access) Act 2025",
    home: ["GB"],
    calendar: "GB-ENG",
    refusal: "reasons-authority-court",
  },
  {
    name: "ch",
    law: "Federal Act on Data Protection (FADP) and Data Protection Ordinance (DPO)",
    home: ["CH"],
    calendar: "CH",
    refusal: "reasons-authority-court",
  },
  {
    name: "us-ca",
    law: "California Consumer Privacy Act, Cal. Civ. Code 1798.100 ff., 11 CCR 7000 ff.",
    home: [],
    calendar: "US-CA",
    refusal: "reasons",
  },
  {
    name: "default",
    law: "none that is known: the operator keeps to the strictest promise of its policy",
    home: "anywhere",
    calendar: null,
    refusal: "reasons-authority-court",
  },
];

/** The row of a regime. */
export function regimeRow(name: RegimeName): RegimeRow {
  const row = REGIMES.find((one) => one.name === name);
  if (row === undefined) throw new Error(`There is no regime named ${name}.`);
  return row;
}

/**
 * The territory by whose holidays a regime counts for a controller; null: weekends only.
 * @param subdivision ISO 3166-2 without the country
 */
export function calendarOf(name: RegimeName, country: string, subdivision: string | null): string | null {
  const { home, calendar } = regimeRow(name);
  const isHome = home === "anywhere" || (home === "eea" ? EEA_COUNTRIES.includes(country) : home.includes(country));
  if (!isHome) return calendar;
  return subdivision === null ? (calendar ?? country) : `${country}-${subdivision}`;
}
