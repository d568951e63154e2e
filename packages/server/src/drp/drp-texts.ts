/** What people read who come from an agent. */
import type { Language } from "../platform/i18n/language.ts";

const en = {
  waitTitle: "Look in your mailbox",
  waitText:
    "Your agent has made a request for you. We have sent a message to your e-mail address: open its link to confirm that it is you, then come back here.",
  again: "I have confirmed it",
  confirmedTitle: "Confirmed",
  confirmedText: "We know that it is you. You can close this page.",
  unknownTitle: "This address leads nowhere",
  unknownText: "Go back to your agent and open the link from there.",
  redirectText: "Your agent named a place to go back to that is not its own. We do not lead you there.",
};

const de: typeof en = {
  waitTitle: "Sehen Sie in Ihr Postfach",
  waitText:
    "Ihr Beauftragter hat für Sie einen Antrag gestellt. Wir haben eine Nachricht an Ihre E-Mail-Adresse geschickt: Öffnen Sie den Link darin, um zu bestätigen, dass Sie es sind, und kommen Sie dann hierher zurück.",
  again: "Ich habe bestätigt",
  confirmedTitle: "Bestätigt",
  confirmedText: "Wir wissen, dass Sie es sind. Sie können diese Seite schließen.",
  unknownTitle: "Diese Adresse führt nirgendwohin",
  unknownText: "Gehen Sie zurück zu Ihrem Beauftragten und öffnen Sie den Link von dort.",
  redirectText: "Ihr Beauftragter hat ein Ziel genannt, das nicht sein eigenes ist. Dorthin führen wir Sie nicht.",
};

export const drpTexts: Readonly<Record<Language, typeof en>> = { en, de };
