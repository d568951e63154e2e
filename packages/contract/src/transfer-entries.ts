/** What transfers leave in the ledger, on both sides: names of configurations, counts, codes and hashes. */
import * as z from "zod";
import { defineEntries } from "./entries.ts";

export const transferEntries = defineEntries({
  "transfer.begun": {
    title: "Transfer to another controller begun by the person",
    data: z.object({ destination: z.string() }),
  },
  "transfer.authorised": {
    title: "Person authorised the transfer at the destination",
    data: z.object({ destination: z.string() }),
  },
  "transfer.stalled": {
    title: "Transfer held up; it is tried again",
    data: z.object({ destination: z.string(), code: z.string() }),
  },
  "transfer.resumed": {
    title: "Transfer taken up again",
    data: z.object({ destination: z.string() }),
  },
  "transfer.completed": {
    title: "Transfer completed",
    data: z.object({
      destination: z.string(),
      items: z.int(),
      refused: z.int(),
      bytes: z.int(),
      receiptHash: z.string(),
      isConfirmed: z.boolean(),
    }),
  },
  "transfer.failed": {
    title: "Transfer failed; the person keeps the package",
    data: z.object({ destination: z.string(), code: z.string(), sent: z.int() }),
  },
  "import.asked": {
    title: "Another controller asked to send somebody's data here",
    data: z.object({ source: z.string() }),
  },
  "import.allowed": { title: "Person allowed data to be sent here", data: z.object({ source: z.string() }) },
  "import.refused": { title: "Person did not allow data to be sent here", data: z.object({ source: z.string() }) },
  "import.completed": {
    title: "Data of another controller received",
    data: z.object({ source: z.string(), items: z.int(), bytes: z.int(), receiptHash: z.string() }),
  },
  "import.viewed": { title: "Received data read", data: z.object({ items: z.int() }) },
  "import.collected": { title: "Received data collected and destroyed here", data: z.object({ items: z.int() }) },
  "import.expired": { title: "Received data destroyed after its time", data: z.object({ items: z.int() }) },
  "import.told": { title: "App told that data was received", data: z.object({}) },
  "import.not-told": { title: "App not told that data was received", data: z.object({ code: z.string() }) },
});
