/** The words of the messages to whoever complained. */
import { defineMailTexts } from "../templates/define-mail-texts.ts";

export const complaintMailTexts = defineMailTexts({
  en: {
    complaintReceivedSubject: (reference: string) => `We received your complaint ${reference}`,
    complaintReceivedTitle: "Your complaint is in",
    complaintReceivedText: (controller: string) => `Thank you for telling ${controller}. A person now looks into it.`,
    complaintReceivedNote:
      "You did not complain? Then somebody gave your address: you may leave it at that, or answer this message.",
    complaintButton: "See my complaint",
    complaintUpdateSubject: (reference: string) => `News of your complaint ${reference}`,
    complaintUpdateTitle: "How far we are",
    complaintUpdateText: "We are still looking into your complaint. So far:",
    complaintDecisionSubject: (reference: string) => `Answer to your complaint ${reference}`,
    complaintDecisionTitle: "Our answer to your complaint",
    complaintUpheldText: "You were right. What we found, and what follows:",
    complaintPartlyUpheldText: "You were right in part. What we found, and what follows:",
    complaintNotUpheldText: "We looked into it and see it differently, for this reason:",
    complaintWithdrawnText: "You withdrew your complaint, so we close it.",
  },
  de: {
    complaintReceivedSubject: (reference) => `Wir haben Ihre Beschwerde ${reference} bekommen`,
    complaintReceivedTitle: "Ihre Beschwerde ist da",
    complaintReceivedText: (controller) =>
      `Danke, dass Sie sich an ${controller} wenden. Ein Mensch geht ihr jetzt nach.`,
    complaintReceivedNote:
      "Sie haben sich nicht beschwert? Dann hat jemand Ihre Adresse angegeben: Sie können es dabei belassen oder auf diese Nachricht antworten.",
    complaintButton: "Meine Beschwerde ansehen",
    complaintUpdateSubject: (reference) => `Neues zu Ihrer Beschwerde ${reference}`,
    complaintUpdateTitle: "Wie weit wir sind",
    complaintUpdateText: "Wir gehen Ihrer Beschwerde noch nach. Bisher:",
    complaintDecisionSubject: (reference) => `Antwort auf Ihre Beschwerde ${reference}`,
    complaintDecisionTitle: "Unsere Antwort auf Ihre Beschwerde",
    complaintUpheldText: "Sie hatten recht. Was wir gefunden haben und was folgt:",
    complaintPartlyUpheldText: "Sie hatten zum Teil recht. Was wir gefunden haben und was folgt:",
    complaintNotUpheldText: "Wir sind ihr nachgegangen und sehen es anders, aus diesem Grund:",
    complaintWithdrawnText: "Sie haben Ihre Beschwerde zurückgezogen, also schließen wir sie.",
  },
  placeholders: {
    complaintReceivedSubject: ["reference"],
    complaintReceivedText: ["controller?"],
    complaintUpdateSubject: ["reference"],
    complaintDecisionSubject: ["reference"],
  },
  demands: {},
  locked: {},
});
