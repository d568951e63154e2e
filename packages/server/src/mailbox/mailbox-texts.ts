/** The drafts that operators answer letters from, and what goes out as a text message. */
import { defineMessages } from "../platform/i18n/messages.ts";

export const mailboxTexts = defineMessages({
  en: {
    receivedSms: (brand: string, reference: string, url: string) =>
      `${brand}: we have your message (${reference}). Somebody reads it and answers you. Your data and your rights: ${url}`,
    answerSms: (brand: string, reference: string, text: string) => `${brand} (${reference}): ${text}`,
    which_rightText:
      "Thank you for your message.\n\nWe want to do the right thing for you and need to know what you would like: a copy of your data, a correction, its erasure, that we use it less or no longer, or something else? A short answer is enough.",
    which_accountText:
      "Thank you for your message.\n\nWe find no account under the address that you wrote from. Which e-mail address, customer number or user name do you use with us? Please do not send us a copy of an identity document.",
    use_centreText:
      "Thank you for your message.\n\nYou can ask for a copy of your data or its erasure in our privacy centre at any time, without an account. We confirm there that the address is yours, and you see where your request stands.",
    freeText: "Hello,\n\n",
  },
  de: {
    receivedSms: (brand, reference, url) =>
      `${brand}: Ihre Nachricht (${reference}) ist da. Jemand liest sie und antwortet Ihnen. Ihre Daten und Rechte: ${url}`,
    answerSms: (brand, reference, text) => `${brand} (${reference}): ${text}`,
    which_rightText:
      "Vielen Dank für Ihre Nachricht.\n\nWir möchten das Richtige für Sie tun und müssen wissen, was Sie wünschen: eine Kopie Ihrer Daten, eine Berichtigung, die Löschung, dass wir sie weniger oder nicht mehr nutzen, oder etwas anderes? Eine kurze Antwort genügt.",
    which_accountText:
      "Vielen Dank für Ihre Nachricht.\n\nUnter der Adresse, von der Sie schreiben, finden wir kein Konto. Welche E-Mail-Adresse, Kundennummer oder welchen Benutzernamen verwenden Sie bei uns? Bitte schicken Sie uns keine Kopie eines Ausweises.",
    use_centreText:
      "Vielen Dank für Ihre Nachricht.\n\nEine Kopie Ihrer Daten oder deren Löschung können Sie jederzeit in unserem Datenschutzportal verlangen, ohne Konto. Wir bestätigen dort, dass die Adresse Ihre ist, und Sie sehen, wo Ihre Anfrage steht.",
    freeText: "Guten Tag,\n\n",
  },
});
