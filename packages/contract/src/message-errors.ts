/** What can be wrong with a message before anybody is asked whether it may reach somebody. */
import { defineErrors } from "./problems.ts";

export const messageErrors = defineErrors({
  stream_unknown: {
    status: 422,
    title: "The configuration names no such stream",
    action: "Use a name from `streams` in kept.config.ts.",
  },
  stream_not_allowed: {
    status: 403,
    title: "This key may not send messages of the stream's class",
    action: "Use a key with `messages:send-service`, or a stream of marketing.",
  },
  message_mixed: {
    status: 422,
    title: "The message mixes service and marketing",
    action: "Send what advertises in a marketing stream and the rest in a service stream; `pointers` name the words.",
  },
  recipient_not_named: {
    status: 422,
    title: "The purpose does not name this recipient",
    action: "Add it to the purpose's `recipients`, and to the notice, before disclosing anything to it.",
  },
  unsubscribe_body_wrong: {
    status: 400,
    title: "The body does not ask to unsubscribe",
    action: "Send `List-Unsubscribe=One-Click`, form-encoded or as multipart/form-data (RFC 8058, 3.1).",
  },
  unsubscribe_link_broken: {
    status: 404,
    title: "The link to unsubscribe is damaged",
    action: "Copy the whole address from the message, or write to the address in its footer.",
  },
});
