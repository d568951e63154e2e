/** The words of the message by which a recipient is told what was done to a person's data (Art. 19 GDPR). */
import { defineMailTexts } from "../templates/define-mail-texts.ts";

const ART_19 = "The law has recipients told of each erasure, correction and restriction (Art. 19 GDPR).";

export const noticeMailTexts = defineMailTexts({
  en: {
    noticeErasureTitle: "Please erase",
    noticeErasureText: "We have erased the data of this person. Please erase what you hold of them from us.",
    noticeRectificationTitle: "Please correct",
    noticeRectificationText: "We have corrected the data of this person. Please correct what you hold of them from us.",
    noticeRestrictionTitle: "Please restrict",
    noticeRestrictionText:
      "We have restricted the data of this person. Please stop using what you hold of them from us, other than to store it.",
    noticeLiftTitle: "Restriction lifted",
    noticeLiftText:
      "The restriction that we told you of is lifted. You may use what you hold of this person from us again.",
    noticeUndoTitle: "Erasure taken back",
    noticeUndoText:
      "The erasure that we told you of was taken back at the person's wish. What you have not erased yet need not be erased; what you have erased we can give you again, if you still need it.",
    noticeWhyText: (controller: string) =>
      `${controller} gave you data of this person. Article 19 GDPR has us tell you, and has you act on it.`,
    noticePerson: "Person",
    noticeScope: "Concerns",
    noticeEverything: "everything",
    noticeBy: "Answer by",
    noticeButton: "Tell us what you did",
    noticeNote: "The link works once and needs no account.",
  },
  de: {
    noticeErasureTitle: "Bitte löschen",
    noticeErasureText: "Wir haben die Daten dieser Person gelöscht. Bitte löschen Sie, was Sie von uns über sie haben.",
    noticeRectificationTitle: "Bitte berichtigen",
    noticeRectificationText:
      "Wir haben die Daten dieser Person berichtigt. Bitte berichtigen Sie, was Sie von uns über sie haben.",
    noticeRestrictionTitle: "Bitte einschränken",
    noticeRestrictionText:
      "Wir haben die Verarbeitung der Daten dieser Person eingeschränkt. Bitte nutzen Sie nicht mehr, was Sie von uns über sie haben, außer es zu speichern.",
    noticeLiftTitle: "Einschränkung aufgehoben",
    noticeLiftText:
      "Die Einschränkung, von der wir Ihnen berichtet haben, ist aufgehoben. Sie dürfen wieder nutzen, was Sie von uns über diese Person haben.",
    noticeUndoTitle: "Löschung zurückgenommen",
    noticeUndoText:
      "Die Löschung, von der wir Ihnen berichtet haben, wurde auf Wunsch der Person zurückgenommen. Was Sie noch nicht gelöscht haben, muss nicht gelöscht werden; was Sie gelöscht haben, können wir Ihnen wieder geben, wenn Sie es noch brauchen.",
    noticeWhyText: (controller) =>
      `${controller} hat Ihnen Daten dieser Person gegeben. Nach Art. 19 DSGVO teilen wir Ihnen dies mit, damit Sie danach handeln.`,
    noticePerson: "Person",
    noticeScope: "Betrifft",
    noticeEverything: "alles",
    noticeBy: "Antwort bis",
    noticeButton: "Antworten, was Sie getan haben",
    noticeNote: "Der Link gilt einmal und braucht kein Konto.",
  },
  placeholders: { noticeWhyText: ["controller"] },
  demands: { noticeWhyText: { controller: "The recipient has to know from whom the data came." } },
  locked: {
    noticeErasureText: ART_19,
    noticeRectificationText: ART_19,
    noticeRestrictionText: ART_19,
    noticeLiftText: "A restriction that is not lifted for the recipient lasts there (Art. 18(3) GDPR).",
    noticeUndoText: "Whoever was told to erase would go on erasing.",
  },
});
