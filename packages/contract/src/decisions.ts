/** Decisions on the wire: may this purpose use this person's data now, and why. */
import * as z from "zod";
import { DeviceIdSchema, RegimeSchema } from "./choices.ts";

/** A person by Kept's id, by an identifier that the operator's app knows, or a device. Exactly one. */
export const PersonRefSchema = z.union([
  z.object({ person: z.string().regex(/^per_[0-9a-z]{26}$/) }).strict(),
  z.object({ kind: z.enum(["id", "email", "phone"]), value: z.string().min(1).max(320) }).strict(),
  z.object({ device: DeviceIdSchema }).strict(),
]);

export const QuestionSchema = z.object({
  person: PersonRefSchema,
  purpose: z.string().min(1).max(64),
  recipient: z.string().max(64).optional(),
  channel: z.string().max(64).optional(),
  topic: z.string().max(64).optional(),
  category: z.string().max(64).optional(),
  exception: z.enum(["claims", "others-rights", "public-interest"]).optional().meta({
    description: "A ground on which restricted data may be used all the same (Art. 18(2) GDPR); it is recorded",
  }),
  at: z.iso.datetime().optional().meta({ description: "Default: now" }),
});

export const ReasonStepSchema = z.object({
  check: z.string().meta({ example: "objection" }),
  outcome: z.enum(["pass", "allow", "deny"]),
  code: z.string().meta({ example: "no_objection" }),
  about: z.string().nullable().meta({ description: "The event, recipient, channel or purpose that settled it" }),
});

export const DecisionSchema = z
  .object({
    allowed: z.boolean(),
    reason: z.string().meta({ description: "Code of the step that settled it", example: "consent_given" }),
    chain: z.array(ReasonStepSchema),
    regime: RegimeSchema,
    policyVersion: z.string(),
    until: z.iso.datetime().nullable().meta({ description: "When the answer changes by time alone" }),
  })
  .meta({ id: "Decision" });

export const SegmentSchema = z.object({
  purpose: z.string().min(1),
  channel: z.string().optional(),
  topic: z.string().optional(),
  recipient: z.string().optional(),
  category: z.string().optional(),
  after: z.string().optional().meta({ description: "`next` of the page before" }),
  limit: z.int().min(1).max(10_000).default(1_000),
});

export const SegmentPageSchema = z.object({
  people: z.array(z.string()),
  next: z.string().nullable(),
  policyVersion: z.string(),
});

/** What the stream of changes says: new answers of people, or that nothing changed up to here. */
export const DecisionChangeSchema = z.object({
  position: z.int().meta({ description: "Position in the ledger up to which changes have been told" }),
  policyVersion: z.string(),
  people: z.array(
    z.object({
      key: z.string().meta({ description: "`gateKey` of the person's or device's id" }),
      answers: z.array(z.string()).meta({
        description: "One for each place of the snapshot's policy: `+consent_given@2027-11-22` or `-consent_missing`",
      }),
    }),
  ),
});

/** The lines of a snapshot, in this order: one `policy`, any number of `people`, one `end`. */
export const SnapshotLineSchema = z.discriminatedUnion("line", [
  z.object({
    line: z.literal("policy"),
    format: z.literal("kept-snapshot/1"),
    policyVersion: z.string(),
    position: z.int(),
    /** Which questions the answers are about, in their order; channel and topic are empty where none is named. */
    places: z.array(z.object({ purpose: z.string(), channel: z.string(), topic: z.string() })),
    purposes: z.record(
      z.string(),
      z.object({
        categories: z.array(z.string()),
        /** Recipients to whom data may go at all. */
        recipients: z.array(z.string()),
        channels: z.array(z.string()),
        topics: z.array(z.string()),
      }),
    ),
    /** Answers about whoever is not in the snapshot. */
    unknown: z.array(z.string()),
  }),
  z.object({
    line: z.literal("people"),
    /** The distinct answers of this line; cells count from here. */
    answers: z.array(z.string()),
    /** Eight bytes for each person, base64. */
    keys: z.string(),
    /** A little-endian 16-bit index into `answers` for each person and place, base64. */
    cells: z.string(),
  }),
  z.object({
    line: z.literal("end"),
    people: z.int(),
    /** A chain over the lines before: SHA-256 of (the hash so far, in hexadecimal, and the line without its end). */
    sha256: z.string(),
    publicKey: z.string(),
    /** Ed25519 over the ASCII text of `sha256`, base64url. */
    signature: z.string(),
  }),
]);

export type PersonRef = z.infer<typeof PersonRefSchema>;
export type Question = z.infer<typeof QuestionSchema>;
export type Decision = z.infer<typeof DecisionSchema>;
export type DecisionChange = z.infer<typeof DecisionChangeSchema>;
export type SnapshotLine = z.infer<typeof SnapshotLineSchema>;
export type SegmentQuery = z.infer<typeof SegmentSchema>;
