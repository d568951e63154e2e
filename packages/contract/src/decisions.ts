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
  /** Position in the ledger up to which changes have been told. */
  position: z.int(),
  policyVersion: z.string(),
  /** Vectors that earlier events and the snapshot have not named. */
  vectors: z.array(z.object({ id: z.int(), text: z.string() })),
  people: z.array(z.object({ key: z.string(), vector: z.int() })),
});

export type PersonRef = z.infer<typeof PersonRefSchema>;
export type Question = z.infer<typeof QuestionSchema>;
export type Decision = z.infer<typeof DecisionSchema>;
export type DecisionChange = z.infer<typeof DecisionChangeSchema>;
export type SegmentQuery = z.infer<typeof SegmentSchema>;
