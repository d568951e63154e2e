/** When a yes ends by itself, and how long nobody is asked again. */
import { legalBasis } from "@kept/engine/choices/bases";
import { basisOf } from "@kept/engine/choices/policy";
import { type Regime, regimeRule } from "@kept/engine/choices/regime-rules";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import type { ChoiceParts } from "./choice-parts.ts";

/** The earlier of what the regime and the purpose allow; null: a yes to a use that does not need one has no end. */
export function consentEnd(parts: ChoiceParts, name: string, regime: Regime, at: string): string | null {
  const purpose = parts.policy.purposes[name];
  const basis = purpose === undefined ? undefined : basisOf(purpose, regime);
  if (basis === undefined || !legalBasis(basis).needsConsent) return null;
  const own = parts.kept.purposes[name]?.consentLifetime;
  const ends = [regimeRule(regime, at).consentLifetime, ...(own === undefined ? [] : [own])].map((duration) =>
    later(at, duration),
  );
  return ends.reduce((a, b) => (a < b ? a : b));
}

/** An instant after a duration, both as texts. */
export function later(at: string, duration: string): string {
  return isoInstant(addDuration(Temporal.Instant.from(at), duration));
}
