/** What can be wrong when somebody shows who they are. */
import { defineErrors } from "./problems.ts";

export const verificationErrors = defineErrors({
  proof_not_found: {
    status: 404,
    title: "There is nothing to show under this token",
    action: "Copy the link whole, or ask again at the privacy centre.",
  },
  proof_tier_not_offered: {
    status: 409,
    title: "This way of showing it is not open",
    action: "Read the state again; its `offers` say which are.",
  },
  document_not_a_picture: {
    status: 422,
    title: "This is no picture that can be taken",
    action: "Send a JPEG or PNG of at most 5 MB.",
  },
  document_missing: {
    status: 404,
    title: "There is no document",
    action: "It was decided on and destroyed, its time was over, or none was sent.",
  },
  doubt_document_refused: {
    status: 422,
    title: "A document may not be asked for here",
    action: "Use a ground that allows one, when every lesser way has failed; most doubts are cleared without.",
  },
  doubt_unanswerable: {
    status: 409,
    title: "There is no way to clear this doubt",
    action: "Configure an SMS sender or questions about what is held (`verification`), or ask in words.",
  },
});
