/** The checks that regimes put in their order: what each says of a person's acts. */
import { choiceAct } from "./acts.ts";
import type { ReasonStep } from "./choice-question.ts";
import type { ChoiceEntry } from "./choice-state.ts";
import type { View } from "./choice-view.ts";
import { ageOfRule, type Check } from "./regime-rules.ts";

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

/** Each check of a regime: whether it lets the use pass, allows it, or denies it. */
export const CHECKS: Readonly<Record<Check, (view: View) => CheckResult>> = {
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

/** A day some years later. The 29th of February stays what it is: as text it lies between its neighbours. */
function yearsLater(day: string, years: number): string {
  return `${String(Number(day.slice(0, 4)) + years).padStart(4, "0")}${day.slice(4)}`;
}
