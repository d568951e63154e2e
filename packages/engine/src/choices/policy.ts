/** What decisions depend on beside a person's choices: the operator's configuration, reduced to what decides. */
import type { Basis } from "./bases.ts";
import type { Regime } from "./regime-rules.ts";

export interface PolicyPurpose {
  readonly basis: Readonly<Partial<Record<Regime, Basis>>>;
  /** Dotted names; one covers all that begin with it. */
  readonly categories: readonly string[];
  readonly recipients: readonly string[];
  readonly channels: readonly string[];
  readonly topics: readonly string[];
  readonly dependsOn: readonly string[];
  readonly sale: boolean;
  readonly directMarketing: boolean;
  readonly needsNotice: boolean;
  /** ISO day until which it rested on consent, where people had said no to it: until then, a no holds on any basis. */
  readonly gaveUpConsent?: string;
}

export interface PolicyRecipient {
  readonly country: string;
  /** `none`: nothing carries a transfer out of the exporter's zone. */
  readonly transfer: string;
}

export interface ChoicePolicy {
  /** Hash of everything else here. */
  readonly version: string;
  readonly purposes: Readonly<Record<string, PolicyPurpose>>;
  readonly recipients: Readonly<Record<string, PolicyRecipient>>;
  /** Countries to which the operator's data goes without a transfer tool; null: no rule. */
  readonly transferFree: readonly string[] | null;
}

/** The basis of a purpose under a regime, or undefined where the configuration gives none. */
export function basisOf(
  purpose: { readonly basis: Readonly<Partial<Record<Regime, Basis | undefined>>> },
  regime: Regime,
): Basis | undefined {
  return purpose.basis[regime] ?? purpose.basis.default;
}

/** Whether one of the names is the category or one above it: `contact` covers `contact.email`. */
export function coversCategory(names: readonly string[], category: string): boolean {
  return names.some((name) => category === name || category.startsWith(`${name}.`));
}
