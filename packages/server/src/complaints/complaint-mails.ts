/** What each message to whoever complained says. */
import { formatDay } from "../centre/format.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { Authority } from "../requests/authorities.ts";
import type { MailContent } from "../requests/emails.tsx";
import { daysLater, type Mail, SAMPLE_REFERENCE, SAMPLE_WORDS, type SampleParts } from "../templates/mail.ts";
import type { MailTexts } from "../templates/mail-texts.ts";

export interface ComplaintMailFacts {
  readonly texts: MailTexts;
  readonly language: Language;
  readonly controller: string;
  readonly reference: string;
  readonly url: string;
}

export type ComplaintOutcome = "upheld" | "partly_upheld" | "not_upheld" | "withdrawn";

/** @param dueOn ISO day by which it is answered; null: no clock runs */
export function composeReceived(facts: ComplaintMailFacts, dueOn: string | null): MailContent {
  const { texts, language, controller, reference } = facts;
  return {
    subject: texts.complaintReceivedSubject(reference),
    title: texts.complaintReceivedTitle,
    paragraphs: [texts.complaintReceivedText(controller)],
    facts: [
      [texts.reference, reference],
      ...(dueOn === null ? [] : [[texts.answerBy, formatDay(dueOn, language)] as const]),
    ],
    action: actionOf(facts),
    note: texts.complaintReceivedNote,
  };
}

/** @param quote what the operator wrote */
export function composeUpdate(facts: ComplaintMailFacts, quote: string): MailContent {
  const { texts, reference } = facts;
  return {
    subject: texts.complaintUpdateSubject(reference),
    title: texts.complaintUpdateTitle,
    paragraphs: [texts.complaintUpdateText],
    quote,
    facts: [[texts.reference, reference]],
    action: actionOf(facts),
  };
}

/** @param authorities where to go on complaining: the law has the answer name them (Art. 77 GDPR) */
export function composeDecision(
  facts: ComplaintMailFacts,
  decided: { readonly outcome: ComplaintOutcome; readonly quote: string; readonly authorities: readonly Authority[] },
): MailContent {
  const { texts, reference } = facts;
  const outcomes: Readonly<Record<ComplaintOutcome, () => string>> = {
    upheld: () => texts.complaintUpheldText,
    partly_upheld: () => texts.complaintPartlyUpheldText,
    not_upheld: () => texts.complaintNotUpheldText,
    withdrawn: () => texts.complaintWithdrawnText,
  };
  return {
    subject: texts.complaintDecisionSubject(reference),
    title: texts.complaintDecisionTitle,
    paragraphs: [outcomes[decided.outcome]()],
    quote: decided.quote,
    facts: [
      [texts.reference, reference],
      ...decided.authorities.map(({ name, url, email }): readonly [string, string] => [
        texts.refusedComplain,
        [name, url, ...(email === null ? [] : [email])].join(", "),
      ]),
    ],
    action: actionOf(facts),
    note: [...(decided.authorities.length === 0 ? [texts.refusedAnyAuthority] : []), texts.refusedCourt].join(" "),
  };
}

function actionOf({ texts, url }: ComplaintMailFacts): NonNullable<MailContent["action"]> {
  return { label: texts.complaintButton, url };
}

const AUTHORITY: Authority = { name: "Example Authority", url: "https://authority.example.org", email: null };

const sampleFacts = ({ kept, language, texts, url }: SampleParts): ComplaintMailFacts => {
  return { texts, language, controller: kept.controller.name, reference: SAMPLE_REFERENCE, url };
};

export const complaintMails: readonly Mail[] = [
  {
    name: "complaint_received",
    title: "A complaint has arrived",
    group: "Complaints",
    samples: (parts) => [() => composeReceived(sampleFacts(parts), daysLater(parts, 30))],
  },
  {
    name: "complaint_update",
    title: "How far a complaint has come",
    group: "Complaints",
    samples: (parts) => [() => composeUpdate(sampleFacts(parts), SAMPLE_WORDS[parts.language])],
  },
  {
    name: "complaint_decision",
    title: "A complaint is decided",
    group: "Complaints",
    samples: (parts) =>
      (["upheld", "partly_upheld", "not_upheld", "withdrawn"] as const).map(
        (outcome) => () =>
          composeDecision(sampleFacts(parts), {
            outcome,
            quote: SAMPLE_WORDS[parts.language],
            authorities: outcome === "withdrawn" ? [] : [AUTHORITY],
          }),
      ),
  },
];
