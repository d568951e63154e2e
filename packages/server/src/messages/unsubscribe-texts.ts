/** Words of the pages that end a list, and of the line at the end of messages. */
import { defineMessages } from "../platform/i18n/messages.ts";

export const unsubscribeTexts = defineMessages({
  en: {
    title: "Unsubscribe",
    text: (list: string) => `One press, and “${list}” no longer comes to this address. It counts at once.`,
    button: "Unsubscribe",
    doneTitle: "You are unsubscribed",
    doneText: (list: string) =>
      `“${list}” no longer comes to this address, and neither does what was already waiting to be sent.`,
    doneNote: "Messages that you need for what you ordered or use still reach you.",
    choices: "See all my choices",
    brokenTitle: "This link is damaged",
    brokenText: "It was probably cut off on the way. Copy the whole address from the message, or write to us.",
    footer: "Unsubscribe:",
    footerLink: "Unsubscribe",
  },
  de: {
    title: "Abmelden",
    text: (list: string) => `Ein Klick, und „${list}“ kommt nicht mehr an diese Adresse. Es gilt sofort.`,
    button: "Abmelden",
    doneTitle: "Sie sind abgemeldet",
    doneText: (list: string) =>
      `„${list}“ kommt nicht mehr an diese Adresse, auch nicht, was schon zum Versand bereitlag.`,
    doneNote: "Nachrichten, die Sie für Bestelltes oder Genutztes brauchen, erreichen Sie weiterhin.",
    choices: "Alle meine Entscheidungen",
    brokenTitle: "Dieser Link ist beschädigt",
    brokenText:
      "Vermutlich wurde er unterwegs abgeschnitten. Kopieren Sie die ganze Adresse aus der Nachricht, oder schreiben Sie uns.",
    footer: "Abmelden:",
    footerLink: "Abmelden",
  },
});
