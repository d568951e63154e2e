/** What messages leave in the ledger: ids, codes and counts, never an address or a word of a message. */
import * as z from "zod";
import { defineEntries } from "./entries.ts";

const where = { stream: z.string(), class: z.string(), door: z.string() };

export const messageEntries = defineEntries({
  "message.accepted": { title: "Message taken for one recipient", data: z.object(where) },
  "message.sent": { title: "Message handed to the mail server", data: z.object(where) },
  "message.stopped": { title: "Message not sent", data: z.object({ ...where, reason: z.string() }) },
  "message.failed": { title: "Message refused by the mail server", data: z.object({ ...where, reason: z.string() }) },
  "suppression.added": {
    title: "Address suppressed",
    data: z.object({ purpose: z.string(), reason: z.string() }),
  },
  "suppression.imported": {
    title: "Addresses suppressed from a list",
    data: z.object({ reason: z.string(), purpose: z.string(), added: z.int() }),
  },
  "segment.exported": {
    title: "Addresses of reachable people disclosed",
    data: z.object({
      purpose: z.string(),
      topic: z.string().nullable(),
      recipient: z.string(),
      /** What the disclosure rests on: the legal bases of the purpose. */
      ground: z.string(),
      policyVersion: z.string(),
      people: z.int(),
      /** SHA-256 of the file. */
      sha256: z.string(),
    }),
  },
});
