/** The words of the message that brings the link to a person's choices. */
import { defineMailTexts } from "../templates/define-mail-texts.ts";

export const choiceMailTexts = defineMailTexts({
  en: {
    choicesSubject: (brand: string) => `Your choices at ${brand}`,
    choicesTitle: "Your choices",
    choicesText: (controller: string) =>
      `With this link you see and change what ${controller} may use your data for. You need no account.`,
    choicesButton: "See my choices",
    choicesNote:
      "You did not ask for this? Then do nothing. Do not pass the link on: whoever has it can change your choices.",
  },
  de: {
    choicesSubject: (brand) => `Ihre Entscheidungen bei ${brand}`,
    choicesTitle: "Ihre Entscheidungen",
    choicesText: (controller) =>
      `Mit diesem Link sehen und ändern Sie, wofür ${controller} Ihre Daten verwenden darf. Ein Konto brauchen Sie nicht.`,
    choicesButton: "Zu meinen Entscheidungen",
    choicesNote:
      "Sie haben nicht danach gefragt? Dann tun Sie nichts. Geben Sie den Link nicht weiter: Wer ihn hat, kann Ihre Entscheidungen ändern.",
  },
  placeholders: { choicesSubject: ["brand?"], choicesText: ["controller"] },
  demands: { choicesText: { controller: "It says whose use of data is chosen about (Art. 7(2) GDPR)." } },
  locked: {},
});
