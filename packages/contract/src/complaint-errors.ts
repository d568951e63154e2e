/** What can be wrong with a complaint. */
import { defineErrors } from "./problems.ts";

export const complaintErrors = defineErrors({
  complaint_not_found: {
    status: 404,
    title: "There is no such complaint",
    action: "List complaints to see their ids.",
  },
  complaint_decided: {
    status: 409,
    title: "The complaint is decided already",
    action: "Enter what the person writes now as a new complaint.",
  },
  complaint_acknowledged: {
    status: 409,
    title: "The complaint is acknowledged already",
    action: "Nothing to do.",
  },
  complaint_forgotten: {
    status: 404,
    title: "The words of this complaint were removed",
    action: "Nothing to do: they are kept for a time after the end; the ledger tells what became of it.",
  },
});
