/** What the message says that brings the link to a person's choices. */
import { formatInstant } from "../centre/format.ts";
import type { KeptConfig } from "../kept-config.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { MailContent } from "../requests/emails.tsx";
import { daysLater, type Mail } from "../templates/mail.ts";
import type { MailTexts } from "../templates/mail-texts.ts";

/** @param worksUntil ISO instant */
export function composeChoicesLink(
  kept: KeptConfig,
  language: Language,
  texts: MailTexts,
  link: { readonly url: string; readonly worksUntil: string },
): MailContent {
  return {
    subject: texts.choicesSubject(kept.centre.brand),
    title: texts.choicesTitle,
    paragraphs: [texts.choicesText(kept.controller.name)],
    facts: [[texts.worksUntil, formatInstant(link.worksUntil, language, kept.controller.zone)]],
    action: { label: texts.choicesButton, url: link.url },
    note: texts.choicesNote,
  };
}

export const choiceMails: readonly Mail[] = [
  {
    name: "choices_link",
    title: "The link to a person's choices",
    group: "Choices",
    samples: (parts) => [
      () =>
        composeChoicesLink(parts.kept, parts.language, parts.texts, {
          url: parts.url,
          worksUntil: `${daysLater(parts, 1)}T10:00:00Z`,
        }),
    ],
  },
];
