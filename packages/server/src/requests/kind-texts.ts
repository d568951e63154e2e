/** What each right is called where people meet it: on pages and in messages. */
import { type RequestKindName, requestKind } from "@kept/contract/request-kinds";
import { defineMessages } from "../platform/i18n/messages.ts";

const texts = {
  access: defineMessages({
    en: {
      title: "Get a copy of your data",
      lead: "Everything we hold about you, in one file that you can read, print and take elsewhere.",
      noun: "a copy of your data",
      short: "Copy of your data",
      button: "Ask for my data",
      outcome: "You get a link to a file with your data and an explanation of how it is used.",
    },
    de: {
      title: "Kopie Ihrer Daten erhalten",
      lead: "Alles, was wir über Sie gespeichert haben, in einer Datei zum Lesen, Drucken und Mitnehmen.",
      noun: "eine Kopie Ihrer Daten",
      short: "Kopie Ihrer Daten",
      button: "Meine Daten anfordern",
      outcome: "Sie erhalten einen Link zu einer Datei mit Ihren Daten und einer Erklärung, wie sie verwendet werden.",
    },
  }),
  erasure: defineMessages({
    en: {
      title: "Have your data erased",
      lead: "We delete what is yours, take you out of what others share with you, and tell you what the law makes us keep.",
      noun: "the erasure of your data",
      short: "Erasure of your data",
      button: "Ask for erasure",
      outcome: "You get a receipt that says what was deleted, and what had to be kept and why.",
    },
    de: {
      title: "Ihre Daten löschen lassen",
      lead: "Wir löschen, was Ihnen gehört, lösen Sie aus Gemeinsamem heraus und sagen, was wir von Gesetzes wegen behalten müssen.",
      noun: "die Löschung Ihrer Daten",
      short: "Löschung Ihrer Daten",
      button: "Löschung verlangen",
      outcome: "Sie erhalten einen Beleg darüber, was gelöscht wurde und was aus welchem Grund bleiben musste.",
    },
  }),
  rectification: defineMessages({
    en: {
      title: "Have your data corrected",
      lead: "Tell us what is wrong and what is right. We correct it everywhere it stands.",
      noun: "the correction of your data",
      short: "Correction of your data",
      button: "Ask for the correction",
      outcome: "You get a receipt that says where it was corrected.",
    },
    de: {
      title: "Ihre Daten berichtigen lassen",
      lead: "Sagen Sie, was falsch ist und was richtig. Wir berichtigen es überall, wo es steht.",
      noun: "die Berichtigung Ihrer Daten",
      short: "Berichtigung Ihrer Daten",
      button: "Berichtigung verlangen",
      outcome: "Sie erhalten einen Beleg darüber, wo berichtigt wurde.",
    },
  }),
  restriction: defineMessages({
    en: {
      title: "Have the use of your data restricted",
      lead: "We go on storing your data and no longer use it, until the reason for that has ended.",
      noun: "the restriction of the use of your data",
      short: "Restriction of the use of your data",
      button: "Ask for the restriction",
      outcome: "You get a receipt. Before the restriction is lifted again, we write to you.",
    },
    de: {
      title: "Die Verwendung Ihrer Daten einschränken lassen",
      lead: "Wir speichern Ihre Daten weiter, verwenden sie aber nicht mehr, bis der Grund dafür entfallen ist.",
      noun: "die Einschränkung der Verwendung Ihrer Daten",
      short: "Einschränkung der Verwendung Ihrer Daten",
      button: "Einschränkung verlangen",
      outcome: "Sie erhalten einen Beleg. Bevor die Einschränkung aufgehoben wird, schreiben wir Ihnen.",
    },
  }),
  portability: defineMessages({
    en: {
      title: "Take your data elsewhere",
      lead: "What you gave us and what we saw you do, in files that another service can read, or sent there directly.",
      noun: "your data in a form that you can take elsewhere",
      short: "Data to take elsewhere",
      button: "Ask for my data",
      outcome:
        "You get a link to a file with JSON and CSV, their schemas and a list of what is in it. On the page of your request you may have it sent to another service directly.",
    },
    de: {
      title: "Ihre Daten mitnehmen",
      lead: "Was Sie angegeben haben und was bei Ihrer Nutzung anfiel, in Dateien, die andere Dienste lesen können, oder direkt dorthin gesandt.",
      noun: "Ihre Daten in einer Form, die Sie mitnehmen können",
      short: "Daten zum Mitnehmen",
      button: "Meine Daten anfordern",
      outcome:
        "Sie erhalten einen Link zu einer Datei mit JSON und CSV, deren Schemata und einem Verzeichnis. Auf der Seite Ihrer Anfrage können Sie die Daten direkt an einen anderen Dienst senden lassen.",
    },
  }),
  objection: defineMessages({
    en: {
      title: "Object to a use of your data",
      lead: "We stop at once, and weigh your reasons afterwards. Advertising ends for good.",
      noun: "an end to uses of your data that you object to",
      short: "Objection",
      button: "Object",
      outcome:
        "The use stops as soon as you have confirmed. If we think that we must go on, we write to you why first.",
    },
    de: {
      title: "Einer Nutzung Ihrer Daten widersprechen",
      lead: "Wir hören sofort auf und wägen Ihre Gründe danach ab. Mit Werbung ist endgültig Schluss.",
      noun: "ein Ende der Nutzungen, denen Sie widersprechen",
      short: "Widerspruch",
      button: "Widersprechen",
      outcome:
        "Die Nutzung endet, sobald Sie bestätigt haben. Meinen wir, weitermachen zu müssen, schreiben wir Ihnen zuerst, warum.",
    },
  }),
  "consent-withdrawal": defineMessages({
    en: {
      title: "Take back your consent",
      lead: "What you allowed us ends at once. What was done until then stays lawful.",
      noun: "the withdrawal of your consent",
      short: "Withdrawal of consent",
      button: "Take it back",
      outcome: "It ends as soon as you have confirmed, and you get a receipt.",
    },
    de: {
      title: "Einwilligung widerrufen",
      lead: "Was Sie uns erlaubt haben, endet sofort. Was bis dahin geschah, bleibt rechtmäßig.",
      noun: "den Widerruf Ihrer Einwilligung",
      short: "Widerruf der Einwilligung",
      button: "Widerrufen",
      outcome: "Sie endet, sobald Sie bestätigt haben, und Sie erhalten einen Beleg.",
    },
  }),
  "opt-out-of-sale": defineMessages({
    en: {
      title: "Do not sell or share my personal information",
      lead: "No account, no proof: what sells or shares your data stops when you send this.",
      noun: "an end to the sale and sharing of your data",
      short: "Opt-out of sale and sharing",
      button: "Do not sell or share",
      outcome: "It counts at once, and a confirmation goes to your address.",
    },
    de: {
      title: "Meine Daten nicht verkaufen oder weitergeben",
      lead: "Ohne Konto und ohne Nachweis: Verkauf und Weitergabe Ihrer Daten enden, wenn Sie dies absenden.",
      noun: "ein Ende von Verkauf und Weitergabe Ihrer Daten",
      short: "Kein Verkauf, keine Weitergabe",
      button: "Nicht verkaufen oder weitergeben",
      outcome: "Es gilt sofort, und eine Bestätigung geht an Ihre Adresse.",
    },
  }),
  "limit-sensitive": defineMessages({
    en: {
      title: "Limit the use of my sensitive information",
      lead: "No account, no proof: sensitive data is used only for what you asked for yourself, or what a law demands.",
      noun: "a limit to the use of your sensitive data",
      short: "Limit of sensitive data",
      button: "Limit the use",
      outcome: "It counts at once, and a confirmation goes to your address.",
    },
    de: {
      title: "Nutzung meiner sensiblen Daten begrenzen",
      lead: "Ohne Konto und ohne Nachweis: Sensibles dient nur noch dem, worum Sie selbst gebeten haben oder was ein Gesetz verlangt.",
      noun: "eine Grenze für die Nutzung Ihrer sensiblen Daten",
      short: "Grenze für sensible Daten",
      button: "Nutzung begrenzen",
      outcome: "Es gilt sofort, und eine Bestätigung geht an Ihre Adresse.",
    },
  }),
  "human-review": defineMessages({
    en: {
      title: "Have a person look at a decision",
      lead: "What was decided about you by a program alone, how it came about, and a person who looks at it again.",
      noun: "a person’s look at what was decided about you by a program",
      short: "Review by a person",
      button: "Ask for a person",
      outcome:
        "You see each decision with what went into it, and say how you see it. Somebody who had no part in it upholds or changes it, and tells you why.",
    },
    de: {
      title: "Eine Entscheidung von einem Menschen prüfen lassen",
      lead: "Was ein Programm allein über Sie entschieden hat, wie es dazu kam, und ein Mensch, der es noch einmal ansieht.",
      noun: "die Prüfung automatisierter Entscheidungen über Sie durch einen Menschen",
      short: "Prüfung durch einen Menschen",
      button: "Einen Menschen verlangen",
      outcome:
        "Sie sehen jede Entscheidung mit dem, was eingeflossen ist, und sagen, wie Sie es sehen. Jemand, der nicht beteiligt war, bestätigt oder ändert sie und sagt Ihnen, warum.",
    },
  }),
  "recipient-list": defineMessages({
    en: {
      title: "Learn who received your data",
      lead: "The names of everybody who got data of yours from us, or may have.",
      noun: "the names of those who received your data",
      short: "Who received your data",
      button: "Ask who received it",
      outcome: "You get a page with the names, as soon as you have confirmed.",
    },
    de: {
      title: "Erfahren, wer Ihre Daten bekommen hat",
      lead: "Die Namen aller, die Daten über Sie von uns bekommen haben oder bekommen haben können.",
      noun: "die Namen derer, die Ihre Daten bekommen haben",
      short: "Wer Ihre Daten bekommen hat",
      button: "Nach Empfängern fragen",
      outcome: "Sie erhalten eine Seite mit den Namen, sobald Sie bestätigt haben.",
    },
  }),
  "shine-the-light": defineMessages({
    en: {
      title: "California: who got my data for marketing",
      lead: "Once a year, free: which third parties got your data for their own direct marketing last year.",
      noun: "a statement of who got your data for their direct marketing",
      short: "California Privacy Rights statement",
      button: "Ask for the statement",
      outcome: "You get the statement as soon as you have confirmed. If nothing was shared, it says so.",
    },
    de: {
      title: "Kalifornien: wer meine Daten zur Werbung bekam",
      lead: "Einmal im Jahr kostenlos: welche Dritten im letzten Jahr Ihre Daten für eigene Direktwerbung bekommen haben.",
      noun: "eine Auskunft, wer Ihre Daten für eigene Direktwerbung bekommen hat",
      short: "Auskunft nach kalifornischem Recht",
      button: "Auskunft verlangen",
      outcome: "Sie erhalten die Auskunft, sobald Sie bestätigt haben. Wurde nichts weitergegeben, steht das darin.",
    },
  }),
} as const;

/** The words of a kind of request in a language. */
export function kindTexts(kind: keyof typeof texts, language: "en" | "de"): (typeof texts)[typeof kind]["en"] {
  return texts[kind][language];
}

/** The kind's name, checked. */
export function kindName(name: string): RequestKindName {
  return requestKind(name).kind as RequestKindName;
}
