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
  resultsTitle: "Your data is ready",
  resultsText: "We have sent a link to your e-mail address. What we put together lies behind it, and nowhere else.",
  resultsNote: "Is the message lost? We send the link again, to the same address.",
  resultsButton: "Send the link again",
  resultsSentTitle: "On its way",
  resultsSentText: "Look in your mailbox: the link is in a message from us.",
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
  resultsTitle: "Ihre Daten sind bereit",
  resultsText:
    "Wir haben einen Link an Ihre E-Mail-Adresse geschickt. Was wir zusammengestellt haben, liegt dahinter und nirgendwo sonst.",
  resultsNote: "Ist die Nachricht verloren? Wir schicken den Link noch einmal, an dieselbe Adresse.",
  resultsButton: "Den Link noch einmal schicken",
  resultsSentTitle: "Unterwegs",
  resultsSentText: "Sehen Sie in Ihr Postfach: Der Link steht in einer Nachricht von uns.",
  redirectText: "Ihr Beauftragter hat ein Ziel genannt, das nicht sein eigenes ist. Dorthin führen wir Sie nicht.",
};

export const drpTexts: Readonly<Record<Language, typeof en>> = { en, de };
