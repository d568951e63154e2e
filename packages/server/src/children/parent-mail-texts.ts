/** The words of the messages to a parent. */
import { defineMailTexts } from "../templates/define-mail-texts.ts";

export const parentMailTexts = defineMailTexts({
  en: {
    parentReceivedSubject: (reference: string) => `We look into your message ${reference}`,
    parentReceivedTitle: "We look into it",
    parentReceivedText: (controller: string) =>
      `You told ${controller} of a child. A person looks at it within a day. Please confirm by the link that you wrote to us.`,
    parentReceivedNote: "It was not you? Then leave it at that, or answer this message.",
    parentFrozenSubject: (reference: string) => `Your child's data is no longer used: ${reference}`,
    parentFrozenTitle: "Nothing is used any more",
    parentFrozenText:
      "We looked at your case. Nothing of your child's data is used from now on. By the link you may have it erased now, or allow its use; otherwise it is erased after the day below.",
    parentWindowEnds: "You may decide until",
    parentVerifiedSubject: (reference: string) => `You can see what we hold of your child: ${reference}`,
    parentVerifiedTitle: "You can see it now",
    parentVerifiedText:
      "We have made sure that you are the parent. By the link you can ask to see what we hold of your child; until you have been answered nothing is erased by itself.",
    parentEndedSubject: (reference: string) => `Your case ${reference} is over`,
    parentConsentedTitle: "You allowed it",
    parentConsentedText:
      "We checked your permission, and the data is used again as our policy says. You may take it back at any time by the link.",
    parentNoChildTitle: "We found no child",
    parentNoChildText:
      "We looked into it, and the account is not a child's as far as we can tell. If you know more, answer this message.",
    parentButton: "See the case",
  },
  de: {
    parentReceivedSubject: (reference) => `Wir gehen Ihrer Nachricht nach ${reference}`,
    parentReceivedTitle: "Wir sehen nach",
    parentReceivedText: (controller) =>
      `Sie haben ${controller} von einem Kind geschrieben. Ein Mensch sieht es sich binnen eines Tages an. Bitte bestätigen Sie über den Link, dass Sie uns geschrieben haben.`,
    parentReceivedNote: "Das waren nicht Sie? Dann belassen Sie es dabei oder antworten Sie auf diese Nachricht.",
    parentFrozenSubject: (reference) => `Die Daten Ihres Kindes werden nicht mehr genutzt: ${reference}`,
    parentFrozenTitle: "Nichts wird mehr genutzt",
    parentFrozenText:
      "Wir haben uns Ihren Fall angesehen. Von den Daten Ihres Kindes wird ab jetzt nichts mehr genutzt. Über den Link können Sie sie sofort löschen lassen oder die Nutzung erlauben; sonst werden sie nach dem Tag unten gelöscht.",
    parentWindowEnds: "Sie können entscheiden bis",
    parentVerifiedSubject: (reference) => `Sie können sehen, was wir von Ihrem Kind haben: ${reference}`,
    parentVerifiedTitle: "Sie können es jetzt sehen",
    parentVerifiedText:
      "Wir haben uns vergewissert, dass Sie ein Elternteil sind. Über den Link können Sie verlangen zu sehen, was wir von Ihrem Kind haben; bis Sie die Antwort haben, wird nichts von selbst gelöscht.",
    parentEndedSubject: (reference) => `Ihr Fall ${reference} ist abgeschlossen`,
    parentConsentedTitle: "Sie haben es erlaubt",
    parentConsentedText:
      "Wir haben Ihre Erlaubnis geprüft, und die Daten werden wieder so genutzt, wie unsere Erklärung es sagt. Über den Link können Sie sie jederzeit zurücknehmen.",
    parentNoChildTitle: "Wir fanden kein Kind",
    parentNoChildText:
      "Wir sind dem nachgegangen, und soweit wir sehen, gehört das Konto keinem Kind. Wenn Sie mehr wissen, antworten Sie auf diese Nachricht.",
    parentButton: "Den Fall ansehen",
  },
  placeholders: {
    parentReceivedSubject: ["reference"],
    parentReceivedText: ["controller?"],
    parentFrozenSubject: ["reference"],
    parentVerifiedSubject: ["reference"],
    parentEndedSubject: ["reference"],
  },
  demands: {},
  locked: {},
});
