/**
 * The decision: may this purpose use this person's data now? Every check leaves a step, so that the answer explains
 * itself; what is not known or not named is denied. Pure: time and everything known come in.
 */
import { choiceAct, type Slot } from "./acts.ts";
import { legalBasis } from "./bases.ts";
import { ALL_PURPOSES, type ChoiceEntry, type ChoiceState, laterEntry, slotOf, standingSince } from "./choice-state.ts";
import { basisOf, type ChoicePolicy, coversCategory, type PolicyPurpose } from "./policy.ts";
import { ageOfRule, type Check, type RegimeRule, regimeRule } from "./regime-rules.ts";
import { checkSoftOptIn, type SoftOptInClaim } from "./soft-opt-in.ts";

export interface ChoiceQuestion {
  readonly purpose: string;
  readonly recipient?: string | undefined;
  readonly channel?: string | undefined;
  readonly topic?: string | undefined;
  readonly category?: string | undefined;
  /** A ground of Art. 18(2) GDPR on which restricted data may be used all the same. */
  readonly exception?: "claims" | "others-rights" | "public-interest" | undefined;
}

export interface ReasonStep {
  readonly check:
    | Check
    | "purpose"
    | "category"
    | "recipient"
    | "channel"
    | "topic"
    | "transfer"
    | "dependency"
    | "soft-opt-in";
  readonly outcome: "pass" | "allow" | "deny";
  readonly code: string;
  /** The event, recipient, channel or purpose that settled it. */
  readonly about: string | null;
}

export interface ChoiceDecision {
  readonly allowed: boolean;
  /** Code of the step that settled it. */
  readonly reason: string;
  readonly chain: readonly ReasonStep[];
  /** When an allowance ends by time alone (ISO 8601, UTC); null: not by time. */
  readonly until: string | null;
}

/**
 * Decides.
 * @param at ISO 8601 in UTC with milliseconds
 * @param soft what a message relies on where a yes to direct marketing is missing and nothing was said against it
 */
export function decide(
  policy: ChoicePolicy,
  state: ChoiceState,
  question: ChoiceQuestion,
  at: string,
  soft?: SoftOptInClaim,
): ChoiceDecision {
  const chain: ReasonStep[] = [];
  const deny = (step: ReasonStep): ChoiceDecision => ({
    allowed: false,
    reason: step.code,
    chain: [...chain, step],
    until: null,
  });
  for (const step of checkNames(policy, question)) {
    if (step.outcome === "deny") return deny(step);
    chain.push(step);
  }
  const purpose = policy.purposes[question.purpose] as PolicyPurpose;
  const rule = regimeRule(state.regime, at);
  const view = viewOf(policy, state, purpose, rule, question, at);
  let until: string | null = null;
  let reason = "";
  for (const check of rule.precedence) {
    const step = CHECKS[check](view);
    if (step.code === "consent_missing" && soft !== undefined && purpose.directMarketing) {
      for (const { code, outcome, about } of checkSoftOptIn(soft, state.country, at)) {
        if (outcome === "deny") return deny({ check: "soft-opt-in", outcome, code, about });
        chain.push({ check: "soft-opt-in", outcome, code, about });
      }
      reason = "soft_opt_in";
      continue;
    }
    if (step.outcome === "deny") return deny({ check, outcome: "deny", code: step.code, about: step.about });
    chain.push({ check, outcome: step.outcome, code: step.code, about: step.about });
    if (step.outcome === "allow") reason = step.code;
    until = earlier(until, step.until ?? null);
  }
  for (const name of purpose.dependsOn) {
    // A dependency is asked as a whole: which channel or recipient it has is its own affair.
    const other = decide(policy, state, { purpose: name, channel: policy.purposes[name]?.channels[0] }, at);
    if (!other.allowed) return deny({ check: "dependency", outcome: "deny", code: "dependency_denied", about: name });
    chain.push({ check: "dependency", outcome: "pass", code: "dependency_allowed", about: name });
    until = earlier(until, other.until);
  }
  return { allowed: true, reason, chain, until };
}

