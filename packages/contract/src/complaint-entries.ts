/** What complaints leave in the ledger: ids, codes and hashes, never who complained or of what. */
import * as z from "zod";
import { defineEntries } from "./entries.ts";

export const complaintEntries = defineEntries({
  "complaint.received": {
    title: "Complaint received",
    data: z.object({ channel: z.string(), regimes: z.string(), arrivedAt: z.string(), dueOn: z.string().nullable() }),
  },
  "complaint.acknowledged": { title: "Complaint acknowledged", data: z.object({ by: z.string() }) },
  "complaint.viewed": { title: "Complaint read by an operator", data: z.object({}) },
  "complaint.told": {
    title: "Complainant told how far the inquiry has come",
    data: z.object({ answer: z.string(), sha256: z.string() }),
  },
  "complaint.decided": {
    title: "Complaint decided",
    data: z.object({
      outcome: z.string(),
      answer: z.string(),
      /** Of what the person was told. */
      sha256: z.string(),
      authorities: z.array(z.string()),
    }),
  },
  "complaint.forgotten": { title: "Words of a complaint removed after their time", data: z.object({}) },
  "case.reminded": {
    title: "Operators reminded of a case",
    data: z.object({ rule: z.string(), level: z.string(), daysLeft: z.int() }),
  },
});
