/** What messages leave in the ledger: ids, codes and counts, never an address or a word of a message. */
import * as z from "zod";
import { defineEntries } from "./entries.ts";

const where = { stream: z.string(), class: z.string(), door: z.string() };

export const messageEntries = defineEntries({
  "message.accepted": { title: "Message taken for one recipient", data: z.object(where) },
  "message.sent": { title: "Message handed to the mail server", data: z.object(where) },
  "message.stopped": { title: "Message not sent", data: z.object({ ...where, reason: z.string() }) },
  "message.failed": { title: "Message refused by the mail server", data: z.object({ ...where, reason: z.string() }) },
  "message.checked": {
    title: "Looked whether somebody may be written to",
    data: z.object({ stream: z.string(), allowed: z.boolean(), reason: z.string() }),
  },
  "message.bounced": {
    title: "Message came back: its address is suppressed",
    data: z.object({ ...where, status: z.string() }),
  },
  "message.forgotten": { title: "Deliveries forgotten after their time", data: z.object({ count: z.int() }) },
  "suppression.added": {
    title: "Address suppressed",
    data: z.object({ purpose: z.string(), reason: z.string() }),
  },
  "suppression.imported": {
    title: "Addresses suppressed from a list",
    data: z.object({ reason: z.string(), purpose: z.string(), added: z.int() }),
  },
  "segment.export-begun": {
    title: "Addresses of reachable people are being disclosed",
    data: z.object({
      export: z.string(),
      purpose: z.string(),
      topic: z.string().nullable(),
      recipient: z.string(),
      ground: z.string(),
      policyVersion: z.string(),
    }),
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
      /** Ties it to the entry of its beginning. */
      export: z.string(),
      /** False: whoever read it went away before the end. */
      complete: z.boolean(),
      people: z.int(),
      /** SHA-256 of what was written. */
      sha256: z.string(),
    }),
  },
});
