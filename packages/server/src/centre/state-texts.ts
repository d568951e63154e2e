/** What a person is told about each state and each event of their request. Events that do not concern them have no words. */
import type { RequestState } from "@kept/contract/request-states";
import { defineMessages } from "../platform/i18n/messages.ts";

/** `not_verified`: any open state after an erasure whose check found something left. */
type Shown = RequestState | "not_verified";

export const stateTexts = defineMessages({
  en: {
    unverified: "We wait for your confirmation",
    unverifiedNext: "Open the link in the message that we sent you.",
    planning: "We are looking for your data",
    planningNext: "Every system is searched, and a person checks what was found.",
    awaiting_approval: "A person is checking what we found",
    awaiting_approvalNext: "When everything is right, we carry it out and write to you.",
    blocked: "A person is clarifying something",
    blockedNext: "Something we found has to be looked at by hand first. We write to you if we need you.",
    waiting: "Everything is ready and waits",
    waitingNext: "Until the time named here you can cancel. Then we carry it out and write to you.",
    running: "We are carrying it out",
    runningNext: "This takes minutes at most. We write to you when it is done.",
    not_verified: "Carried out, and being checked again",
    not_verifiedNext:
      "Our check afterwards found something that may still be yours. A person looks at it, and we write to you when it is settled.",
    done: "Done",
    doneNext: "",
    nothing_found: "We found nothing about you",
    nothing_foundNext: "If you used another address or a customer number with us, ask again with that.",
    refused: "We had to refuse",
    refusedNext: "",
    cancelled: "Cancelled",
    cancelledNext: "We do nothing further. You can ask again at any time.",
    lapsed: "Not confirmed",
    lapsedNext: "The link was not used in time. You can ask again at any time.",
  },
  de: {
    unverified: "Wir warten auf Ihre Bestätigung",
    unverifiedNext: "Öffnen Sie den Link in der Nachricht, die wir Ihnen geschickt haben.",
    planning: "Wir suchen Ihre Daten",
    planningNext: "Jedes System wird durchsucht, und ein Mensch prüft, was gefunden wurde.",
    awaiting_approval: "Ein Mensch prüft, was wir gefunden haben",
    awaiting_approvalNext: "Ist alles richtig, führen wir es aus und schreiben Ihnen.",
    blocked: "Ein Mensch klärt noch etwas",
    blockedNext: "Etwas muss erst von Hand angesehen werden. Wenn wir Sie brauchen, schreiben wir Ihnen.",
    waiting: "Alles ist bereit und wartet",
    waitingNext: "Bis zum genannten Zeitpunkt können Sie abbrechen. Dann führen wir es aus und schreiben Ihnen.",
    running: "Wir führen es aus",
    runningNext: "Das dauert höchstens Minuten. Wir schreiben Ihnen, wenn es erledigt ist.",
    not_verified: "Ausgeführt und noch einmal in Prüfung",
    not_verifiedNext:
      "Unsere Prüfung danach hat etwas gefunden, das noch von Ihnen sein kann. Ein Mensch sieht es sich an, und wir schreiben Ihnen, sobald es geklärt ist.",
    done: "Erledigt",
    doneNext: "",
    nothing_found: "Wir haben nichts über Sie gefunden",
    nothing_foundNext:
      "Wenn Sie bei uns eine andere Adresse oder Kundennummer verwenden, fragen Sie damit noch einmal.",
    refused: "Wir mussten ablehnen",
    refusedNext: "",
    cancelled: "Abgebrochen",
    cancelledNext: "Wir tun nichts weiter. Sie können jederzeit wieder anfragen.",
    lapsed: "Nicht bestätigt",
    lapsedNext: "Der Link wurde nicht rechtzeitig benutzt. Sie können jederzeit wieder anfragen.",
  },
} satisfies Record<string, Record<Shown | `${Shown}Next`, string>>);

export const eventTexts = defineMessages({
  en: {
    submitted: "Request made",
    verified: "Identity confirmed",
    planned: "All systems searched",
    approved: "Checked and approved",
    started: "Carried out",
    "plan-changed": "Something changed in the meantime: checked again",
    "not-verified": "Checked: something may be left",
    "package-ready": "Your data put together",
    "package-fetched": "Your data fetched",
    "package-expired": "File deleted after its time",
    "nothing-found": "Nothing found",
    refused: "Refused",
    cancelled: "Cancelled",
    done: "Done",
  },
  de: {
    submitted: "Anfrage gestellt",
    verified: "Identität bestätigt",
    planned: "Alle Systeme durchsucht",
    approved: "Geprüft und freigegeben",
    started: "Ausgeführt",
    "plan-changed": "Inzwischen hat sich etwas geändert: noch einmal geprüft",
    "not-verified": "Geprüft: Es kann noch etwas übrig sein",
    "package-ready": "Ihre Daten zusammengestellt",
    "package-fetched": "Ihre Daten abgeholt",
    "package-expired": "Datei nach Ablauf gelöscht",
    "nothing-found": "Nichts gefunden",
    refused: "Abgelehnt",
    cancelled: "Abgebrochen",
    done: "Erledigt",
  },
});
