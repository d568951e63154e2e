/** The words of the messages that the inbox sends. */
import { defineMailTexts } from "../templates/define-mail-texts.ts";

export const mailboxMailTexts = defineMailTexts({
  en: {
    letterReceivedSubject: (reference: string) => `We received your message [${reference}]`,
    letterReceivedTitle: "Your message is here",
    letterReceivedText: (controller: string) =>
      `Thank you for writing to ${controller}. Somebody reads your message and answers you.`,
    letterCentreText:
      "To get a copy of your data or have it erased, the privacy centre is the quickest way; you need no account there.",
    letterCentreButton: "Go to the privacy centre",
    letterReceivedNote: "This answer was sent automatically. To add something, reply to it.",
    letterAnswerSubject: (reference: string) => `Answer to your message [${reference}]`,
    letterAnswerTitle: "Answer to your message",
    letterAnswerNote: "If you have more questions, reply to this message.",
  },
  de: {
    letterReceivedSubject: (reference) => `Ihre Nachricht ist angekommen [${reference}]`,
    letterReceivedTitle: "Ihre Nachricht ist da",
    letterReceivedText: (controller) =>
      `Vielen Dank, dass Sie ${controller} geschrieben haben. Jemand liest Ihre Nachricht und antwortet Ihnen.`,
    letterCentreText:
      "Eine Kopie Ihrer Daten oder deren Löschung verlangen Sie am schnellsten im Datenschutzportal; ein Konto brauchen Sie dort nicht.",
    letterCentreButton: "Zum Datenschutzportal",
    letterReceivedNote:
      "Diese Antwort wurde automatisch verschickt. Wenn Sie etwas ergänzen möchten, antworten Sie darauf.",
    letterAnswerSubject: (reference) => `Antwort auf Ihre Nachricht [${reference}]`,
    letterAnswerTitle: "Antwort auf Ihre Nachricht",
    letterAnswerNote: "Wenn Sie weitere Fragen haben, antworten Sie auf diese Nachricht.",
  },
  placeholders: {
    letterReceivedSubject: ["reference"],
    letterReceivedText: ["controller?"],
    letterAnswerSubject: ["reference"],
  },
  demands: {},
  locked: {},
});
