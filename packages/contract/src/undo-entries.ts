/** What undo windows leave in the ledger. Codes and counts only. */
import * as z from "zod";
import { defineEntries } from "./entries.ts";

export const undoEntries = defineEntries({
  "request.undo-opened": {
    title: "Erased, and can be taken back for a while",
    data: z.object({ until: z.string(), key: z.string(), systems: z.int(), unable: z.int() }),
  },
  "request.undo-share-given": { title: "Person has their part of the key", data: z.object({}) },
  "request.undo-asked": { title: "Erasure is to be taken back", data: z.object({ by: z.string(), systems: z.int() }) },
  "request.undo-held-up": {
    title: "Taking the erasure back is held up",
    data: z.object({ system: z.string(), code: z.string() }),
  },
  "request.undo-resumed": { title: "Taking the erasure back goes on", data: z.object({}) },
  "request.undone": {
    title: "Erasure taken back",
    data: z.object({
      systems: z.int(),
      rows: z.int(),
      newer: z.int(),
      residue: z.int().optional(),
      unable: z.int(),
      receipt: z.string(),
      receiptHash: z.string(),
    }),
  },
  "request.undo-ended": {
    title: "What could have been taken back is destroyed, with its key",
    data: z.object({ by: z.string(), receipt: z.string(), receiptHash: z.string() }),
  },
});
