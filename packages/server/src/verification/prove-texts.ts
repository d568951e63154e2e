/** The words of the pages on which people show who they are. */
import { defineMessages } from "../platform/i18n/messages.ts";

export const proveTexts = defineMessages({
  en: {
    title: "Show that it is you",
    lead: "We ask for no more than we need, and begin with what asks least of you.",
    more: "Your address is confirmed. For this right we need one thing more.",
    why: "Why we ask",
    until: (day: string) => `Please do this by ${day}. Your request waits until then.`,
    overTitle: "Nothing is left to show here",
    overText:
      "It was shown already, somebody here looks at it now, or the request is closed. The page of your request says where it stands.",
    codeTitle: "A code from your mailbox",
    codeText:
      "If we can write to the address you gave, a message is on its way: open its link, or enter its code here.",
    code: "Code",
    codeHint: "Six digits, good for ten minutes.",
    confirm: "Confirm",
    codeAgain: "Send me a new code",
    codeSent: "If we can, we have sent a new code. The one before it no longer counts.",
    smsTitle: "A code by text message",
    smsWhere:
      "It goes to a mobile number that you have given us earlier, if there is one; never to a number that is given now.",
    textedLead: "Enter the code that came to the number from which you texted us. It shows that the number is yours.",
    smsSend: "Send me a text message",
    knowledgeTitle: "Something that only you know",
    knowledgeText: (count: number) =>
      count === 1
        ? "One right answer is enough. We compare it with what we hold, and keep nothing of what you write."
        : `${count} right answers are enough. We compare them with what we hold, and keep nothing of what you write.`,
    form_month: "For example 03/2026",
    form_year: "For example 2019",
    form_day: "For example 2026-03-05 or 5.3.2026",
    form_amount: "For example 12.50",
    "form_last-four": "The last four digits",
    form_word: "",
    declare: "I declare under penalty of perjury that I am the person whose data I ask for.",
    answers: "Compare",
    documentTitle: "A picture of a document",
    documentText:
      "Only because nothing less was enough. Black out what we do not need: your name, date of birth and address suffice, unless we say otherwise. Metadata of the picture is taken off. One person looks at it, and it is destroyed with their decision.",
    document: "Picture (JPEG or PNG, at most 5 MB)",
    documentSend: "Send it",
    documentPending: "Your picture has arrived. Somebody looks at it soon, and then it is destroyed.",
    documentWrong: "This is no picture that we can take. Choose a JPEG or PNG of at most 5 MB.",
    notAccepted:
      "That did not fit, or it is too old, or it was tried too often. You can have a new code sent, or take another way.",
    none: "There is no other way left here. Write to us, and a person will help you.",
    smsText: (brand: string, code: string) => `${code} is your code for ${brand}. Tell it to nobody.`,
  },
  de: {
    title: "Zeigen Sie, dass Sie es sind",
    lead: "Wir verlangen nicht mehr als nötig und beginnen mit dem, was am wenigsten von Ihnen verlangt.",
    more: "Ihre Adresse ist bestätigt. Für dieses Recht brauchen wir noch etwas.",
    why: "Warum wir fragen",
    until: (day: string) => `Bitte tun Sie das bis ${day}. So lange wartet Ihre Anfrage.`,
    overTitle: "Hier ist nichts mehr zu zeigen",
    overText:
      "Es ist schon geschehen, jemand von uns sieht es sich an, oder die Anfrage ist abgeschlossen. Die Seite Ihrer Anfrage sagt, wo sie steht.",
    codeTitle: "Ein Code aus Ihrem Postfach",
    codeText:
      "Wenn wir an die angegebene Adresse schreiben können, ist eine Nachricht unterwegs: Öffnen Sie den Link darin, oder geben Sie ihren Code hier ein.",
    code: "Code",
    codeHint: "Sechs Ziffern, zehn Minuten lang gültig.",
    confirm: "Bestätigen",
    codeAgain: "Neuen Code schicken",
    codeSent: "Wenn wir können, haben wir einen neuen Code geschickt. Der vorige gilt nicht mehr.",
    smsTitle: "Ein Code per SMS",
    smsWhere:
      "Er geht an eine Mobilnummer, die Sie uns früher genannt haben, wenn es eine gibt; nie an eine, die jetzt genannt wird.",
    textedLead:
      "Geben Sie den Code ein, der an die Nummer ging, von der Sie uns geschrieben haben. Er zeigt, dass die Nummer Ihre ist.",
    smsSend: "SMS schicken",
    knowledgeTitle: "Etwas, das nur Sie wissen",
    knowledgeText: (count: number) =>
      count === 1
        ? "Eine richtige Antwort genügt. Wir vergleichen sie mit dem, was wir haben, und behalten nichts von dem, was Sie schreiben."
        : `${count} richtige Antworten genügen. Wir vergleichen sie mit dem, was wir haben, und behalten nichts von dem, was Sie schreiben.`,
    form_month: "Zum Beispiel 03/2026",
    form_year: "Zum Beispiel 2019",
    form_day: "Zum Beispiel 5.3.2026",
    form_amount: "Zum Beispiel 12,50",
    "form_last-four": "Die letzten vier Ziffern",
    form_word: "",
    declare: "Ich erkläre an Eides statt (under penalty of perjury), dass ich die Person bin, um deren Daten es geht.",
    answers: "Vergleichen",
    documentTitle: "Ein Bild eines Ausweises",
    documentText:
      "Nur weil nichts Geringeres gereicht hat. Schwärzen Sie, was wir nicht brauchen: Name, Geburtsdatum und Anschrift genügen, wenn wir nichts anderes sagen. Die Metadaten des Bildes werden entfernt. Ein Mensch sieht es an, und mit seiner Entscheidung wird es vernichtet.",
    document: "Bild (JPEG oder PNG, höchstens 5 MB)",
    documentSend: "Schicken",
    documentPending: "Ihr Bild ist angekommen. Jemand sieht es bald an, und dann wird es vernichtet.",
    documentWrong: "Das ist kein Bild, das wir annehmen können. Wählen Sie ein JPEG oder PNG von höchstens 5 MB.",
    notAccepted:
      "Das passte nicht, ist zu alt oder wurde zu oft versucht. Lassen Sie sich einen neuen Code schicken, oder gehen Sie einen anderen Weg.",
    none: "Hier ist kein anderer Weg mehr offen. Schreiben Sie uns, und ein Mensch hilft Ihnen.",
    smsText: (brand: string, code: string) => `${code} ist Ihr Code für ${brand}. Sagen Sie ihn niemandem.`,
  },
});
