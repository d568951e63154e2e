/** What a person is left with: the package's manifest and the signed receipt. */
import * as z from "zod";
import { RetainedDecisionSchema } from "./automated-decisions.ts";
import { DispositionCountsSchema, FileCountsSchema, FindingSchema, ScopedRowsSchema } from "./requests.ts";
import { ReceiptUndoSchema } from "./undo-schemas.ts";

const ProvenanceSchema = z.enum(["provided", "observed", "structure"]).meta({
  description:
    "`provided`: given by the person; `observed`: of their use; `structure`: says which rows belong together. Absent where the system does not tell.",
});

const ManifestTableSchema = z.object({
  system: z.string(),
  table: z.string(),
  title: z.string(),
  file: z.string().optional().meta({ description: "Where its rows are, as JSON." }),
  rows: z.int().nonnegative(),
  level: z.enum(["own", "view", "act"]),
  why: z.string(),
  columns: z.array(z.string()),
  hidden: z.array(z.string()).meta({ description: "Held, and never handed out: passwords, tokens." }),
  masked: z.array(z.string()).meta({ description: "Columns in which another person's identity is masked." }),
  provenance: z.record(z.string(), ProvenanceSchema).optional().meta({
    description: "By column, in packages to take elsewhere: where its values come from.",
  }),
});

/** What does not go along when somebody takes their data elsewhere, and why (Art. 20(1) and (4) GDPR). */
const LeftOutSchema = z.object({
  system: z.string(),
  table: z.string(),
  columns: z.array(z.string()).meta({ description: "Empty: the whole table." }),
  reason: z.enum(["derived", "other_basis", "others"]).meta({
    description:
      "`derived`: worked out by the controller; `other_basis`: used on another ground than consent or a contract; `others`: belongs to others too.",
  }),
  bases: z.array(z.string()).meta({ description: "On what its use rests, where that is the reason." }),
});

/** `manifest.json` of a package: everything that is in it, so that it can be checked and read by programs. */
export const PackageManifestSchema = z.object({
  format: z.literal("kept-package/1"),
  requestId: z.string().nullable(),
  reference: z.string().nullable(),
  createdAt: z.iso.datetime(),
  controller: z.string().nullable(),
  rows: z.int().nonnegative(),
  tables: z.array(ManifestTableSchema),
  gaps: z.array(FindingSchema.extend({ system: z.string() })),
  files: z.array(z.object({ path: z.string(), bytes: z.int().nonnegative(), sha256: z.string() })),
  portability: z
    .object({
      right: z.string().meta({ example: "Art. 20 GDPR" }),
      regimes: z.array(z.string()),
      leftOut: z.array(LeftOutSchema),
    })
    .optional()
    .meta({
      description: "Only in packages to take elsewhere: they hold what was provided or observed, and name the rest.",
    }),
});

