/** An erasure that can be taken back for a while, on the wire: until when, by whose key, and what would come back. */
import * as z from "zod";

/**
 * Who holds the key to what an erasure took away. `split`: a half is the server's, a half the person's. `person`: all of it is
 * the person's, and nobody else can take the erasure back.
 */
export const UndoKeySchema = z.enum(["split", "person"]);
export type UndoKey = z.infer<typeof UndoKeySchema>;

/** What came back in one system. */
const UndoneSystemSchema = z.object({
  system: z.string(),
  rows: z.int().nonnegative(),
  newer: z.int().nonnegative().meta({ description: "Rows in which something newer stands, and stays." }),
  residue: z
    .array(z.object({ code: z.string(), table: z.string(), column: z.string(), message: z.string() }))
    .readonly()
    .optional()
    .meta({ description: "What did not come back as it was; absent when all did." }),
});

/** Why a window is over. */
export const UndoEndSchema = z.enum(["end_of_window", "undo", "person", "not_finished"]);
export type UndoEnd = z.infer<typeof UndoEndSchema>;

export const UndoSchema = z.object({
  state: z.enum(["planned", "collecting", "open", "undoing", "undone", "ended"]).meta({
    description:
      "`planned`: nothing is erased yet. `collecting`: it is being carried out. `open`: it can be taken back. `undoing`: the way back is under way. `ended`: what was kept is destroyed.",
  }),
  key: UndoKeySchema,
  until: z.iso.datetime().nullable().meta({ description: "When it ends, without exception; null while planned." }),
  shareGiven: z.boolean().meta({
    description: "The person has their part of the key: from then on the server alone cannot read what was erased.",
  }),
  unable: z.array(z.string()).meta({ description: "Systems in which it cannot be taken back." }),
  undone: z.array(UndoneSystemSchema),
  sharedUntil: z.iso.datetime().nullable().meta({
    description:
      "Rows that are also those of others who left in the same run are kept with theirs until then, whatever becomes of this window; null where there are none.",
  }),
  endedBy: UndoEndSchema.nullable(),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  may: z.object({
    undo: z.boolean().meta({ description: "With the person's part of the key." }),
  }),
});
export type Undo = z.infer<typeof UndoSchema>;

/** What a receipt says of it. */
export const ReceiptUndoSchema = z.object({
  until: z.iso.datetime(),
  key: UndoKeySchema,
  unable: z.array(z.string()),
  together: z.boolean().optional().meta({
    description:
      "What was erased is kept, at least in part, together with what was erased of others in the same run: their keys open it too.",
  }),
  ended: z.object({ at: z.iso.datetime(), by: UndoEndSchema }).optional(),
  sharedUntil: z.iso.datetime().optional().meta({
    description:
      "This window has ended, and its key is destroyed; what is also others' who left in the same run is kept under their keys until then.",
  }),
  systems: z
    .array(UndoneSystemSchema)
    .optional()
    .meta({ description: "Where everything that this receipt tells of was taken back." }),
});
export type ReceiptUndo = z.infer<typeof ReceiptUndoSchema>;
