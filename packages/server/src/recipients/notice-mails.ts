/** What the message to a recipient says: whom it is about, what to do, and where to answer. */
import type { ToldEvent } from "@kept/contract/recipients";
import { formatDay } from "../centre/format.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { MailContent } from "../requests/emails.tsx";
import { daysLater, type Mail, SAMPLE_REFERENCE } from "../templates/mail.ts";
import type { MailTexts } from "../templates/mail-texts.ts";

export interface NoticeMailFacts {
  readonly texts: MailTexts;
  readonly language: Language;
  readonly controller: string;
  readonly event: ToldEvent;
  readonly reference: string;
  readonly identifiers: readonly { readonly kind: string; readonly value: string }[];
  /** Empty: all of it. */
  readonly categories: readonly string[];
  /** ISO day by which an answer is wanted. */
  readonly dueOn: string;
  readonly url: string;
}

const WORDS: Readonly<Record<ToldEvent, (texts: MailTexts) => readonly [title: string, text: string]>> = {
  erasure: (texts) => [texts.noticeErasureTitle, texts.noticeErasureText],
  rectification: (texts) => [texts.noticeRectificationTitle, texts.noticeRectificationText],
  restriction: (texts) => [texts.noticeRestrictionTitle, texts.noticeRestrictionText],
  lift: (texts) => [texts.noticeLiftTitle, texts.noticeLiftText],
  undo: (texts) => [texts.noticeUndoTitle, texts.noticeUndoText],
};

export function composeNotice({ texts, language, reference, ...facts }: NoticeMailFacts): MailContent {
  const [title, text] = WORDS[facts.event](texts);
  return {
    subject: `${title}: ${reference}`,
    title,
    paragraphs: [text, texts.noticeWhyText(facts.controller)],
    facts: [
      ...facts.identifiers.map(({ kind, value }) => [`${texts.noticePerson} (${kind})`, value] as const),
      [texts.noticeScope, facts.categories.length === 0 ? texts.noticeEverything : facts.categories.join(", ")],
      [texts.noticeBy, formatDay(facts.dueOn, language)],
      [texts.reference, reference],
    ],
    action: { label: texts.noticeButton, url: facts.url },
    note: texts.noticeNote,
  };
}

const TITLES: Readonly<Record<ToldEvent, string>> = {
  erasure: "A recipient is told of an erasure",
  rectification: "A recipient is told of a correction",
  restriction: "A recipient is told of a restriction",
  lift: "A recipient is told that a restriction ends",
  undo: "A recipient is told that an erasure was taken back",
};

export const noticeMails: readonly Mail[] = (["erasure", "rectification", "restriction", "lift", "undo"] as const).map(
  (event) => ({
    name: `notice_${event}`,
    title: TITLES[event],
    group: "Recipients",
    samples: (parts) =>
      [[], ["contact"]].map(
        (categories) => () =>
          composeNotice({
            texts: parts.texts,
            language: parts.language,
            controller: parts.kept.controller.name,
            event,
            reference: SAMPLE_REFERENCE,
            identifiers: [{ kind: "email", value: "person@example.org" }],
            categories,
            dueOn: daysLater(parts, 7),
            url: parts.url,
          }),
      ),
  }),
);
