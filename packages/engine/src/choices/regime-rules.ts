/**
 * What the law of each place says about choices: one table, dated and sourced. The order of `precedence` is the order
 * in which checks are made, so that the reason that is given is the strongest one.
 */
import { consentAge } from "../regimes/consent-ages.ts";
import type { RegimeName } from "../regimes/regime.ts";

export type Regime = RegimeName;

export type Check = "freeze" | "restriction" | "age" | "notice" | "objection" | "opt-out" | "signal" | "basis";

export interface AgeRule {
  readonly below: number;
  /** The person's country may say less: the table of `consentAge`. */
  readonly byCountry?: true;
  /** `consent`: purposes that rest on consent; `sale`: purposes that sell or share data. */
  readonly appliesTo: "consent" | "sale";
  /** Whose explicit yes it takes. */
  readonly needs: "parent" | "self";
}

export interface RegimeRule {
  readonly regime: Regime;
  /** From this day on (ISO date), until the next row of the regime. */
  readonly from: string;
  readonly precedence: readonly Check[];
  /**
   * Global Privacy Control. `opt-out`: of sale and sharing, also against an earlier yes, until a later yes of somebody
   * who was told of the conflict. `refusal`: counts where nothing explicit was chosen.
   */
  readonly gpc: "opt-out" | "refusal";
  /** The signal's effect must be shown to the person. */
  readonly showSignal: boolean;
  /** How long a consent holds (ISO 8601). */
  readonly consentLifetime: string;
  /** How long nobody is asked again after an answer, whichever it was (ISO 8601). */
  readonly reaskAfter: string;
  readonly ages: readonly AgeRule[];
  readonly sources: readonly { readonly says: string; readonly source: string; readonly weight: Weight }[];
}

/** `law` binds; `guidance` is an authority's reading; `default` is ours where neither gives a figure. */
type Weight = "law" | "guidance" | "default";

const ORDER: readonly Check[] = ["freeze", "restriction", "age", "notice", "objection", "opt-out", "signal", "basis"];

/** Art. 8 GDPR lets countries go down to 13; without the country's own age the highest is the safe one. */
const GDPR_AGE: AgeRule = { below: 16, appliesTo: "consent", needs: "parent" };

const FLOOR = [
  { says: "a person's restriction stops use", source: "GDPR Art. 18(2)", weight: "law" },
  { says: "objection stops use; to direct marketing it is final", source: "GDPR Art. 21(1), (3)", weight: "law" },
  { says: "withdrawal as easy as giving, at any time", source: "GDPR Art. 7(3)", weight: "law" },
] as const;

export const REGIME_RULES: readonly RegimeRule[] = [
  {
    regime: "eea",
    from: "2018-05-25",
    precedence: ORDER,
    gpc: "refusal",
    showSignal: false,
    consentLifetime: "P12M",
    reaskAfter: "P6M",
    ages: [{ ...GDPR_AGE, byCountry: true }],
    sources: [
      ...FLOOR,
      { says: "no asking again for 6 months", source: "CNIL recommendation 2020-092", weight: "guidance" },
      { says: "consent to be refreshed at intervals", source: "EDPB Guidelines 05/2020, 110-111", weight: "guidance" },
      { says: "12 months as the interval", source: "engine", weight: "default" },
      { says: "16 years unless the country says less", source: "GDPR Art. 8(1), consent-ages.ts", weight: "law" },
    ],
  },
  {
    regime: "uk",
    from: "2018-05-25",
    precedence: ORDER,
    gpc: "refusal",
    showSignal: false,
    consentLifetime: "P12M",
    reaskAfter: "P6M",
    ages: [{ below: 13, appliesTo: "consent", needs: "parent" }],
    sources: [
      ...FLOOR,
      { says: "13 years", source: "Data Protection Act 2018 s. 9", weight: "law" },
      { says: "no asking again for 6 months", source: "engine, as for the EEA", weight: "default" },
    ],
  },
  {
    regime: "ch",
    from: "2023-09-01",
    precedence: ORDER,
    gpc: "refusal",
    showSignal: false,
    consentLifetime: "P12M",
    reaskAfter: "P6M",
    ages: [],
    sources: [
      { says: "use against a person's express will breaches personality", source: "FADP Art. 30(2)(b)", weight: "law" },
      { says: "consent voluntary and informed", source: "FADP Art. 6(6)", weight: "law" },
      { says: "capacity instead of an age", source: "Swiss Civil Code Art. 19c", weight: "law" },
      { says: "intervals as for the EEA", source: "engine", weight: "default" },
    ],
  },
  {
    regime: "us-ca",
    from: "2023-03-29",
    precedence: ORDER,
    gpc: "opt-out",
    showSignal: false,
    consentLifetime: "P12M",
    reaskAfter: "P12M",
    ages: [
      { below: 13, appliesTo: "sale", needs: "parent" },
      { below: 16, appliesTo: "sale", needs: "self" },
    ],
    sources: [
      { says: "the signal is a valid opt-out, for known consumers too", source: "11 CCR 7025(b), (c)", weight: "law" },
      { says: "no asking again for 12 months", source: "Cal. Civ. Code 1798.135(c)(4)", weight: "law" },
      { says: "opt-in below 16, by a parent below 13", source: "Cal. Civ. Code 1798.120(c)", weight: "law" },
    ],
  },
  {
    regime: "us-ca",
    from: "2026-01-01",
    precedence: ORDER,
    gpc: "opt-out",
    showSignal: true,
    consentLifetime: "P12M",
    reaskAfter: "P12M",
    ages: [
      { below: 13, appliesTo: "sale", needs: "parent" },
      { below: 16, appliesTo: "sale", needs: "self" },
    ],
    sources: [
      { says: "the signal is a valid opt-out, for known consumers too", source: "11 CCR 7025(b), (c)", weight: "law" },
      { says: "show that it was processed", source: "11 CCR 7025(c)(6), in force 1 January 2026", weight: "law" },
      { says: "no asking again for 12 months", source: "Cal. Civ. Code 1798.135(c)(4)", weight: "law" },
      { says: "opt-in below 16, by a parent below 13", source: "Cal. Civ. Code 1798.120(c)", weight: "law" },
    ],
  },
  {
    // Unknown is treated as the most protective: as the EEA, and a signal counts.
    regime: "default",
    from: "2018-05-25",
    precedence: ORDER,
    gpc: "refusal",
    showSignal: true,
    consentLifetime: "P12M",
    reaskAfter: "P6M",
    ages: [GDPR_AGE],
    sources: [{ says: "as for the EEA: unknown counts as protected", source: "engine", weight: "default" }],
  },
];

/**
 * The rules of a regime at an instant (ISO text). Before its first row the first row holds: a date that is wrong must not
 * open a gate.
 */
export function regimeRule(regime: Regime, at: string): RegimeRule {
  const rows = REGIME_RULES.filter((row) => row.regime === regime);
  const row = rows.findLast((each) => each.from <= at.slice(0, 10)) ?? rows[0];
  if (row === undefined) throw new Error(`There are no rules of the regime ${regime}.`);
  return row;
}

/** The age below which a rule holds for somebody in a country (ISO 3166-1; null: not known). */
export function ageOfRule(rule: AgeRule, country: string | null): number {
  return rule.byCountry === true ? Math.min(rule.below, consentAge(country)) : rule.below;
}
