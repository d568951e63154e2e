/** Why which rules apply, as the second half of a sentence. */
import { defineMessages } from "../platform/i18n/messages.ts";

export const bannerTexts = defineMessages({
  en: {
    eea: "you seem to be in the European Economic Area",
    uk: "you seem to be in the United Kingdom",
    ch: "you seem to be in Switzerland",
    "us-ca": "you seem to be in California",
    default: "it is not known where you are, and so the strictest rules count",
    service: "Run this site",
    serviceText: "What the site needs to do what you ask it for, and to remember this choice.",
  },
  de: {
    eea: "Sie sich im Europäischen Wirtschaftsraum zu befinden scheinen",
    uk: "Sie sich im Vereinigten Königreich zu befinden scheinen",
    ch: "Sie sich in der Schweiz zu befinden scheinen",
    "us-ca": "Sie sich in Kalifornien zu befinden scheinen",
    default: "nicht bekannt ist, wo Sie sind, und deshalb die strengsten Regeln gelten",
    service: "Diese Website betreiben",
    serviceText: "Was die Website braucht, um zu tun, worum Sie sie bitten, und um sich diese Entscheidung zu merken.",
  },
});
