/** Answers as the SDK's gate keeps them: one short text for each purpose, channel and topic. */
import type { SnapshotLine } from "@kept/contract/decisions";
import { checkNames } from "@kept/engine/choices/check-names";
import type { ChoiceState } from "@kept/engine/choices/choice-state";
import { emptyState } from "@kept/engine/choices/choice-state";
import { decide } from "@kept/engine/choices/decide";
import type { ChoicePolicy } from "@kept/engine/choices/policy";

type PolicyLine = Extract<SnapshotLine, { line: "policy" }>;
export type Place = PolicyLine["places"][number];

/** Every question that the gate can answer by itself. */
export function listPlaces(policy: ChoicePolicy): readonly Place[] {
  return Object.entries(policy.purposes).flatMap(([purpose, { channels, topics }]) =>
    (channels.length === 0 ? [""] : channels).flatMap((channel) =>
      ["", ...topics].map((topic) => ({ purpose, channel, topic })),
    ),
  );
}

/**
 * `+consent_given@2027-11-22T10` or `-consent_missing`, for each place. Ends are cut to the hour, so that few answers
 * differ: an allowance may end up to an hour early and never late.
 */
export function answersOf(
  policy: ChoicePolicy,
  places: readonly Place[],
  state: ChoiceState,
  at: string,
): readonly string[] {
  return places.map(({ purpose, channel, topic }) => {
    const question = { purpose, channel: channel || undefined, topic: topic || undefined };
    const { allowed, reason, until } = decide(policy, state, question, at);
    return `${allowed ? "+" : "-"}${reason}${until === null ? "" : `@${until.slice(0, 13)}`}`;
  });
}

/** The first line of a snapshot. */
export function describePolicyLine(policy: ChoicePolicy, position: number, at: string): PolicyLine {
  const places = listPlaces(policy);
  return {
    line: "policy",
    format: "kept-snapshot/1",
    policyVersion: policy.version,
    position,
    places: [...places],
    purposes: Object.fromEntries(
      Object.entries(policy.purposes).map(([name, purpose]) => [
        name,
        {
          categories: [...purpose.categories],
          recipients: purpose.recipients.filter((recipient) => mayReceive(policy, name, recipient)),
          channels: [...purpose.channels],
          topics: [...purpose.topics],
        },
      ]),
    ),
    unknown: [...answersOf(policy, places, emptyState("default"), at)],
  };
}

function mayReceive(policy: ChoicePolicy, purpose: string, recipient: string): boolean {
  const channel = policy.purposes[purpose]?.channels[0];
  return checkNames(policy, { purpose, recipient, channel }).every((step) => step.outcome !== "deny");
}
