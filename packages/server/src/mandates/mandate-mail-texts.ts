/** The words of the messages to whoever acts for somebody, and to the person they act for. */
import { defineMailTexts } from "../templates/define-mail-texts.ts";

export const mandateMailTexts = defineMailTexts({
  en: {
    representativeSubject: (brand: string) => `Please confirm your address – ${brand}`,
    representativeTitle: "Confirm your address",
    representativeText: (controller: string) =>
      `Somebody, most likely you, asked ${controller} for a right in the name of somebody else and gave this address. Confirm that it is yours.`,
    representativeButton: "Confirm",
    mandateSubject: (brand: string) => `Does somebody act for you? – ${brand}`,
    mandateTitle: "Does somebody act for you?",
    mandateText: (who: string, controller: string, noun: string) =>
      `${who} has asked ${controller}, in your name, for ${noun}. Please say whether you want that. Without your yes nothing happens.`,
    mandateRejectedSubject: (reference: string) => `Answer to your request ${reference}`,
    mandateRejectedTitle: "We cannot accept that you act for them",
    mandateRejectedText: "We looked at what you sent us, and have to ask for something else, for this reason:",
    mandateButton: "Answer",
    mandateNote: "The link works once, for seven days. If you know nothing of this, do nothing.",
  },
  de: {
    representativeSubject: (brand: string) => `Bitte bestätigen Sie Ihre Adresse – ${brand}`,
    representativeTitle: "Bestätigen Sie Ihre Adresse",
    representativeText: (controller: string) =>
      `Jemand, sehr wahrscheinlich Sie, hat bei ${controller} im Namen eines anderen Menschen ein Recht geltend gemacht und diese Adresse angegeben. Bestätigen Sie, dass es Ihre ist.`,
    representativeButton: "Bestätigen",
    mandateSubject: (brand: string) => `Handelt jemand für Sie? – ${brand}`,
    mandateTitle: "Handelt jemand für Sie?",
    mandateText: (who: string, controller: string, noun: string) =>
      `${who} hat bei ${controller} in Ihrem Namen angefragt: ${noun}. Bitte sagen Sie, ob Sie das wollen. Ohne Ihr Ja geschieht nichts.`,
    mandateRejectedSubject: (reference: string) => `Antwort auf Ihre Anfrage ${reference}`,
    mandateRejectedTitle: "Wir können nicht annehmen, dass Sie für diesen Menschen handeln",
    mandateRejectedText:
      "Wir haben angesehen, was Sie uns geschickt haben, und müssen um etwas anderes bitten, aus diesem Grund:",
    mandateButton: "Antworten",
    mandateNote: "Der Link gilt einmal, sieben Tage lang. Wenn Sie davon nichts wissen, tun Sie nichts.",
  },
  placeholders: {
    representativeSubject: ["brand?"],
    representativeText: ["controller"],
    mandateSubject: ["brand?"],
    mandateText: ["who", "controller", "noun"],
    mandateRejectedSubject: ["reference"],
  },
  demands: {
    mandateText: {
      who: "Nobody can say yes to somebody who is not named.",
      noun: "Nobody can say yes to what is not named.",
    },
  },
  locked: {},
});
