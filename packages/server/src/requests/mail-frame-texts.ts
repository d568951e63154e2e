/** What stands around every message: who sends it, and where to ask. Nobody edits it: it is the controller of the configuration (Art. 13(1)(a) GDPR). */
import { defineMessages } from "../platform/i18n/messages.ts";

export const mailFrameTexts = defineMessages({
  en: {
    fallback: "If the button does not work, copy this address:",
    footer: (controller: string, address: string) => `${controller}, ${address}`,
    contact: (email: string) => `Questions? Write to ${email}.`,
  },
  de: {
    fallback: "Wenn die Schaltfläche nicht geht, kopieren Sie diese Adresse:",
    footer: (controller, address) => `${controller}, ${address}`,
    contact: (email) => `Fragen? Schreiben Sie an ${email}.`,
  },
});
