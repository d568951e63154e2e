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
    friendSubject: (sender: string, brand: string) => `${sender} recommends ${brand}`,
    friendText: (sender: string, brand: string, address: string, controller: string) =>
      `${sender} thinks that ${brand} may interest you${address === "" ? "." : `: ${address}`}\n\n${controller} sends you this one message because ${sender} asked for it. Your address is not kept, and no other message follows.`,
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
    friendSubject: (sender: string, brand: string) => `${sender} empfiehlt ${brand}`,
    friendText: (sender: string, brand: string, address: string, controller: string) =>
      `${sender} meint, ${brand} könnte Sie interessieren${address === "" ? "." : `: ${address}`}\n\n${controller} schickt Ihnen diese eine Nachricht, weil ${sender} darum gebeten hat. Ihre Adresse wird nicht aufbewahrt, und keine weitere Nachricht folgt.`,
    footer: "Abmelden:",
    footerLink: "Abmelden",
  },
});
