/** What each message to a parent says. Who the child is stands in none. */
import { formatDay } from "../centre/format.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { MailContent } from "../requests/emails.tsx";
import { daysLater, type Mail, SAMPLE_REFERENCE, type SampleParts } from "../templates/mail.ts";
import type { MailTexts } from "../templates/mail-texts.ts";

export interface ParentMailFacts {
  readonly texts: MailTexts;
  readonly language: Language;
  readonly controller: string;
  readonly reference: string;
  /** The page of the case. */
  readonly url: string;
}

/** @param dueOn ISO day; null: no clock runs */
export function composeParentReceived(facts: ParentMailFacts, dueOn: string | null): MailContent {
  const { texts, language, controller, reference } = facts;
  return {
    subject: texts.parentReceivedSubject(reference),
    title: texts.parentReceivedTitle,
    paragraphs: [texts.parentReceivedText(controller)],
    facts: [
      [texts.reference, reference],
      ...(dueOn === null ? [] : [[texts.answerBy, formatDay(dueOn, language)] as const]),
    ],
    action: actionOf(facts),
    note: texts.parentReceivedNote,
  };
}

/** @param until ISO day until which the parent may decide; null: there is no such window */
export function composeFrozen(facts: ParentMailFacts, until: string | null): MailContent {
  const { texts, language, reference } = facts;
  return {
    subject: texts.parentFrozenSubject(reference),
    title: texts.parentFrozenTitle,
    paragraphs: [texts.parentFrozenText],
    facts: [
      [texts.reference, reference],
      ...(until === null ? [] : [[texts.parentWindowEnds, formatDay(until, language)] as const]),
    ],
    action: actionOf(facts),
  };
}

/** An operator has satisfied themselves that it is the parent. */
export function composeVerified(facts: ParentMailFacts): MailContent {
  const { texts, reference } = facts;
  return {
    subject: texts.parentVerifiedSubject(reference),
    title: texts.parentVerifiedTitle,
    paragraphs: [texts.parentVerifiedText],
    facts: [[texts.reference, reference]],
    action: actionOf(facts),
  };
}

/** A consent can be taken back on the page of the case; a case without a child has no page any more. */
export function composeEnded(facts: ParentMailFacts, isConsent: boolean): MailContent {
  const { texts, reference } = facts;
  return {
    subject: texts.parentEndedSubject(reference),
    title: isConsent ? texts.parentConsentedTitle : texts.parentNoChildTitle,
    paragraphs: [isConsent ? texts.parentConsentedText : texts.parentNoChildText],
    facts: [[texts.reference, reference]],
    ...(isConsent ? { action: actionOf(facts) } : {}),
    note: texts.refusedAnyAuthority,
  };
}

function actionOf({ texts, url }: ParentMailFacts): NonNullable<MailContent["action"]> {
  return { label: texts.parentButton, url };
}

const sampleFacts = ({ kept, language, texts, url }: SampleParts): ParentMailFacts => {
  return { texts, language, controller: kept.controller.name, reference: SAMPLE_REFERENCE, url };
};

export const parentMails: readonly Mail[] = [
  {
    name: "parent_received",
    title: "A parent has told of a child",
    group: "Children",
    samples: (parts) => [() => composeParentReceived(sampleFacts(parts), daysLater(parts, 30))],
  },
  {
    name: "parent_frozen",
    title: "A child's data is no longer used",
    group: "Children",
    samples: (parts) => [() => composeFrozen(sampleFacts(parts), daysLater(parts, 14))],
  },
  {
    name: "parent_verified",
    title: "A parent may see what is held of the child",
    group: "Children",
    samples: (parts) => [() => composeVerified(sampleFacts(parts))],
  },
  {
    name: "parent_ended",
    title: "A child's case is over",
    group: "Children",
    samples: (parts) => [true, false].map((isConsent) => () => composeEnded(sampleFacts(parts), isConsent)),
  },
];
