/** What the messages say that tell how a transfer ended. */
import type { MailContent } from "../requests/emails.tsx";
import { type Mail, SAMPLE_REFERENCE } from "../templates/mail.ts";
import type { MailTexts } from "../templates/mail-texts.ts";

export interface TransferMailFacts {
  readonly texts: MailTexts;
  readonly reference: string;
  /** Its name. */
  readonly destination: string;
  readonly url: string;
}

/** @param someRefused parts of it were not wanted there */
export function composeDone(
  { texts, reference, destination, url }: TransferMailFacts,
  someRefused: boolean,
): MailContent {
  return {
    subject: texts.transferDoneSubject(reference),
    title: texts.transferDoneTitle,
    paragraphs: [texts.transferDoneText(destination), ...(someRefused ? [texts.transferRefusedText] : [])],
    facts: [
      [texts.reference, reference],
      [texts.transferDestination, destination],
    ],
    action: { label: texts.transferStatusButton, url },
  };
}

/** @param someSent a part of it may be there */
export function composeFailed(
  { texts, reference, destination, url }: TransferMailFacts,
  someSent: boolean,
): MailContent {
  return {
    subject: texts.transferFailedSubject(reference),
    title: texts.transferFailedTitle,
    paragraphs: [texts.transferFailedText(destination), ...(someSent ? [texts.transferSomeText] : [])],
    facts: [
      [texts.reference, reference],
      [texts.transferDestination, destination],
    ],
    action: { label: texts.transferButton, url },
  };
}

const sampleFacts = ({ texts, url }: { readonly texts: MailTexts; readonly url: string }): TransferMailFacts => {
  return { texts, reference: SAMPLE_REFERENCE, destination: "Example Photos", url };
};

export const transferMails: readonly Mail[] = [
  {
    name: "transfer_done",
    title: "Data has been sent",
    group: "Transfers",
    samples: (parts) => [false, true].map((someRefused) => () => composeDone(sampleFacts(parts), someRefused)),
  },
  {
    name: "transfer_failed",
    title: "Data could not be sent",
    group: "Transfers",
    samples: (parts) => [false, true].map((someSent) => () => composeFailed(sampleFacts(parts), someSent)),
  },
];
