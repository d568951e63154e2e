/** What the message says that asks whether somebody may send a person's data here. */
import type { MailContent } from "../requests/emails.tsx";
import type { Mail } from "../templates/mail.ts";
import type { MailTexts } from "../templates/mail-texts.ts";

/** @param source name of who would send */
export function composeImportAsk(texts: MailTexts, source: string, brand: string, url: string): MailContent {
  return {
    subject: texts.importSubject(source),
    title: texts.importSubject(source),
    paragraphs: [texts.importText(source, brand)],
    facts: [],
    action: { label: texts.importButton, url },
    note: texts.importNote,
  };
}

export const importMails: readonly Mail[] = [
  {
    name: "import_ask",
    title: "May data be sent here?",
    group: "Transfers",
    samples: ({ kept, texts, url }) => [() => composeImportAsk(texts, "Example Photos", kept.centre.brand, url)],
  },
];
