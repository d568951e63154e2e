/** What can be wrong with a disclosure or a notice to a recipient. */
import { defineErrors } from "./problems.ts";

export const recipientErrors = defineErrors({
  recipient_unknown: {
    status: 422,
    title: "The configuration names no such recipient",
    action: "Use a name from `recipients`, or add the recipient there first.",
  },
  disclosure_unfounded: {
    status: 422,
    title: "The ground lacks what it rests on",
    action: "Name the purpose for `consent` and `task`; say why it is necessary for every other ground.",
  },
  disclosure_denied: {
    status: 409,
    title: "The person's data may not go there now",
    action: "Do not send it. Ask `POST /api/decisions/may` for the reason in full.",
  },
  disclosure_nobodys: {
    status: 422,
    title: "Nobody is named",
    action: "Name the person by an identifier or by the id that Kept gave them.",
  },
  notice_not_found: {
    status: 404,
    title: "There is no such notice",
    action: "List the notices of the request to see their ids.",
  },
  notice_settled: {
    status: 409,
    title: "The notice is settled already",
    action: "Nothing to do: read it to see what was recorded.",
  },
  notice_forgotten: {
    status: 409,
    title: "Who the notice is about has been forgotten",
    action: "Record why the recipient was not told.",
  },
});
