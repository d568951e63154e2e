/**
 * Rights that are answered in the record of choices, as rows: what each takes in when nothing is named, what is said for the
 * person, and what the operator may weigh afterwards. Pure.
 */
import type { ActName } from "./acts.ts";
import { type Basis, legalBasis } from "./bases.ts";
import { basisOf, type ChoicePolicy, coversCategory, type PolicyPurpose } from "./policy.ts";
import type { Regime } from "./regime-rules.ts";

export interface ChoiceRight {
  readonly right: string;
  /** What is recorded for the person, at once. */
  readonly act: ActName;
  /** What ends it when the person takes the request back. */
  readonly end: ActName;
  /** What the operator records who outweighs it; null: nobody does. */
  readonly overruled: ActName | null;
  readonly source: string;
  /** Whether the right reaches a purpose at all. */
  reaches(purpose: PolicyPurpose, basis: Basis): boolean;
  /** Whether it means this one when the person names none. */
  includes(purpose: PolicyPurpose, basis: Basis): boolean;
}

/** Cal. Civ. Code 1798.140(ae), in the taxonomy's names: one covers all that begin with it. */
const SENSITIVE = [
  "identity.government-id",
  "financial.account",
  "financial.card",
  "credential",
  "location.precise",
  "special",
] as const;

/** Uses that the person asked for, or a law: what 11 CCR 7027(m) leaves out of the right to limit. */
const NECESSARY: readonly Basis[] = ["contract", "legal-obligation", "vital-interests"];

export const CHOICE_RIGHTS = [
  {
    right: "objection",
    act: "objected",
    end: "objection-ended",
    overruled: "objection-overruled",
    source: "Art. 21 GDPR",
    reaches: (_, basis) => legalBasis(basis).objectable,
    // Whoever names nothing means what the article means; a contract is objected to by its name (PROMISES ).
    includes: (purpose, basis) =>
      purpose.directMarketing || basis === "legitimate-interests" || basis === "public-task",
  },
  {
    right: "consent-withdrawal",
    act: "withdrawn",
    end: "withdrawn",
    overruled: null,
    source: "Art. 7(3) GDPR",
    reaches: (_, basis) => legalBasis(basis).needsConsent,
    includes: () => true,
  },
  {
    right: "opt-out-of-sale",
    act: "opted-out",
    end: "opted-out",
    overruled: null,
    source: "Cal. Civ. Code 1798.120; 11 CCR 7026",
    reaches: (purpose, basis) => purpose.sale && legalBasis(basis).objectable,
    includes: () => true,
  },
  {
    right: "limit-sensitive",
    act: "opted-out",
    end: "opted-out",
    overruled: null,
    source: "Cal. Civ. Code 1798.121; 11 CCR 7027",
    reaches: (purpose, basis) => isSensitive(purpose) && !NECESSARY.includes(basis),
    includes: () => true,
  },
] as const satisfies readonly ChoiceRight[];

export type ChoiceRightName = (typeof CHOICE_RIGHTS)[number]["right"];

/** The row of a right; throws for a name that no row has. */
export function choiceRight(name: string): ChoiceRight {
  const found = CHOICE_RIGHTS.find((row) => row.right === name);
  if (found === undefined) throw new Error(`There is no right over choices named ${name}.`);
  return found;
}

export interface ReachedPurpose {
  readonly purpose: string;
  readonly basis: Basis;
  /** The operator may weigh it afterwards; until then it holds. */
  readonly weighed: boolean;
}

/**
 * The purposes that a right reaches under a regime, in the order of the policy.
 * @param named purposes that the person named; none: what the right means by itself. Names it does not reach count for nothing
 */
export function reachedPurposes(
  policy: ChoicePolicy,
  regime: Regime,
  right: ChoiceRight,
  named: readonly string[],
): readonly ReachedPurpose[] {
  return Object.entries(policy.purposes).flatMap(([name, purpose]) => {
    const basis = basisOf(purpose, regime);
    if (basis === undefined || !right.reaches(purpose, basis)) return [];
    if (named.length > 0 ? !named.includes(name) : !right.includes(purpose, basis)) return [];
    // Nobody outweighs a no to direct marketing (Art. 21(3) GDPR), or to what rests on the person's own yes.
    const weighed = right.overruled !== null && !purpose.directMarketing && !legalBasis(basis).needsConsent;
    return [{ purpose: name, basis, weighed }];
  });
}

function isSensitive(purpose: PolicyPurpose): boolean {
  return SENSITIVE.some(
    (name) => coversCategory(purpose.categories, name) || purpose.categories.some((one) => coversCategory([name], one)),
  );
}
