/** The words of imports: pages and the message that asks. */
import { defineMessages } from "../platform/i18n/messages.ts";

export const importTexts = defineMessages({
  en: {
    askTitle: (source: string) => `Have your data sent here from ${source}`,
    askLead: (source: string, brand: string) =>
      `You asked ${source} to send your data to ${brand}. Say which address you use with us; nothing is sent before you have allowed it there.`,
    email: "Your e-mail address with us",
    emailHint: "A message with a link goes there, so that nobody else can have data put under your name.",
    askButton: "Send me the link",
    sentTitle: "Look in your mailbox",
    sentText:
      "We have sent a message to the address that you gave. Open the link in it to allow the transfer, or to refuse it.",
    sentNote: "You can close this page: the link in the message leads on.",
    allowTitle: (source: string) => `May ${source} send your data here?`,
    allowLead: (source: string, brand: string) =>
      `${source} will send what you chose there to ${brand}, once. You can follow it on the page of your request there.`,
    allowButton: "Yes, send it",
    refuseButton: "No",
    allowNote: (days: string) =>
      `What arrives is put with what we hold under your address. What nobody has taken in by ${days} is deleted.`,
    allowedTitle: "Allowed",
    allowedText: (source: string) => `Go back to ${source}: there it begins.`,
    refusedTitle: "Not allowed",
    refusedText: (source: string) => `Nothing is sent. ${source} is told so when you go back.`,
    backButton: (source: string) => `Back to ${source}`,
    wrongTitle: "This does not work",
    wrongText:
      "The service that sent you here asked in a way that we do not know. Nothing has happened. Tell them, or download your data there and bring it yourself.",
  },
  de: {
    askTitle: (source) => `Ihre Daten von ${source} hierher senden lassen`,
    askLead: (source, brand) =>
      `Sie haben ${source} gebeten, Ihre Daten an ${brand} zu senden. Sagen Sie, welche Adresse Sie bei uns verwenden; nichts wird gesandt, bevor Sie es dort erlaubt haben.`,
    email: "Ihre E-Mail-Adresse bei uns",
    emailHint: "Dorthin geht eine Nachricht mit einem Link, damit niemand Daten unter Ihrem Namen ablegen lassen kann.",
    askButton: "Link zusenden",
    sentTitle: "Sehen Sie in Ihr Postfach",
    sentText:
      "Wir haben eine Nachricht an die angegebene Adresse geschickt. Öffnen Sie den Link darin, um die Übertragung zu erlauben oder abzulehnen.",
    sentNote: "Diese Seite können Sie schließen: Der Link in der Nachricht führt weiter.",
    allowTitle: (source) => `Darf ${source} Ihre Daten hierher senden?`,
    allowLead: (source, brand) =>
      `${source} sendet einmalig an ${brand}, was Sie dort ausgewählt haben. Auf der Seite Ihrer Anfrage dort können Sie es verfolgen.`,
    allowButton: "Ja, senden",
    refuseButton: "Nein",
    allowNote: (days) =>
      `Was ankommt, kommt zu dem, was wir unter Ihrer Adresse haben. Was bis ${days} niemand übernommen hat, wird gelöscht.`,
    allowedTitle: "Erlaubt",
    allowedText: (source) => `Gehen Sie zurück zu ${source}: Dort beginnt es.`,
    refusedTitle: "Nicht erlaubt",
    refusedText: (source) => `Nichts wird gesandt. ${source} erfährt es, wenn Sie zurückgehen.`,
    backButton: (source) => `Zurück zu ${source}`,
    wrongTitle: "Das geht so nicht",
    wrongText:
      "Der Dienst, der Sie hierher geschickt hat, hat auf eine Weise gefragt, die wir nicht kennen. Nichts ist geschehen. Sagen Sie es dort, oder laden Sie Ihre Daten dort herunter und bringen Sie sie selbst.",
  },
});
