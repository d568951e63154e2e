/** Whether the configuration names what a question names. */
import type { ChoiceQuestion, ReasonStep } from "./choice-question.ts";
import { type ChoicePolicy, coversCategory, type PolicyPurpose } from "./policy.ts";

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
