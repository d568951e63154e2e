/** What the operator's configuration says about recipients, and how they are told. */
import * as z from "zod";
import { country, fromEnvironment, localText } from "../config-fields.ts";
import { opendsrChannel } from "../opendsr/opendsr-config.ts";

const url = z.union([z.url("is not an address"), fromEnvironment]);

const webhookChannel = z
  .object({
    kind: z.literal("webhook"),
    url,
    /** Signs calls (RFC 9421): a secret of at least 32 bytes, or a pair of keys. */
    secret: fromEnvironment,
    allowPrivateAddress: z.boolean().default(false),
  })
  .strict();

const emailChannel = z
  .object({
    kind: z.literal("email"),
    to: z.email("is not an e-mail address"),
  })
  .strict();

/** How a recipient hears of corrections, erasures and restrictions. */
const recipientTelling = {
  /** Without one, operators tell the recipient by hand and record what it answered. */
  channel: z.discriminatedUnion("kind", [webhookChannel, opendsrChannel, emailChannel]).optional(),
  /**
   * Whose data it has: `everybody` of the purposes that name it, or only people of whom a disclosure to it was `recorded`.
   * Telling a recipient of somebody whom it never heard of would itself disclose them.
   */
  gets: z.enum(["everybody", "recorded"]).default("everybody"),
  /**
   * Corrections carry the values that are right now. Off, the recipient is told that something was corrected, and asks. Only
   * over a channel that is signed and goes to nobody else, and only values of categories that its purposes name.
   */
  correctedValues: z.boolean().default(false),
  /** Where it can be written to, line by line: Shine the Light statements name it (Cal. Civ. Code 1798.83). */
  address: z.array(z.string().min(1)).default([]),
  /** Working days within which it is told. */
  tellWithin: z.int().min(1).max(30).default(3),
};

export const recipientSchema = z
  .object({
    name: z.string().min(1),
    role: z.enum(["processor", "controller", "joint-controller", "authority", "recipient"]),
    country,
    /** On what a transfer out of the EEA rests. */
    transfer: z.enum(["none", "adequacy", "standard-clauses", "binding-rules", "derogation"]).default("none"),
    /** What the recipient is for, in a sentence. */
    purpose: localText.optional(),
    privacyUrl: z.url("is not an address").optional(),
    ...recipientTelling,
  })
  .strict()
  .refine(mayCarryValues, {
    path: ["correctedValues"],
    message: "is true, and the channel is no webhook and no OpenDSR: corrected values go over these alone",
  });

/** Whether a recipient's channel may carry values: never a mailbox, where they would lie in the open. */
function mayCarryValues(recipient: {
  readonly correctedValues: boolean;
  readonly channel?: { readonly kind: string } | undefined;
}): boolean {
  return !recipient.correctedValues || recipient.channel?.kind === "webhook" || recipient.channel?.kind === "opendsr";
}

export type WebhookChannel = z.output<typeof webhookChannel>;
export type EmailChannel = z.output<typeof emailChannel>;
