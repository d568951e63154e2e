/** Legal bases as rows: what a person can say about a purpose that rests on each. */

export interface BasisRow {
  readonly basis: string;
  /** It runs only after an explicit yes. */
  readonly needsConsent: boolean;
  /**
   * Whether a no ends it. Wider than Art. 21 GDPR on purpose: the reference policy promises to heed objections to uses
   * that rest on contract as well.
   */
  readonly objectable: boolean;
  /** It goes on while a person's data is frozen: a duty that is not the operator's to suspend. */
  readonly outlivesFreeze: boolean;
  /** People may take along what is used on it (Art. 20(1)(a) GDPR); where no basis is required nothing withholds it. */
  readonly portable: boolean;
  /** The basis in the DPV's GDPR extension (`eu-gdpr:` + this), and its twin in the core (`dpv:` + this). */
  readonly gdpr: string | null;
  readonly dpv: string | null;
}

export const BASES = [
  {
    basis: "consent",
    needsConsent: true,
    objectable: true,
    outlivesFreeze: false,
    portable: true,
    gdpr: "A6-1-a",
    dpv: "Consent",
  },
  {
    basis: "contract",
    needsConsent: false,
    objectable: true,
    outlivesFreeze: false,
    portable: true,
    gdpr: "A6-1-b-contract-performance",
    dpv: "Contract",
  },
  {
    basis: "legal-obligation",
    needsConsent: false,
    objectable: false,
    outlivesFreeze: true,
    portable: false,
    gdpr: "A6-1-c",
    dpv: "LegalObligation",
  },
  {
    basis: "vital-interests",
    needsConsent: false,
    objectable: false,
    outlivesFreeze: true,
    portable: false,
    gdpr: "A6-1-d",
    dpv: "VitalInterest",
  },
  {
    basis: "public-task",
    needsConsent: false,
    objectable: true,
    outlivesFreeze: false,
    portable: false,
    gdpr: "A6-1-e-public-interest",
    dpv: "PublicInterest",
  },
  {
    basis: "legitimate-interests",
    needsConsent: false,
    objectable: true,
    outlivesFreeze: false,
    portable: false,
    gdpr: "A6-1-f-controller",
    dpv: "LegitimateInterest",
  },
  {
    basis: "none-required",
    needsConsent: false,
    objectable: true,
    outlivesFreeze: false,
    portable: true,
    gdpr: null,
    dpv: null,
  },
] as const satisfies readonly BasisRow[];

export type Basis = (typeof BASES)[number]["basis"];

const BY_NAME: ReadonlyMap<string, BasisRow> = new Map(BASES.map((row) => [row.basis, row]));

/** The row of a basis; throws for a name that no row has. */
export function legalBasis(name: string): BasisRow {
  const row = BY_NAME.get(name);
  if (row === undefined) throw new Error(`There is no legal basis named ${name}.`);
  return row;
}
