/** The words of taking an erasure back, in the privacy centre. */
import { defineMessages } from "../platform/i18n/messages.ts";

export const undoTexts = defineMessages({
  en: {
    title: "Changed your mind?",
    titleUndone: "Taken back",
    planned:
      "Once it is carried out you can still take it back for a while. Our message then says how, and until when.",
    openUntil: (moment: string) => `You can take the erasure back until ${moment}.`,
    ownKeySplit:
      "What was erased is kept under seal until then. The key has two halves: one is with us, the other is in the link that brought you here. We cannot read it without you.",
    ownKeyPerson:
      "What was erased is kept under seal until then. The key is in the link that brought you here, and nowhere else. We cannot read it.",
    elsewhere:
      "The key to what was erased is in the link of the message in which we told you that it is done. Open that one: this link does not hold it, and we cannot make another.",
    unable: (systems: string) => `It cannot be taken back in: ${systems}.`,
    look: "See what would come back",
    endSummary: "You are sure that you will not need it?",
    endText: "Then what is kept can be destroyed now. Nobody can take the erasure back after that.",
    sharedKey:
      "Part of it is kept together with the data of others that was erased at the same time; with their parts of the key it can be opened as well.",
    shared: (moment: string) =>
      `Some of it belongs to others as well, whose data was erased at the same time. That is kept under their keys until ${moment}, and then destroyed.`,
    endButton: "Destroy it now",
    undoing: "The erasure is being taken back. We write to you when everything is in its place.",
    heldUp: "Something stands in the way at the moment. It is tried again by itself, and a person looks at it.",
    undone: "The erasure was taken back. What we had kept of it is destroyed.",
    undoneIn: (system: string, rows: string) => `${system}: ${rows} put back`,
    notWhole: "not everything is as it was; our record says what is not",
    newer: (rows: string) => `${rows} had changed in the meantime, and stayed as they are`,
    ended: (moment: string) => `The time to take it back ended on ${moment}. What was kept for it is destroyed.`,
    endedByPerson: "What was kept so that you could take it back is destroyed, as you wished.",
    notFinished:
      "It could not be taken back in time, at least not all of it. What was kept for it had to be destroyed, and is.",
    pageTitle: "Take the erasure back",
    pageLead: "First look at what would come back. Nothing has been changed yet.",
    nothing: "Nothing would come back.",
    table: "Kind of record",
    returned: "Come back",
    restored: "Filled again",
    stays: "Stay, changed since",
    away: (systems: string) =>
      `Cannot be reached at the moment: ${systems}. You can confirm all the same. What is kept of it goes back as soon as it can be reached.`,
    blockedTitle: "This stands in the way",
    blockedText: (email: string) =>
      `Something has changed in the meantime: what stands there now keeps your data from being put back as it was. Write to us before the time is over: ${email}.`,
    lostText: (email: string) =>
      `What was to be kept is not there any more, or cannot be opened. Nothing can be put back. Write to us: ${email}.`,
    together:
      "Some of this you shared with others, whose data was erased at the same time. It comes back without what is theirs: they stay erased.",
    recipientsTitle: "Whom we had told",
    recipientsText: (names: string) =>
      `These know of the erasure: ${names}. We tell them that you took it back. What they have erased themselves does not come back by that.`,
    recipientsByHand: (names: string) => `We cannot tell them by machine: ${names}. A person does it.`,
    confirmText:
      "When you confirm, your data is put back and used again as before. What was kept under seal is then destroyed.",
    confirm: "Take it back",
    back: "Leave it erased",
    rows: (count: number) => (count === 1 ? "1 record" : `${count} records`),
    toldOf: "of its being taken back",
    formNote:
      "Once it is erased you can take it back for a short while; after that nobody can. If you want a copy first, ask for one before.",
    receiptUntil: (moment: string) =>
      `It can be taken back until ${moment}. Until then what was erased is kept under seal, and nobody can read it without the person’s part of the key.`,
    receiptUndone: (moment: string) => `Taken back on ${moment}: what this receipt tells of is in its place again.`,
    receiptUndonePart: (moment: string, systems: string) =>
      `Taken back on ${moment}: what this receipt tells of is in its place again, but not in: ${systems}.`,
    receiptEnded: (moment: string) => `It could be taken back until ${moment}. What was kept for it is destroyed.`,
  },
  de: {
    title: "Anders überlegt?",
    titleUndone: "Zurückgenommen",
    planned:
      "Wenn es ausgeführt ist, können Sie es noch eine Weile zurücknehmen. Unsere Nachricht sagt dann, wie und bis wann.",
    openUntil: (moment) => `Sie können die Löschung bis zum ${moment} zurücknehmen.`,
    ownKeySplit:
      "Bis dahin liegt unter Verschluss, was gelöscht wurde. Der Schlüssel hat zwei Hälften: Eine haben wir, die andere steckt in dem Link, über den Sie hier sind. Ohne Sie können wir nichts davon lesen.",
    ownKeyPerson:
      "Bis dahin liegt unter Verschluss, was gelöscht wurde. Der Schlüssel steckt in dem Link, über den Sie hier sind, und sonst nirgends. Wir können nichts davon lesen.",
    elsewhere:
      "Der Schlüssel zu dem, was gelöscht wurde, steckt in dem Link der Nachricht, mit der wir Ihnen die Löschung gemeldet haben. Öffnen Sie diesen: Der Link hier enthält ihn nicht, und wir können keinen zweiten machen.",
    unable: (systems) => `Nicht zurücknehmen lässt es sich in: ${systems}.`,
    look: "Ansehen, was zurückkäme",
    endSummary: "Sie sind sicher, dass Sie es nicht mehr brauchen?",
    endText: "Dann kann jetzt vernichtet werden, was aufgehoben ist. Danach kann niemand die Löschung zurücknehmen.",
    sharedKey:
      "Ein Teil davon liegt zusammen mit Daten anderer, die zur selben Zeit gelöscht wurden; mit deren Teilen des Schlüssels lässt er sich ebenfalls öffnen.",
    shared: (moment) =>
      `Einiges davon gehört auch anderen, deren Daten zur selben Zeit gelöscht wurden. Das liegt bis zum ${moment} unter deren Schlüsseln und wird dann vernichtet.`,
    endButton: "Jetzt vernichten",
    undoing: "Die Löschung wird zurückgenommen. Wir schreiben Ihnen, wenn alles an seinem Platz ist.",
    heldUp: "Gerade steht etwas im Weg. Es wird von selbst noch einmal versucht, und ein Mensch sieht es sich an.",
    undone: "Die Löschung wurde zurückgenommen. Was davon aufgehoben war, ist vernichtet.",
    undoneIn: (system, rows) => `${system}: ${rows} zurückgegeben`,
    notWhole: "nicht alles ist, wie es war; was nicht, steht in unseren Aufzeichnungen",
    newer: (rows) => `${rows} waren inzwischen anders und bleiben, wie sie sind`,
    ended: (moment) => `Die Zeit zur Rücknahme endete am ${moment}. Was dafür aufgehoben war, ist vernichtet.`,
    endedByPerson: "Was für eine Rücknahme aufgehoben war, ist vernichtet, wie Sie es wollten.",
    notFinished:
      "Es ließ sich nicht rechtzeitig zurücknehmen, jedenfalls nicht ganz. Was dafür aufgehoben war, musste vernichtet werden und ist es.",
    pageTitle: "Die Löschung zurücknehmen",
    pageLead: "Sehen Sie sich zuerst an, was zurückkäme. Noch ist nichts geändert.",
    nothing: "Es käme nichts zurück.",
    table: "Art der Daten",
    returned: "Kommen zurück",
    restored: "Wieder gefüllt",
    stays: "Bleiben, inzwischen anders",
    away: (systems) =>
      `Gerade nicht erreichbar: ${systems}. Sie können trotzdem bestätigen. Was davon aufgehoben ist, geht zurück, sobald es erreichbar ist.`,
    blockedTitle: "Das steht im Weg",
    blockedText: (email) =>
      `Inzwischen hat sich etwas geändert: Was dort nun steht, verhindert, dass Ihre Daten so zurückkommen, wie sie waren. Schreiben Sie uns, bevor die Zeit vorbei ist: ${email}.`,
    lostText: (email) =>
      `Was aufgehoben werden sollte, ist nicht mehr da oder lässt sich nicht öffnen. Es kann nichts zurückgegeben werden. Schreiben Sie uns: ${email}.`,
    together:
      "Einiges davon hatten Sie mit anderen gemeinsam, deren Daten zur selben Zeit gelöscht wurden. Es kommt ohne das zurück, was jenen gehört: Deren Daten bleiben gelöscht.",
    recipientsTitle: "Wem wir davon berichtet hatten",
    recipientsText: (names) =>
      `Von der Löschung wissen: ${names}. Wir teilen dort mit, dass Sie die Löschung zurückgenommen haben. Was dort selbst gelöscht wurde, kommt dadurch nicht zurück.`,
    recipientsByHand: (names) => `Nicht automatisch mitteilen können wir es: ${names}. Das tut ein Mensch.`,
    confirmText:
      "Wenn Sie bestätigen, werden Ihre Daten zurückgegeben und wieder genutzt wie zuvor. Was unter Verschluss lag, wird dann vernichtet.",
    confirm: "Zurücknehmen",
    back: "Gelöscht lassen",
    rows: (count) => (count === 1 ? "1 Datensatz" : `${count} Datensätze`),
    toldOf: "von der Rücknahme",
    formNote:
      "Ist es gelöscht, können Sie es noch kurze Zeit zurücknehmen; danach kann es niemand mehr. Wenn Sie zuerst eine Kopie wollen, fragen Sie vorher danach.",
    receiptUntil: (moment) =>
      `Es lässt sich bis zum ${moment} zurücknehmen. Bis dahin liegt unter Verschluss, was gelöscht wurde, und niemand kann es ohne den Teil des Schlüssels lesen, den die Person hat.`,
    receiptUndone: (moment) => `Zurückgenommen am ${moment}: Was dieser Beleg nennt, ist wieder an seinem Platz.`,
    receiptUndonePart: (moment, systems) =>
      `Zurückgenommen am ${moment}: Was dieser Beleg nennt, ist wieder an seinem Platz, aber nicht in: ${systems}.`,
    receiptEnded: (moment) => `Es ließ sich bis zum ${moment} zurücknehmen. Was dafür aufgehoben war, ist vernichtet.`,
  },
});
