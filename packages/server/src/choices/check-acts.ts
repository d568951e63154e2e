/** Whether an act can be said: the purpose exists, so does the part of it that is meant, and the act fits its basis. */
import { type ActName, choiceAct } from "@kept/engine/choices/acts";
import { legalBasis } from "@kept/engine/choices/bases";
import { ALL_PURPOSES } from "@kept/engine/choices/choice-state";
import { basisOf } from "@kept/engine/choices/policy";
import type { Regime } from "@kept/engine/choices/regime-rules";
import { problem } from "../platform/http/problems.ts";
import type { ChoiceParts } from "./choice-parts.ts";

interface CheckedAct {
  readonly act: ActName;
  readonly purpose: string;
  readonly channel?: string | undefined;
  readonly topic?: string | undefined;
}

/**
 * Throws problem `purpose_unknown`, `choice_scope_unknown` or `choice_not_theirs`, with a pointer to the choice. A no is
 * taken wherever there is any right to it, under whatever name the surface gives it; a yes only where one is asked for.
 */
export function checkActs(parts: ChoiceParts, acts: readonly CheckedAct[], regime: Regime): void {
  for (const [index, act] of acts.entries()) {
    const refuse = (code: "purpose_unknown" | "choice_scope_unknown" | "choice_not_theirs", field: string) =>
      problem(code, { pointers: [{ pointer: `/body/choices/${index}/${field}`, message: "cannot be said" }] });
    const purpose = Object.hasOwn(parts.policy.purposes, act.purpose) ? parts.policy.purposes[act.purpose] : undefined;
    const { effect, slot } = choiceAct(act.act);
    if (purpose === undefined) {
      if (act.purpose === ALL_PURPOSES && effect !== "permit") continue;
      throw refuse("purpose_unknown", "purpose");
    }
    if (act.channel !== undefined && !purpose.channels.includes(act.channel)) {
      throw refuse("choice_scope_unknown", "channel");
    }
    if (act.topic !== undefined && !purpose.topics.includes(act.topic)) throw refuse("choice_scope_unknown", "topic");
    const name = basisOf(purpose, regime);
    if (name === undefined) throw refuse("choice_not_theirs", "purpose");
    const basis = legalBasis(name);
    if (effect === "permit" && slot === "consent" && !basis.needsConsent) throw refuse("choice_not_theirs", "act");
    if (effect === "permit" && slot === "opt-out" && basis.needsConsent) throw refuse("choice_not_theirs", "act");
    const isRight = slot === "consent" || slot === "objection" || slot === "opt-out";
    if (effect === "restrict" && isRight && !basis.objectable) throw refuse("choice_not_theirs", "act");
    // Nobody outweighs an objection to direct marketing (Art. 21(3) GDPR).
    if (act.act === "objection-overruled" && purpose.directMarketing) throw refuse("choice_not_theirs", "act");
  }
}