/** What does not depend on the person: does the configuration name all that the question names? */
export function checkNames(policy: ChoicePolicy, question: ChoiceQuestion): readonly ReasonStep[] {
  const purpose = Object.hasOwn(policy.purposes, question.purpose) ? policy.purposes[question.purpose] : undefined;
  if (purpose === undefined) {
    return [{ check: "purpose", outcome: "deny", code: "purpose_unknown", about: question.purpose }];
  }
  const steps: ReasonStep[] = [{ check: "purpose", outcome: "pass", code: "purpose_named", about: question.purpose }];
  const { category, recipient, channel, topic } = question;
  if (category !== undefined) {
    const covered = coversCategory(purpose.categories, category);
    steps.push(step("category", covered, covered ? "category_covered" : "category_not_covered", category));
  }
  if (recipient !== undefined) steps.push(...checkRecipient(policy, purpose, recipient));
  if (channel !== undefined) {
    const listed = purpose.channels.includes(channel);
    steps.push(step("channel", listed, listed ? "channel_named" : "channel_unknown", channel));
  } else if (purpose.channels.length > 0) {
    // Somebody may have said no to one of them: a question that names none cannot be answered safely.
    steps.push({ check: "channel", outcome: "deny", code: "channel_not_named", about: null });
  }
  if (topic !== undefined) {
    const listed = purpose.topics.includes(topic);
    steps.push(step("topic", listed, listed ? "topic_named" : "topic_unknown", topic));
  }
  return steps;
}

function checkRecipient(policy: ChoicePolicy, purpose: PolicyPurpose, name: string): readonly ReasonStep[] {
  const recipient = purpose.recipients.includes(name) ? policy.recipients[name] : undefined;
  if (recipient === undefined) {
    return [{ check: "recipient", outcome: "deny", code: "recipient_not_named", about: name }];
  }
  const free = policy.transferFree === null || policy.transferFree.includes(recipient.country);
  const carried = free || recipient.transfer !== "none";
  const code = free ? "no_transfer" : carried ? "transfer_tool" : "transfer_tool_missing";
  return [step("recipient", true, "recipient_named", name), step("transfer", carried, code, name)];
}

function step(check: ReasonStep["check"], passes: boolean, code: string, about: string | null): ReasonStep {
  return { check, outcome: passes ? "pass" : "deny", code, about };
}

