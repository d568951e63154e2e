/** What recipients read on the page behind the link of a notice. */
import type { Language } from "../platform/i18n/language.ts";

const en = {
  title: "Your answer to a notice",
  lead: (reference: string) => `It is about our notice ${reference}; our message says whom it concerns.`,
  question: "What did you do?",
  answers: {
    done: "We have done it",
    "nothing-held": "We hold nothing of this person",
    cannot: "We cannot do it, or not all of it",
  },
  words: "Anything we should know (a law that makes you keep it, others you have told)",
  missing: "Please choose one answer.",
  send: "Send the answer",
  thanks: "Thank you",
  thanksText: "Your answer is recorded.",
} as const;

type NoticeTexts = {
  readonly [K in keyof typeof en]: (typeof en)[K] extends string
    ? string
    : (typeof en)[K] extends (text: string) => string
      ? (text: string) => string
      : { readonly [A in keyof (typeof en)["answers"]]: string };
};

const de: NoticeTexts = {
  title: "Ihre Antwort auf eine Mitteilung",
  lead: (reference) => `Es geht um unsere Mitteilung ${reference}; wen sie betrifft, steht in unserer Nachricht.`,
  question: "Was haben Sie getan?",
  answers: {
    done: "Wir haben es getan",
    "nothing-held": "Wir haben nichts von dieser Person",
    cannot: "Wir können es nicht, oder nicht ganz",
  },
  words: "Was wir wissen sollten (ein Gesetz, nach dem Sie es behalten; andere, denen Sie es gesagt haben)",
  missing: "Bitte wählen Sie eine Antwort.",
  send: "Antwort senden",
  thanks: "Danke",
  thanksText: "Ihre Antwort ist festgehalten.",
};

export const noticeTexts: Readonly<Record<Language, NoticeTexts>> = { en, de };
