/** What can be wrong with a message of the inbox. */
import { defineErrors } from "./problems.ts";

export const mailboxErrors = defineErrors({
  message_not_found: {
    status: 404,
    title: "There is no such message",
    action: "List the inbox to see the ids of its messages.",
  },
  message_purged: {
    status: 404,
    title: "The content of this message has been removed",
    action:
      "Nothing to do: messages are kept for a time after they are done; the ledger tells what became of this one.",
  },
  message_not_sorted: {
    status: 409,
    title: "The message has not been read yet",
    action: "Wait a moment and try again; when it stays, /health tells what hinders the jobs.",
  },
  letter_empty: {
    status: 422,
    title: "The letter has neither words nor a scan",
    action: "Type in what it says, or add a scan of it.",
  },
  letter_not_arrived: {
    status: 422,
    title: "The letter cannot have come on a day that has not begun",
    action: "Name the day on which it reached you.",
  },
  scan_not_readable: {
    status: 422,
    title: "The scan is not what its type says, or is too large",
    action: "Choose a PDF, JPEG or PNG of at most 10 MB.",
  },
  message_unanswerable: {
    status: 409,
    title: "Nobody can be answered at the address that this message names",
    action: "Set the message aside, or enter a request on behalf of the person instead.",
  },
  attachment_not_found: {
    status: 404,
    title: "The message has no such attachment",
    action: "Count attachments from 0 in the order in which the message lists them.",
  },
});
