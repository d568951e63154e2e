/** What the machine answers by text message. */
import { defineMessages } from "../platform/i18n/messages.ts";

export const smsTexts = defineMessages({
  en: {
    stopped: (brand: string) => `${brand}: you get no more advertising from us by text message. This is the last one.`,
    help: (brand: string, url: string) =>
      `${brand}: your data and your rights: ${url} STOP ends advertising by text message.`,
  },
  de: {
    stopped: (brand: string) =>
      `${brand}: Sie bekommen von uns keine Werbung per SMS mehr. Dies ist die letzte Nachricht.`,
    help: (brand: string, url: string) => `${brand}: Ihre Daten und Rechte: ${url} STOP beendet Werbung per SMS.`,
  },
});
