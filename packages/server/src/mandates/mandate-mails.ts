/** What the messages say to whoever acts for somebody, and to the person they act for. */
import type { KeptConfig } from "../kept-config.ts";
import type { MailContent } from "../requests/emails.tsx";
import { type Mail, SAMPLE_REFERENCE, SAMPLE_WORDS } from "../templates/mail.ts";
import type { MailTexts } from "../templates/mail-texts.ts";

/** Asks the representative whether the address is theirs. */
export function composeRepresentative(kept: KeptConfig, texts: MailTexts, url: string): MailContent {
  return {
    subject: texts.representativeSubject(kept.centre.brand),
    title: texts.representativeTitle,
    paragraphs: [texts.representativeText(kept.controller.name)],
    facts: [],
    action: { label: texts.representativeButton, url },
    note: texts.mandateNote,
  };
}

/**
 * Asks the person whether somebody acts for them.
 * @param who the representative, by name
 * @param noun what is asked for
 */
export function composePermit(kept: KeptConfig, texts: MailTexts, who: string, noun: string, url: string): MailContent {
  return {
    subject: texts.mandateSubject(kept.centre.brand),
    title: texts.mandateTitle,
    paragraphs: [texts.mandateText(who, kept.controller.name, noun)],
    facts: [],
    action: { label: texts.mandateButton, url },
    note: texts.mandateNote,
  };
}

/** @param why what the operator wrote */
export function composeRejected(texts: MailTexts, reference: string, why: string): MailContent {
  return {
    subject: texts.mandateRejectedSubject(reference),
    title: texts.mandateRejectedTitle,
    paragraphs: [texts.mandateRejectedText],
    quote: why,
    facts: [],
  };
}

const NOUN = { en: "a copy of the data", de: "eine Kopie der Daten" };

export const mandateMails: readonly Mail[] = [
  {
    name: "representative",
    title: "A representative confirms their address",
    group: "Representatives",
    samples: ({ kept, texts, url }) => [() => composeRepresentative(kept, texts, url)],
  },
  {
    name: "mandate_person",
    title: "Does somebody act for you?",
    group: "Representatives",
    samples: ({ kept, texts, language, url }) => [
      () => composePermit(kept, texts, "Grace Example (Agents & Co.)", NOUN[language], url),
    ],
  },
  {
    name: "mandate_rejected",
    title: "A mandate is not accepted",
    group: "Representatives",
    samples: ({ texts, language }) => [() => composeRejected(texts, SAMPLE_REFERENCE, SAMPLE_WORDS[language])],
  },
];
