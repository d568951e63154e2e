/** What mailboxes leave in the ledger. Ids, codes and counts only: never an address, a subject or a word of a message. */
import * as z from "zod";
import { defineEntries } from "./entries.ts";
import { MESSAGE_DOORS } from "./mailbox-classes.ts";

export const mailboxEntries = defineEntries({
  "mailbox.message-received": {
    title: "Message received",
    data: z.object({
      mailbox: z.string(),
      door: z.enum(MESSAGE_DOORS),
      bytes: z.int(),
      receivedAt: z.string(),
    }),
  },
  "mailbox.message-sorted": {
    title: "Message sorted",
    data: z.object({
      class: z.string(),
      rights: z.array(z.string()),
      language: z.string().nullable(),
      confident: z.boolean(),
      state: z.string(),
      outcome: z.string().nullable(),
    }),
  },
  "mailbox.message-acknowledged": { title: "Message acknowledged", data: z.object({}) },
  "mailbox.message-viewed": { title: "Message looked at", data: z.object({}) },
  "mailbox.attachment-fetched": { title: "Attachment of a message fetched", data: z.object({ position: z.int() }) },
  "mailbox.request-made": { title: "Request made of a message", data: z.object({ kind: z.string(), by: z.string() }) },
  "mailbox.case-made": {
    title: "Complaint or case of a child made of a message",
    data: z.object({ case: z.string(), by: z.string() }),
  },
  "mailbox.message-joined": { title: "Message joined to a request", data: z.object({ by: z.string() }) },
  "mailbox.message-answered": { title: "Message answered", data: z.object({ template: z.string() }) },
  "mailbox.message-dismissed": { title: "Message set aside by an operator", data: z.object({ reason: z.string() }) },
  "mailbox.message-purged": { title: "Content of a message removed after its time", data: z.object({}) },
  "mailbox.mail-bounced": {
    title: "A message of ours could not be delivered",
    data: z.object({ mail: z.string(), status: z.string(), permanent: z.boolean() }),
  },
  "mailbox.unreachable": {
    title: "Mailbox could not be read",
    data: z.object({ mailbox: z.string(), code: z.string() }),
  },
  "mailbox.reachable": { title: "Mailbox can be read again", data: z.object({ mailbox: z.string() }) },
  "mailbox.renumbered": {
    title: "The mail server numbered the mailbox anew: read again from the start",
    data: z.object({ mailbox: z.string() }),
  },
});
