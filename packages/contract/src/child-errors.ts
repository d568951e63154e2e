/** What can be wrong with the case of a child. */
import { defineErrors } from "./problems.ts";

export const childErrors = defineErrors({
  age_proof_invalid: {
    status: 404,
    title: "The proof is not valid",
    action: "Ask for the age again: a proof works once, for half an hour.",
  },
  child_case_not_found: { status: 404, title: "There is no such case", action: "List cases to see their ids." },
  child_case_over: {
    status: 404,
    title: "Who this case was about is forgotten",
    action: "Nothing to do: the ledger tells what became of it.",
  },
  child_unknown: {
    status: 409,
    title: "Nobody has said yet who the child is here",
    action: "Read the case, find the account, and name it as `person`.",
  },
  child_case_state_wrong: {
    status: 409,
    title: "The case is not where this can be done",
    action: "Read the case again: somebody may have gone on with it.",
  },
});
