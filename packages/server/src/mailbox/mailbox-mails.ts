/** What each message says that the inbox sends to whoever wrote. */
import type { MailContent } from "../requests/emails.tsx";
import { type Mail, SAMPLE_REFERENCE, SAMPLE_WORDS } from "../templates/mail.ts";
import type { MailTexts } from "../templates/mail-texts.ts";

/** @param centreUrl the privacy centre, which is quicker for most */
export function composeAcknowledgement(
  texts: MailTexts,
  controller: string,
  reference: string,
  centreUrl: string,
): MailContent {
  return {
    subject: texts.letterReceivedSubject(reference),
    title: texts.letterReceivedTitle,
    paragraphs: [texts.letterReceivedText(controller), texts.letterCentreText],
    facts: [[texts.reference, reference]],
    action: { label: texts.letterCentreButton, url: centreUrl },
    note: texts.letterReceivedNote,
  };
}

/** @param answer what an operator wrote, in paragraphs */
export function composeAnswer(texts: MailTexts, reference: string, answer: string): MailContent {
  return {
    subject: texts.letterAnswerSubject(reference),
    title: texts.letterAnswerTitle,
    paragraphs: answer.split(/\n{2,}/),
    facts: [[texts.reference, reference]],
    note: texts.letterAnswerNote,
  };
}

export const mailboxMails: readonly Mail[] = [
  {
    name: "letter_received",
    title: "A letter has arrived",
    group: "Inbox",
    samples: ({ kept, texts, url }) => [
      () => composeAcknowledgement(texts, kept.controller.name, SAMPLE_REFERENCE, url),
    ],
  },
  {
    name: "letter_answer",
    title: "An answer to a letter",
    group: "Inbox",
    samples: ({ texts, language }) => [() => composeAnswer(texts, SAMPLE_REFERENCE, SAMPLE_WORDS[language])],
  },
];
