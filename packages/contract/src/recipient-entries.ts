/** What disclosures and notices to recipients leave in the ledger. */
import * as z from "zod";
import { defineEntries } from "./entries.ts";

const notice = { recipient: z.string(), notice: z.string() };

export const recipientEntries = defineEntries({
  "disclosure.recorded": {
    title: "Data disclosed to a recipient",
    data: z.object({
      disclosure: z.string(),
      recipient: z.string(),
      ground: z.string(),
      purpose: z.string().nullable(),
      categories: z.array(z.string()),
    }),
  },
  "disclosure.listed": { title: "Disclosures of a person looked at", data: z.object({ disclosures: z.int() }) },
  "recipient.notices-made": {
    title: "Recipients to be told",
    data: z.object({ event: z.string(), recipients: z.array(z.string()), dueAt: z.string() }),
  },
  "recipient.told": {
    title: "Recipient told",
    data: z.object({ ...notice, channel: z.string(), attempts: z.int(), late: z.boolean() }),
  },
  "recipient.answered": {
    title: "Recipient answered",
    data: z.object({ ...notice, answer: z.string(), how: z.string(), late: z.boolean() }),
  },
  "recipient.not-reached": {
    title: "Recipient could not be reached",
    data: z.object({ ...notice, code: z.string(), attempts: z.int() }),
  },
  "recipient.not-told": {
    title: "Recipient not told, with a reason",
    data: z.object({ ...notice, reason: z.string() }),
  },
  "recipient.reminded": {
    title: "Operators reminded of a recipient",
    data: z.object({ ...notice, daysLate: z.int() }),
  },
  "recipient.tried-again": { title: "Recipient told again", data: z.object(notice) },
});
