/** Where somebody's choices stand: for each purpose the answer and its reason, and whether to ask now. */
import type { PurposeStanding, Standing } from "@kept/contract/choices";
import { choiceAct } from "@kept/engine/choices/acts";
import { legalBasis } from "@kept/engine/choices/bases";
import { ALL_PURPOSES, type ChoiceEntry, compareEntries, slotOf } from "@kept/engine/choices/choice-state";
import { decide } from "@kept/engine/choices/decide";
import { basisOf } from "@kept/engine/choices/policy";
import { regimeRule } from "@kept/engine/choices/regime-rules";
import type { ChoiceParts } from "./choice-parts.ts";
import { later } from "./consent-end.ts";
import type { StoredEntry, StoredState } from "./queries.ts";

/**
 * Describes a state at an instant.
 * @param notice hash of the notice that would be shown now, to tell whether it is a new one
 */
export function describeStanding(
  parts: ChoiceParts,
  state: StoredState,
  whose: Standing["whose"],
  at: string,
  notice?: string,
): Standing {
  const purposes = Object.keys(parts.policy.purposes).map((purpose) => describePurpose(parts, state, purpose, at));
  const seen = state.entries.some((entry) => slotOf(entry) === "signal");
  return {
    policyVersion: parts.policy.version,
    regime: state.regime,
    whose,
    purposes,
    gpc: { seen, honoured: purposes.some(({ reason }) => reason === "signal_gpc") },
    ask: describeAsk(parts, state, at, notice),
  };
}

function describePurpose(parts: ChoiceParts, state: StoredState, purpose: string, at: string): PurposeStanding {
  const { channels = [], topics = [] } = parts.policy.purposes[purpose] ?? {};
  const ask = (channel?: string, topic?: string) => decide(parts.policy, state, { purpose, channel, topic }, at);
  const byChannel = channels.map((channel) => [channel, ask(channel)] as const);
  const whole = byChannel.find(([, decision]) => decision.allowed)?.[1] ?? ask(channels[0]);
  const latest = latestExplicit(state, purpose);
  // A topic may be chosen although the purpose as a whole was not.
  const topicAllowed = (topic: string): boolean =>
    channels.length === 0 ? ask(undefined, topic).allowed : channels.some((channel) => ask(channel, topic).allowed);
  return {
    purpose,
    allowed: whole.allowed,
    reason: whole.reason,
    act: latest?.act ?? null,
    at: latest?.at ?? null,
    until: whole.until,
    channels: Object.fromEntries(byChannel.map(([channel, { allowed }]) => [channel, allowed])),
    topics: Object.fromEntries(topics.map((topic) => [topic, topicAllowed(topic)])),
  };
}

const EXPLICIT = new Set(["consent", "objection", "opt-out"]);

/** The latest thing that the person themselves said about the whole of a purpose. */
function latestExplicit(state: StoredState, purpose: string): ChoiceEntry | null {
  const said = state.entries.filter(
    (entry) =>
      EXPLICIT.has(slotOf(entry)) &&
      entry.channel === "" &&
      entry.topic === "" &&
      (entry.purpose === purpose || (entry.purpose === ALL_PURPOSES && choiceAct(entry.act).effect !== "permit")),
  );
  return said.sort(compareEntries).at(-1) ?? null;
}

/** Whether the banner may ask now: not again within the interval, whichever the answer was, unless what is asked changed. */
function describeAsk(parts: ChoiceParts, state: StoredState, at: string, notice?: string): Standing["ask"] {
  const asked = Object.entries(parts.kept.purposes)
    .filter(([name, { askedIn }]) => {
      const purpose = parts.policy.purposes[name];
      const basis = purpose === undefined ? undefined : basisOf(purpose, state.regime);
      return askedIn.includes("banner") && basis !== undefined && legalBasis(basis).needsConsent;
    })
    .map(([name]) => name);
  if (asked.length === 0) return { needed: false, why: "nothing-to-ask", notBefore: null };
  const rule = regimeRule(state.regime, at);
  const answers = asked.map((name) => latestAnswer(state, name));
  const oldest = answers.reduce<StoredEntry | null | undefined>(
    (a, b) => (a === undefined || b === null || (a !== null && b.at < a.at) ? b : a),
    undefined,
  );
  if (oldest === undefined || oldest === null) return { needed: true, why: "never-asked", notBefore: null };
  if (notice !== undefined && answers.some((answer) => answer?.noticeHash !== null && answer?.noticeHash !== notice)) {
    return { needed: true, why: "notice-changed", notBefore: null };
  }
  const notBefore = later(oldest.at, rule.reaskAfter);
  if (notBefore > at) {
    const isAnswered = answers.every((answer) => answer?.act === "given" || answer?.act === "renewed");
    return { needed: false, why: isAnswered ? "answered" : "too-soon", notBefore };
  }
  // A yes is not asked for again while it holds.
  const holds = answers.every(
    (answer) => answer !== null && choiceAct(answer.act).effect === "permit" && (answer.until ?? "9999") > at,
  );
  if (holds) return { needed: false, why: "answered", notBefore: answers[0]?.until ?? null };
  const isExpired = answers.some((answer) => answer?.until != null && answer.until <= at);
  return { needed: true, why: isExpired ? "expired" : "interval-over", notBefore: null };
}

/** The latest answer about a purpose; closing the question is one too, for whoever closed it was asked. */
function latestAnswer(state: StoredState, purpose: string): StoredEntry | null {
  const answers = state.entries.filter(
    (entry) =>
      entry.purpose === purpose &&
      entry.channel === "" &&
      entry.topic === "" &&
      (slotOf(entry) === "consent" || entry.act === "deferred"),
  );
  return answers.sort(compareEntries).at(-1) ?? null;
}
