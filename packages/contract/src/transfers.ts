/** Data on its way from one controller to another at the person's wish (Art. 20(2) GDPR), on the wire of operators. */
import * as z from "zod";

/**
 * What items of a transfer can be: the verticals of the Data Transfer Project's generic importers, and rows in Kept's own
 * envelope. `path`: what is added to the base address of the importer.
 */
export const TRANSFER_VERTICALS = [
  { vertical: "blobs", path: "blobs" },
  { vertical: "social-posts", path: "social-posts" },
  { vertical: "calendar", path: "calendar" },
  { vertical: "media", path: "media" },
  { vertical: "rows", path: "rows" },
] as const;

export type TransferVertical = (typeof TRANSFER_VERTICALS)[number]["vertical"];

/** What we can send. */
export const SENT_VERTICALS = [
  "blobs",
  "social-posts",
  "calendar",
  "media",
  "rows",
] as const satisfies readonly TransferVertical[];
export type SentVertical = (typeof SENT_VERTICALS)[number];

/** Where a transfer stands. `authorising`: the person is at the destination, to allow it there. */
export const TRANSFER_STATES = ["authorising", "running", "done", "failed"] as const;
export type TransferState = (typeof TRANSFER_STATES)[number];

export const TransferSchema = z.object({
  id: z.string(),
  destination: z.string().meta({
    description:
      "A name of `transfers.destinations` in the configuration; `*`: one that the person named, and which is theirs to know.",
  }),
  state: z.enum(TRANSFER_STATES),
  items: z.int().nonnegative().nullable().meta({ description: "How many there are to send; null before it began." }),
  sent: z.int().nonnegative(),
  refused: z.int().nonnegative().meta({ description: "Items that the destination did not want." }),
  bytes: z.int().nonnegative(),
  problem: z.string().nullable().meta({
    description: "Code of what stands in the way, or why it failed; a failed one leaves the person the package.",
    example: "destination_full",
  }),
  createdAt: z.iso.datetime(),
  authorisedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
});

/** What was sent where, in hashes; signed like a receipt of a request. It names no one. */
export const TransferReceiptSchema = z.object({
  format: z.literal("kept-transfer-receipt/1"),
  transfer: z.string(),
  reference: z.string(),
  controller: z.string(),
  destination: z.string(),
  /** Of the package that was sent. */
  packageSha256: z.string(),
  authorisedAt: z.iso.datetime(),
  completedAt: z.iso.datetime(),
  items: z.array(
    z.object({
      vertical: z.string(),
      sha256: z.string().meta({ description: "Of the item's bytes as they were sent." }),
      bytes: z.int().nonnegative(),
      accepted: z.boolean(),
      code: z.string().nullable().meta({ description: "Why the destination did not want it." }),
    }),
  ),
  confirmation: z.unknown().meta({ description: "The destination's own signed receipt, where it gives one." }),
});

/** What an importer that is Kept says it has received; `signature` as in receipts. */
export const ImportReceiptSchema = z.object({
  format: z.literal("kept-import-receipt/1"),
  import: z.string(),
  controller: z.string(),
  source: z.string(),
  receivedAt: z.iso.datetime(),
  items: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256: z.array(z.string()).meta({ description: "Of every item, in the order in which they came." }),
});

export type Transfer = z.infer<typeof TransferSchema>;
export type TransferReceipt = z.infer<typeof TransferReceiptSchema>;
export type ImportReceipt = z.infer<typeof ImportReceiptSchema>;
