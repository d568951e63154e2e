/** What each right is called where people meet it: on pages and in messages. */
import { defineMessages } from "../platform/i18n/messages.ts";

const texts = {
  access: defineMessages({
    en: {
      title: "Get a copy of your data",
      lead: "Everything we hold about you, in one file that you can read, print and take elsewhere.",
      noun: "a copy of your data",
      short: "Copy of your data",
      button: "Ask for my data",
      outcome: "You get a link to a file with your data and an explanation of how it is used.",
    },
    de: {
      title: "Kopie Ihrer Daten erhalten",
      lead: "Alles, was wir über Sie gespeichert haben, in einer Datei zum Lesen, Drucken und Mitnehmen.",
      noun: "eine Kopie Ihrer Daten",
      short: "Kopie Ihrer Daten",
      button: "Meine Daten anfordern",
      outcome: "Sie erhalten einen Link zu einer Datei mit Ihren Daten und einer Erklärung, wie sie verwendet werden.",
    },
  }),
  erasure: defineMessages({
    en: {
      title: "Have your data erased",
      lead: "We delete what is yours, take you out of what others share with you, and tell you what the law makes us keep.",
      noun: "the erasure of your data",
      short: "Erasure of your data",
      button: "Ask for erasure",
      outcome: "You get a receipt that says what was deleted, and what had to be kept and why.",
    },
    de: {
      title: "Ihre Daten löschen lassen",
      lead: "Wir löschen, was Ihnen gehört, lösen Sie aus Gemeinsamem heraus und sagen, was wir von Gesetzes wegen behalten müssen.",
      noun: "die Löschung Ihrer Daten",
      short: "Löschung Ihrer Daten",
      button: "Löschung verlangen",
      outcome: "Sie erhalten einen Beleg darüber, was gelöscht wurde und was aus welchem Grund bleiben musste.",
    },
  }),
} as const;

/** The words of a kind of request in a language. */
export function kindTexts(kind: keyof typeof texts, language: "en" | "de"): (typeof texts)[typeof kind]["en"] {
  return texts[kind][language];
}