/** A person's acts as they bear on one question. */
interface View {
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

function viewOf(
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

type CheckResult = Omit<ReasonStep, "check"> & { readonly until?: string | null };

const pass = (code: string, about: string | null = null): CheckResult => ({ outcome: "pass", code, about });
/** Passes because of a yes, and for as long as that holds. */
const passBy = (code: string, permit: ChoiceEntry): CheckResult => ({
  ...pass(code, permit.event),
  until: permit.until,
});
const denyWith = (code: string, about: string | null = null): CheckResult => ({ outcome: "deny", code, about });

/** True when the yes was said after the no. At the same instant the no wins. */
function isAfter(permit: ChoiceEntry | null, no: ChoiceEntry): permit is ChoiceEntry {
  return permit !== null && permit.at > no.at;
}

const CHECKS: Readonly<Record<Check, (view: View) => CheckResult>> = {
  freeze(view) {
    const entry = view.latest("freeze");
    if (entry === null || choiceAct(entry.act).effect !== "restrict") return pass("not_frozen");
    return view.outlivesFreeze ? pass("duty_outlives_freeze", entry.event) : denyWith("frozen", entry.event);
  },
  restriction(view) {
    const entry = view.latest("restriction");
    if (entry === null || choiceAct(entry.act).effect !== "restrict") return pass("not_restricted");
    // Art. 18(2) GDPR: with the person's consent, or on one of the grounds it lists.
    if (isAfter(view.permit, entry)) return passBy("restricted_but_consented", view.permit);
    if (view.question.exception !== undefined) return pass("restricted_with_exception", view.question.exception);
    return denyWith("restricted", entry.event);
  },
  age(view) {
    const { bornBy, country } = view.state;
    if (bornBy === null) return pass("age_unknown");
    for (const age of view.rule.ages) {
      const applies = age.appliesTo === "sale" ? view.purpose.sale : view.needsConsent;
      if (!applies || yearsLater(bornBy, ageOfRule(age, country)) <= view.at.slice(0, 10)) continue;
      const { permit } = view;
      if (permit === null || (age.needs === "parent" && !permit.byParent)) {
        return denyWith(age.needs === "parent" ? "age_needs_parent" : "age_needs_opt_in", permit?.event ?? null);
      }
    }
    return pass("age_suffices");
  },
  notice(view) {
    if (!view.purpose.needsNotice) return pass("notice_not_needed");
    const entry = view.latest("notice");
    return entry === null || entry.at > view.at ? denyWith("notice_not_given") : pass("notice_given", entry.event);
  },
  objection(view) {
    const consent = view.latest("consent");
    // A no to a use that does not rest on consent is an objection, whatever the button said.
    const isNo = !view.needsConsent && consent !== null && choiceAct(consent.act).effect === "restrict";
    // Said while it did: what it is called since, and that it was said again, does not make the no another.
    if (isNo && (view.objectable || view.isHeld)) return denyWith("refused", consent.event);
    if (!view.objectable) return pass("no_right_to_object");
    const entry = view.latest("objection");
    if (entry === null || (choiceAct(entry.act).effect !== "restrict" && !isFinal(view, entry))) {
      return pass("no_objection");
    }
    return isAfter(view.permit, entry)
      ? passBy("objection_before_yes", view.permit)
      : denyWith("objected", entry.event);
  },
  "opt-out"(view) {
    if (!view.objectable) return pass("no_right_to_opt_out");
    const entry = view.latest("opt-out");
    if (entry === null || choiceAct(entry.act).effect !== "restrict") return pass("no_opt_out");
    return isAfter(view.permit, entry) ? passBy("opt_out_before_yes", view.permit) : denyWith("opted_out", entry.event);
  },
  signal(view) {
    const entry = view.latest("signal");
    if (entry === null) return pass("no_signal");
    if (!view.purpose.sale && !(view.rule.gpc === "refusal" && view.needsConsent)) return pass("signal_not_about_this");
    const { permit } = view;
    const yields = permit !== null && (view.rule.gpc === "refusal" || (isAfter(permit, entry) && permit.told));
    if (yields) return passBy("signal_yields_to_choice", permit);
    // Where something explicit was chosen, that is the reason to give.
    return view.rule.gpc === "refusal" && hasExplicitNo(view)
      ? pass("signal_yields_to_choice")
      : denyWith("signal_gpc", entry.event);
  },
  basis(view) {
    if (!view.hasBasis) return denyWith("basis_missing");
    if (!view.needsConsent) return { outcome: "allow", code: "basis_without_consent", about: null };
    const entry = view.latest("consent");
    if (entry === null) return denyWith("consent_missing");
    if (entry.act === "withdrawn") return denyWith("consent_withdrawn", entry.event);
    if (entry.act === "refused") return denyWith("consent_refused", entry.event);
    if (entry.until !== null && entry.until <= view.at) return denyWith("consent_expired", entry.event);
    return { outcome: "allow", code: "consent_given", about: entry.event, until: entry.until };
  },
};

/** Weighing ends other objections; one to direct marketing nobody can outweigh (Art. 21(3) GDPR). */
function isFinal(view: View, entry: ChoiceEntry): boolean {
  return entry.act === "objection-overruled" && view.purpose.directMarketing;
}

function hasExplicitNo(view: View): boolean {
  const consent = view.latest("consent");
  return consent !== null && choiceAct(consent.act).effect === "restrict";
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/** A day some years later. The 29th of February stays what it is: as text it lies between its neighbours. */
function yearsLater(day: string, years: number): string {
  return `${String(Number(day.slice(0, 4)) + years).padStart(4, "0")}${day.slice(4)}`;
}
