/** Text messages in the contract: entries of the ledger, and the job that sends one. What comes in goes the way of a letter. */
import * as z from "zod";
import { defineEntries } from "./entries.ts";

export const smsEntries = defineEntries({
  "sms.queued": { title: "Text message written", data: z.object({ kind: z.string() }) },
  "sms.sent": { title: "Text message handed over", data: z.object({ kind: z.string(), attempts: z.int() }) },
  "sms.not-sent": {
    title: "Text message could not be sent",
    data: z.object({ kind: z.string(), code: z.string(), attempts: z.int() }),
  },
  "sms.received": { title: "Text message received", data: z.object({ takenFor: z.string(), answered: z.boolean() }) },
  // Of the time when texts had a list of their own; the ledger of an older installation still has these.
  "sms.viewed": { title: "Text message looked at", data: z.object({}) },
  "sms.settled": { title: "Text message dealt with", data: z.object({}) },
});

export const smsJobs = {
  /** Hands a text message over; it is no more than a queued row until then. */
  "sms.send": z.object({ smsId: z.string() }),
} as const;