/** What a receipt says. It names no one: the person is a keyed hash that only this installation can make. */
export const ReceiptSchema = z.object({
  format: z.literal("kept-receipt/1"),
  id: z.string(),
  requestId: z.string(),
  reference: z.string(),
  kind: z.string(),
  article: z.string(),
  controller: z.string(),
  person: z.array(z.string()).meta({ description: "Keyed hashes of the identifiers." }),
  receivedAt: z.iso.datetime().nullable(),
  dueOn: z.iso.date().nullable(),
  completedAt: z.iso.datetime(),
  outcome: z.enum(["done", "nothing_found", "not_verified", "partly"]).meta({
    description:
      "not_verified: carried out, but the check afterwards found something left; the request is still open. partly: what was ready has been done, and what comes later is named as a gap.",
  }),
  only: z
    .array(ScopedRowsSchema)
    .optional()
    .meta({ description: "It was about single rows: so many were named of each table; absent when about more." }),
  systems: z.array(
    z.object({
      system: z.string(),
      completedAt: z.iso.datetime(),
      verified: z.boolean(),
      tables: z.array(DispositionCountsSchema.extend({ name: z.string(), rows: z.int().nonnegative() })),
      retained: z.array(
        z.object({ table: z.string(), rows: z.int(), why: z.string(), until: z.iso.date().nullable() }),
      ),
      blanked: z
        .array(z.object({ table: z.string(), column: z.string(), value: z.string() }))
        .optional()
        .meta({ description: "What columns of rows that stay were blanked with, where the operator's map says so." }),
      files: z
        .array(FileCountsSchema)
        .optional()
        .meta({ description: "What became of files that rows of theirs named." }),
      residue: z
        .array(z.object({ code: z.string(), table: z.string(), column: z.string(), message: z.string() }))
        .meta({ description: "What the check afterwards still found; empty when verified." }),
      changes: z
        .array(
          z.object({
            table: z.string(),
            column: z.string(),
            category: z.string(),
            rows: z.int(),
            before: z.array(z.string()),
            after: z.string(),
          }),
        )
        .optional()
        .meta({ description: "Rectification: what was corrected; values as keyed hashes." }),
      gaps: z
        .array(z.object({ code: z.string(), message: z.string() }))
        .optional()
        .meta({ description: "What could not be done here, and why." }),
    }),
  ),
  package: z.object({ sha256: z.string(), bytes: z.int(), files: z.int(), rows: z.int() }).nullable(),
  statement: z
    .object({ sha256: z.string(), recipients: z.int().nonnegative() })
    .optional()
    .meta({ description: "For rights to be told who received the data: the statement's hash, and how many it names." }),
  choices: z
    .array(z.object({ purpose: z.string(), act: z.string(), outcome: z.string(), at: z.iso.datetime() }))
    .optional()
    .meta({ description: "For rights over uses of data: what was recorded for each, and what it came to." }),
  reviews: z
    .array(z.object({ decision: z.string(), outcome: z.string(), at: z.iso.datetime() }))
    .optional()
    .meta({
      description: "For human review: which automated decisions a person has looked at again, and what came of it.",
    }),
  automatedDecisions: z
    .object({
      erased: z.int().nonnegative(),
      retained: z.array(z.object({ decisions: z.int().positive(), why: RetainedDecisionSchema })),
    })
    .optional()
    .meta({
      description:
        "Of an erasure: how many automated decisions about the person went with it, and how many go as soon as nothing stands in the way; absent without any.",
    }),
  lift: z
    .object({
      announcedAt: z.iso.datetime().nullable(),
      liftedAt: z.iso.datetime(),
      systems: z.int().nonnegative(),
      newer: z.int().nonnegative(),
      verified: z.literal(false).optional().meta({ description: "Something did not come back; absent when all did." }),
      residue: z
        .array(
          z.object({
            system: z.string(),
            code: z.string(),
            table: z.string(),
            column: z.string(),
            message: z.string(),
          }),
        )
        .optional(),
    })
    .optional()
    .meta({
      description:
        "The restriction was lifted: everything back in use, but for values that had become newer and stayed.",
    }),
  undo: ReceiptUndoSchema.optional().meta({
    description: "It could be taken back until then, and what became of that; absent when nothing was kept.",
  }),
  residueScan: z
    .object({
      completedAt: z.iso.datetime(),
      systems: z.array(
        z.object({
          system: z.string(),
          scanned: z.boolean(),
          columns: z.int().nonnegative(),
          places: z.int().nonnegative(),
          rows: z.int().nonnegative(),
          why: z.string().optional().meta({ description: "Why it could not be searched." }),
        }),
      ),
    })
    .optional()
    .meta({
      description:
        "What a search of every text of every system found afterwards, beyond what is retained; absent when none was made.",
    }),
});

/** A receipt with its Ed25519 signature over the canonical JSON (RFC 8785) of `receipt`. */
export const SignedReceiptSchema = z.object({
  receipt: ReceiptSchema,
  signature: z.object({
    algorithm: z.literal("Ed25519"),
    keyId: z.string(),
    publicKey: z.string().meta({ description: "PEM (SPKI)." }),
    value: z.string().meta({ description: "base64url" }),
  }),
});

export type LeftOut = z.infer<typeof LeftOutSchema>;
export type PackageManifest = z.infer<typeof PackageManifestSchema>;
export type Receipt = z.infer<typeof ReceiptSchema>;
export type SignedReceipt = z.infer<typeof SignedReceiptSchema>;
