/** The words that every page of the privacy centre shares, and those of a link that leads nowhere. */
import { defineMessages } from "../platform/i18n/messages.ts";

export const frameTexts = defineMessages({
  en: {
    centre: "Privacy centre",
    skip: "Skip to the content",
    languages: "Language",
    controller: "Controller",
    mailTitle: "Look in your mailbox",
    mailText:
      "We have sent a message to the address that you gave. Open the link in it to confirm that you are the one who asks.",
    mailNote:
      "Nothing there after some minutes? Look among unwanted mail, check the address for typing errors, and ask again.",
    mailSame: "For everybody’s protection this page never says whether an address is known to us.",
    again: "Ask again",
    usedTitle: "This link was used already",
    usedText: "Your request is on its way. The message that we sent you after you confirmed leads to its page.",
    expiredTitle: "This link has expired",
    expiredText: "Links end after a while, so that an old message in a mailbox opens nothing.",
    unknownTitle: "This link does not work",
    unknownText: "It may not have been copied whole. Open it from the message once more, or get a new one.",
    newLink: "Get a new link",
    startOver: "Start again",
    reference: "Reference",
    completed: "Completed",
    toStart: "To the privacy centre",
  },
  de: {
    centre: "Datenschutz-Center",
    skip: "Zum Inhalt springen",
    languages: "Sprache",
    controller: "Verantwortlicher",
    mailTitle: "Schauen Sie in Ihr Postfach",
    mailText:
      "Wir haben eine Nachricht an die angegebene Adresse geschickt. Öffnen Sie den Link darin und bestätigen Sie, dass Sie es sind.",
    mailNote:
      "Nach einigen Minuten nichts da? Schauen Sie beim unerwünschten E-Mail-Verkehr nach, prüfen Sie die Adresse auf Tippfehler, und fragen Sie noch einmal.",
    mailSame: "Zum Schutz aller sagt diese Seite nie, ob wir eine Adresse kennen.",
    again: "Noch einmal fragen",
    usedTitle: "Dieser Link wurde schon benutzt",
    usedText: "Ihre Anfrage ist auf dem Weg. Die Nachricht nach Ihrer Bestätigung führt zu ihrer Seite.",
    expiredTitle: "Dieser Link ist abgelaufen",
    expiredText: "Links enden nach einer Weile, damit eine alte Nachricht im Postfach nichts mehr öffnet.",
    unknownTitle: "Dieser Link funktioniert nicht",
    unknownText:
      "Vielleicht wurde er nicht ganz kopiert. Öffnen Sie ihn noch einmal aus der Nachricht, oder fordern Sie einen neuen an.",
    newLink: "Neuen Link anfordern",
    startOver: "Von vorn beginnen",
    reference: "Zeichen",
    completed: "Erledigt",
    toStart: "Zum Datenschutz-Center",
  },
});
