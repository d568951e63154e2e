/** The words of the message that asks whether somebody may send a person's data here. */
import { defineMailTexts } from "../templates/define-mail-texts.ts";

export const importMailTexts = defineMailTexts({
  en: {
    importSubject: (source: string) => `May ${source} send us your data?`,
    importText: (source: string, brand: string) =>
      `Somebody, we think you, asked ${source} to send their data to ${brand} and gave this address. Allow it only if that was you.`,
    importButton: "Allow or refuse",
    importNote: "If you did not ask for this, do nothing: nothing is sent.",
  },
  de: {
    importSubject: (source) => `Darf ${source} uns Ihre Daten senden?`,
    importText: (source, brand) =>
      `Jemand, vermutlich Sie, hat ${source} gebeten, Daten an ${brand} zu senden, und diese Adresse angegeben. Erlauben Sie es nur, wenn Sie das waren.`,
    importButton: "Erlauben oder ablehnen",
    importNote: "Wenn Sie das nicht wollten, tun Sie nichts: Dann wird nichts gesandt.",
  },
  placeholders: { importSubject: ["source"], importText: ["source", "brand"] },
  demands: { importText: { source: "It says who would send.", brand: "It says who would receive." } },
  locked: {},
});
