/**
 * The decision: may this purpose use this person's data now? Every check leaves a step, so that the answer explains
 * itself; what is not known or not named is denied. Pure: time and everything known come in.
 */
import { checkNames } from "./check-names.ts";
import { CHECKS } from "./choice-checks.ts";
import type { ChoiceDecision, ChoiceQuestion, ReasonStep } from "./choice-question.ts";
import type { ChoiceState } from "./choice-state.ts";
import { viewOf } from "./choice-view.ts";
import type { ChoicePolicy, PolicyPurpose } from "./policy.ts";
import { regimeRule } from "./regime-rules.ts";
import { checkSoftOptIn, type SoftOptInClaim } from "./soft-opt-in.ts";

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

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
