/** A person's acts as they bear on one question. */
import { choiceAct, type Slot } from "./acts.ts";
import { legalBasis } from "./bases.ts";
import type { ChoiceQuestion } from "./choice-question.ts";
import { ALL_PURPOSES, type ChoiceEntry, type ChoiceState, laterEntry, slotOf, standingSince } from "./choice-state.ts";
import { basisOf, type ChoicePolicy, type PolicyPurpose } from "./policy.ts";
import type { RegimeRule } from "./regime-rules.ts";

/** What the checks look at. */
export interface View {
  readonly purpose: PolicyPurpose;
  readonly rule: RegimeRule;
  readonly state: ChoiceState;
  readonly question: ChoiceQuestion;
  readonly at: string;
  readonly needsConsent: boolean;
  readonly objectable: boolean;
  readonly outlivesFreeze: boolean;
  readonly hasBasis: boolean;
  /** The latest act in a slot whose scope holds the question. */
  latest(slot: Slot): ChoiceEntry | null;
  /** The latest explicit yes to this very purpose. */
  readonly permit: ChoiceEntry | null;
  /** A no to this purpose has stood since it rested on consent. */
  readonly isHeld: boolean;
}

/** Reads the acts that hold for the question, at that time and under the basis of its purpose. */
export function viewOf(
  policy: ChoicePolicy,
  state: ChoiceState,
  purpose: PolicyPurpose,
  rule: RegimeRule,
  question: ChoiceQuestion,
  at: string,
): View {
  const channel = question.channel ?? "";
  const topic = question.topic ?? "";
  const latest = new Map<Slot, ChoiceEntry>();
  let permit: ChoiceEntry | null = null;
  const { gaveUpConsent = "" } = purpose;
  const held = { since: "", until: "" };
  for (const entry of state.entries) {
    if (entry.purpose !== question.purpose && entry.purpose !== ALL_PURPOSES) continue;
    if (entry.channel !== "" && entry.channel !== channel) continue;
    if (entry.topic !== "" && entry.topic !== topic) continue;
    const { effect } = choiceAct(entry.act);
    // A yes to everything is no yes to anything (Art. 4(11) GDPR: specific), and one that lies ahead is none yet.
    if (effect === "permit" && (entry.purpose === ALL_PURPOSES || entry.at > at)) continue;
    const slot = slotOf(entry);
    latest.set(slot, laterEntry(latest.get(slot) ?? null, entry));
    if (slot === "consent" && effect === "permit" && entry.at > held.until) held.until = entry.at;
    const since = standingSince(entry);
    const isOld = since.slice(0, 10) <= gaveUpConsent && since > held.since;
    if (slot === "consent" && effect === "restrict" && isOld) held.since = since;
    // One that has ended lifts nothing any more.
    if (effect === "permit" && (entry.until === null || entry.until > at)) permit = laterEntry(permit, entry);
  }
  const name = basisOf(purpose, state.regime);
  const basis = name === undefined ? null : legalBasis(name);
  return {
    purpose,
    rule,
    state,
    question,
    at,
    needsConsent: basis?.needsConsent ?? true,
    objectable: basis?.objectable ?? true,
    outlivesFreeze: basis?.outlivesFreeze ?? false,
    hasBasis: basis !== null && policy.version !== "",
    latest: (slot) => latest.get(slot) ?? null,
    permit,
    isHeld: held.since !== "" && held.since >= held.until,
  };
}
