/** Messages to people on the wire: one to one recipient, in a stream whose class says which rules hold for it. */
import * as z from "zod";
import { ReasonStepSchema } from "./decisions.ts";

/** `service`: what somebody needs for what they use or ordered. `marketing`: everything that advertises. */
export const MESSAGE_CLASSES = ["service", "marketing"] as const;
export type MessageClass = (typeof MESSAGE_CLASSES)[number];

export const MESSAGE_STATES = ["queued", "sent", "stopped", "failed"] as const;

/** Why an address is not written to, and for messages of which classes that holds. */
export const SUPPRESSION_REASONS = {
  unsubscribed: { classes: ["marketing"] },
  complained: { classes: ["marketing"] },
  imported: { classes: ["marketing"] },
  // A mailbox that does not exist takes no message of any kind.
  bounced: { classes: ["service", "marketing"] },
} as const satisfies Record<string, { readonly classes: readonly MessageClass[] }>;
export type SuppressionReason = keyof typeof SUPPRESSION_REASONS;
const reasonNames = Object.keys(SUPPRESSION_REASONS) as [SuppressionReason, ...SuppressionReason[]];

const name = z.string().min(1).max(64);

export const SendMessageSchema = z.object({
  stream: name.meta({ description: "A stream of the configuration" }),
  to: z.email().max(320),
  subject: z.string().min(1).max(500),
  text: z.string().min(1).max(500_000),
  html: z.string().max(1_000_000).optional(),
  language: z.string().max(35).optional(),
  key: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: "Makes it one message to this recipient however often it comes" }),
});

export const ReferFriendSchema = z.object({
  stream: name.meta({ description: "A stream of the configuration with `referral: true`" }),
  to: z.email().max(320).meta({ description: "The friend's address" }),
  sender: z
    .string()
    .min(1)
    .max(80)
    .regex(/^[^\p{Cc}<>@/]+$/u, "is not a name")
    .meta({ description: "Who recommends, as the friend knows them; shown in the message" }),
  language: z.string().max(35).optional(),
});

export const MessageAcceptedSchema = z
  .object({
    message: z.string(),
    state: z.enum(MESSAGE_STATES),
    reason: z.string().nullable().meta({ description: "Why it does not go out: the decision's or suppression's code" }),
  })
  .meta({ id: "MessageAccepted" });

export const StreamFiguresSchema = z.object({
  streams: z.array(
    z.object({
      stream: z.string(),
      title: z.string(),
      class: z.enum(MESSAGE_CLASSES),
      purpose: z.string().nullable(),
      topic: z.string().nullable(),
      from: z.string(),
      softOptIn: z.boolean(),
      states: z.record(z.string(), z.int()),
      reasons: z.record(z.string(), z.int()).meta({ description: "Of what was stopped or failed" }),
    }),
  ),
  suppressed: z.record(z.string(), z.int()).meta({ description: "Addresses by reason" }),
  sentAfterOptOut: z.int().meta({ description: "Marketing messages that left after their recipient's no: must be 0" }),
});

/** Of what was refused lately, without saying to whom. */
export const RefusalsSchema = z.object({
  refusals: z.array(
    z.object({
      message: z.string(),
      stream: z.string(),
      class: z.enum(MESSAGE_CLASSES),
      door: z.string(),
      state: z.enum(MESSAGE_STATES),
      reason: z.string(),
      at: z.iso.datetime(),
    }),
  ),
  next: z.string().nullable().meta({ description: "Pass it as `before`; null at the end" }),
});

/** May a stream write to an address now, and why. */
export const RecipientCheckSchema = z.object({
  allowed: z.boolean(),
  reason: z.string(),
  chain: z.array(ReasonStepSchema),
  person: z.string().nullable(),
  suppressed: z.array(z.object({ reason: z.string(), purpose: z.string(), since: z.iso.datetime() })),
  sales: z.array(z.object({ kind: z.string(), product: z.string(), chance: z.string(), at: z.iso.datetime() })),
});

export const ImportSuppressionsSchema = z
  .object({
    addresses: z.array(z.string().min(3).max(320)).max(10_000).default([]),
    hashes: z
      .array(z.string().regex(/^[0-9a-f]{64}$/))
      .max(10_000)
      .default([])
      .meta({ description: "From the export of an installation with the same secret" }),
    reason: z.enum(reasonNames).default("imported"),
    purpose: z.string().max(64).default("*"),
  })
  .refine(({ addresses, hashes }) => addresses.length + hashes.length > 0, {
    message: "names nobody: give addresses or hashes",
    path: ["addresses"],
  });

export const SuppressionCheckSchema = z.object({
  results: z.array(
    z.object({ suppressed: z.array(z.object({ reason: z.string(), purpose: z.string(), since: z.iso.datetime() })) }),
  ),
});

export const ExportSegmentSchema = z.object({
  purpose: name,
  topic: name.optional(),
  recipient: name.meta({ description: "Who gets it: a recipient that the purpose names" }),
});

export type SendMessage = z.output<typeof SendMessageSchema>;
export type ReferFriend = z.output<typeof ReferFriendSchema>;
export type MessageAccepted = z.infer<typeof MessageAcceptedSchema>;
export type Refusals = z.infer<typeof RefusalsSchema>;
export type RecipientCheck = z.infer<typeof RecipientCheckSchema>;
export type StreamFigures = z.infer<typeof StreamFiguresSchema>;
export type ImportSuppressions = z.output<typeof ImportSuppressionsSchema>;
