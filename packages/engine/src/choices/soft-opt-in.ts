/**
 * The soft opt-in: whoever bought something may get advertising for the same seller's similar products without having
 * asked for it (Art. 13(2) of Directive 2002/58/EC, and what states made of it). Conditions are rows; each that is met or
 * not is a step of the decision. It stands in for a yes that is missing, never against a no.
 */
import { findTerritory } from "../regimes/territories.ts";

/** What is recorded of a sale by which an address came in. */
export interface Sale {
  readonly id: string;
  /** `negotiation`: they asked for an offer, or began to order; nothing was bought. */
  readonly kind: "sale" | "negotiation";
  /** The operator's name of what it was of: streams name those to which theirs are similar. */
  readonly product: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  /** Whether they could refuse advertising, free and easily, when they gave the address, and whether they did. */
  readonly chance: "none" | "given" | "refused";
}

/** What a stream claims when it relies on a soft opt-in. */
export interface SoftOptInClaim {
  readonly sales: readonly Sale[];
  /** Products of which the operator's own, advertised in the stream, are similar. */
  readonly similarTo: readonly string[];
  /** Countries whose public list of refusals the operator removes before it sends. */
  readonly listsChecked: readonly string[];
  /** Every message carries a way to refuse: the gate puts it there. */
  readonly wayOutInMessage: boolean;
}

export interface SoftOptInRow {
  /** ISO 3166-1; `EEA`: its states without a row of their own. */
  readonly country: string;
  /** False: advertising by e-mail needs a yes there. */
  readonly exists: boolean;
  /** Negotiations for a sale are enough. */
  readonly negotiation: boolean;
  /** Whole days for which a sale counts; null: no limit in the law. */
  readonly days: number | null;
  /** A public list of refusals that has to be looked at first. */
  readonly publicList: string | null;
  /** From this day on (ISO date). */
  readonly from: string;
  readonly source: string;
  /** Read in a published source; false: from memory. A row from memory is never more generous than the directive. */
  readonly confirmed: boolean;
}

const DIRECTIVE = { exists: true, negotiation: false, days: null, publicList: null, from: "2003-10-31" } as const;

export const SOFT_OPT_IN: readonly SoftOptInRow[] = [
  { ...DIRECTIVE, country: "EEA", source: "Directive 2002/58/EC Art. 13(2); CJEU C-654/23", confirmed: true },
  { ...DIRECTIVE, country: "DE", from: "2004-07-08", source: "UWG § 7(3)", confirmed: true },
  {
    ...DIRECTIVE,
    country: "AT",
    publicList: "the list under § 7(2) ECG, kept by RTR",
    source: "TKG 2021 § 174(4), before it TKG 2003 § 107(3)",
    confirmed: true,
  },
  { ...DIRECTIVE, country: "IE", days: 365, source: "S.I. 336/2011 reg. 13(11)", confirmed: false },
  {
    ...DIRECTIVE,
    country: "PL",
    exists: false,
    source: "Electronic Communications Law 2024, Art. 398",
    confirmed: false,
  },
  { ...DIRECTIVE, country: "CH", from: "2007-04-01", source: "UWG (CH) Art. 3(1)(o)", confirmed: false },
  {
    ...DIRECTIVE,
    country: "GB",
    negotiation: true,
    from: "2003-12-11",
    source: "PECR 2003 reg. 22(3)",
    confirmed: true,
  },
];

/** The row of a country, that of the state it is a part of, or that of the EEA; undefined where no rule is known. */
export function softOptInRow(country: string | null): SoftOptInRow | undefined {
  const territory = country === null ? undefined : findTerritory(country);
  if (territory === undefined) return undefined;
  const names = [territory.code, territory.partOf, territory.regime === "eea" ? "EEA" : null];
  return names.map((name) => SOFT_OPT_IN.find((row) => row.country === name)).find((row) => row !== undefined);
}

export interface SoftOptInStep {
  readonly outcome: "pass" | "deny";
  readonly code: string;
  /** The sale, country or list that settled it. */
  readonly about: string | null;
}

/**
 * The conditions in order; the last step denies when one is not met.
 * @param country ISO 3166-1 alpha-2; null: not known, and then no rule allows it
 * @param at ISO 8601 in UTC with milliseconds
 */
export function checkSoftOptIn(claim: SoftOptInClaim, country: string | null, at: string): readonly SoftOptInStep[] {
  const row = softOptInRow(country);
  const steps: SoftOptInStep[] = [];
  const expect = (met: boolean, code: string, about: string | null): boolean => {
    steps.push({ outcome: met ? "pass" : "deny", code: `soft_opt_in_${code}`, about });
    return met;
  };
  if (row === undefined || !row.exists || row.from > at.slice(0, 10)) {
    expect(false, "no_rule", country);
    return steps;
  }
  expect(true, "rule", row.country);
  const { publicList } = row;
  if (publicList !== null && !claim.listsChecked.includes(row.country)) {
    expect(false, "list_unchecked", publicList);
    return steps;
  }
  // Of several sales the one that meets most conditions speaks.
  const tried = claim.sales.filter((sale) => sale.at <= at).map((sale) => checkSale(claim, row, sale, at));
  const best = tried.sort((a, b) => b.length - a.length || Number(isMet(b)) - Number(isMet(a)))[0];
  if (best === undefined) expect(false, "no_sale", null);
  else steps.push(...best);
  if (best === undefined || !isMet(best)) return steps;
  const refused = claim.sales.find((sale) => sale.chance === "refused");
  if (refused !== undefined) expect(false, "refused_at_collection", refused.id);
  else expect(claim.wayOutInMessage, claim.wayOutInMessage ? "way_out_in_message" : "no_way_out", null);
  return steps;
}

function isMet(steps: readonly SoftOptInStep[]): boolean {
  return steps.every(({ outcome }) => outcome === "pass");
}

function checkSale(claim: SoftOptInClaim, row: SoftOptInRow, sale: Sale, at: string): readonly SoftOptInStep[] {
  const isRecent = row.days === null || (Date.parse(at) - Date.parse(sale.at)) / 86_400_000 <= row.days;
  const conditions: readonly (readonly [met: boolean, pass: string, deny: string])[] = [
    [sale.kind === "sale" || row.negotiation, sale.kind === "sale" ? "sale" : "negotiation", "negotiation_only"],
    [isRecent, "recent", "sale_too_old"],
    [claim.similarTo.includes(sale.product), "similar", "not_similar"],
    [sale.chance !== "none", "chance_at_collection", "no_chance_at_collection"],
  ];
  const steps: SoftOptInStep[] = [];
  for (const [met, passes, denies] of conditions) {
    steps.push({ outcome: met ? "pass" : "deny", code: `soft_opt_in_${met ? passes : denies}`, about: sale.id });
    if (!met) break;
  }
  return steps;
}
