/** What recipients read: the message, and the page behind its link. */
import type { Language } from "../platform/i18n/language.ts";

const en = {
  events: {
    erasure: {
      subject: "Please erase",
      asks: "We have erased the data of this person. Please erase what you hold of them from us.",
    },
    rectification: {
      subject: "Please correct",
      asks: "We have corrected the data of this person. Please correct what you hold of them from us.",
    },
    restriction: {
      subject: "Please restrict",
      asks: "We have restricted the data of this person. Please stop using what you hold of them from us, other than to store it.",
    },
    lift: {
      subject: "Restriction lifted",
      asks: "The restriction that we told you of is lifted. You may use what you hold of this person from us again.",
    },
  },
  why: (controller: string) =>
    `${controller} gave you data of this person. Article 19 GDPR has us tell you, and has you act on it.`,
  person: "Person",
  scope: "Concerns",
  everything: "everything",
  by: "Answer by",
  reference: "Reference",
  action: "Tell us what you did",
  note: "The link works once and needs no account.",
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
      : K extends "events"
        ? { readonly [E in keyof (typeof en)["events"]]: { readonly subject: string; readonly asks: string } }
        : { readonly [A in keyof (typeof en)["answers"]]: string };
};

const de: NoticeTexts = {
  events: {
    erasure: {
      subject: "Bitte löschen",
      asks: "Wir haben die Daten dieser Person gelöscht. Bitte löschen Sie, was Sie von uns über sie haben.",
    },
    rectification: {
      subject: "Bitte berichtigen",
      asks: "Wir haben die Daten dieser Person berichtigt. Bitte berichtigen Sie, was Sie von uns über sie haben.",
    },
    restriction: {
      subject: "Bitte einschränken",
      asks: "Wir haben die Verarbeitung der Daten dieser Person eingeschränkt. Bitte nutzen Sie nicht mehr, was Sie von uns über sie haben, außer es zu speichern.",
    },
    lift: {
      subject: "Einschränkung aufgehoben",
      asks: "Die Einschränkung, von der wir Ihnen berichtet haben, ist aufgehoben. Sie dürfen wieder nutzen, was Sie von uns über diese Person haben.",
    },
  },
  why: (controller) =>
    `${controller} hat Ihnen Daten dieser Person gegeben. Nach Art. 19 DSGVO teilen wir Ihnen dies mit, damit Sie danach handeln.`,
  person: "Person",
  scope: "Betrifft",
  everything: "alles",
  by: "Antwort bis",
  reference: "Aktenzeichen",
  action: "Antworten, was Sie getan haben",
  note: "Der Link gilt einmal und braucht kein Konto.",
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
