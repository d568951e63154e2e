/** What people had other controllers send here, until the operator's app has collected it. */
import * as z from "zod";

/** `waiting`: not allowed yet; `receiving`: items come in; `complete`: the sender has said that it was all. */
export const IMPORT_STATES = ["waiting", "receiving", "complete", "collected", "refused", "expired"] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

export const ImportSchema = z.object({
  id: z.string(),
  source: z.string().meta({ description: "A name of `imports.sources` in the configuration." }),
  state: z.enum(IMPORT_STATES),
  items: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  createdAt: z.iso.datetime(),
  allowedAt: z.iso.datetime().nullable(),
  lastItemAt: z.iso.datetime().nullable(),
  completedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: "When what was received is destroyed, collected or not." }),
});

export const ImportItemSchema = z.object({
  id: z.string(),
  vertical: z.string().meta({ example: "social-posts" }),
  type: z.string().meta({ description: "`@type` of the payload.", example: "SocialActivity" }),
  sha256: z.string(),
  bytes: z.int().nonnegative(),
  receivedAt: z.iso.datetime(),
  payload: z.record(z.string(), z.unknown()),
  file: z
    .object({ type: z.string(), base64: z.string() })
    .nullable()
    .meta({ description: "Of file-based items: what came with the payload." }),
});

export const ListImportsQuerySchema = z.object({
  state: z.enum(IMPORT_STATES).optional(),
  cursor: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});

export const ListImportItemsQuerySchema = z.object({
  cursor: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

export const ImportItemsSchema = z.object({
  person: z
    .object({ email: z.string() })
    .meta({ description: "Whose data it is: the address that they have confirmed." }),
  items: z.array(ImportItemSchema),
  next: z.string().nullable(),
});

export type Import = z.infer<typeof ImportSchema>;
export type ImportItem = z.infer<typeof ImportItemSchema>;
export type ImportItems = z.infer<typeof ImportItemsSchema>;
export type ListImportsQuery = z.output<typeof ListImportsQuerySchema>;
export type ListImportItemsQuery = z.output<typeof ListImportItemsQuerySchema>;
