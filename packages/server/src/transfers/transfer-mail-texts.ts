/** The words of the messages that tell how a transfer ended. */
import { defineMailTexts } from "../templates/define-mail-texts.ts";

export const transferMailTexts = defineMailTexts({
  en: {
    transferDoneSubject: (reference: string) => `Your data has arrived (${reference})`,
    transferDoneTitle: "Your data has been sent",
    transferDoneText: (name: string) =>
      `${name} has received what you wanted to take along. What is held here stays as it was: ask for erasure if you want it gone.`,
    transferRefusedText:
      "Some parts were not wanted there. The receipt names them; the file with everything can still be downloaded.",
    transferFailedSubject: (reference: string) => `Your data could not be sent (${reference})`,
    transferFailedTitle: "The transfer did not work",
    transferFailedText: (name: string) =>
      `${name} could not take your data in, though we tried again and again. You can download it instead and bring it there yourself.`,
    transferSomeText: "A part of it may have arrived there.",
    transferDestination: "Sent to",
    transferButton: "Download my data",
    transferStatusButton: "See how it stands",
  },
  de: {
    transferDoneSubject: (reference) => `Ihre Daten sind angekommen (${reference})`,
    transferDoneTitle: "Ihre Daten wurden gesandt",
    transferDoneText: (name) =>
      `${name} hat erhalten, was Sie mitnehmen wollten. Was hier gespeichert ist, bleibt, wie es war: Verlangen Sie die Löschung, wenn es weg soll.`,
    transferRefusedText:
      "Einige Teile wollte man dort nicht. Der Beleg nennt sie; die Datei mit allem lässt sich weiter herunterladen.",
    transferFailedSubject: (reference) => `Ihre Daten ließen sich nicht senden (${reference})`,
    transferFailedTitle: "Die Übertragung ist nicht gelungen",
    transferFailedText: (name) =>
      `${name} konnte Ihre Daten nicht entgegennehmen, obwohl wir es immer wieder versucht haben. Sie können sie stattdessen herunterladen und selbst dorthin bringen.`,
    transferSomeText: "Ein Teil davon kann dort angekommen sein.",
    transferDestination: "Gesandt an",
    transferButton: "Meine Daten herunterladen",
    transferStatusButton: "Nachsehen, wie es steht",
  },
  placeholders: {
    transferDoneSubject: ["reference"],
    transferDoneText: ["destination"],
    transferFailedSubject: ["reference"],
    transferFailedText: ["destination"],
  },
  demands: {
    transferDoneText: { destination: "It says who has the data now." },
    transferFailedText: { destination: "It says who may have got a part." },
  },
  locked: {},
});
