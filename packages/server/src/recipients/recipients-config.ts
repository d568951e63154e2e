/** What the operator's configuration says about telling a recipient: the part of `recipients` that this slice reads. */
import * as z from "zod";
import { fromEnvironment } from "../config-fields.ts";
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
export const recipientTelling = {
  /** Without one, operators tell the recipient by hand and record what it answered. */
  channel: z.discriminatedUnion("kind", [webhookChannel, opendsrChannel, emailChannel]).optional(),
  /**
   * Whose data it has: `everybody` of the purposes that name it, or only people of whom a disclosure to it was `recorded`.
   * Telling a recipient of somebody whom it never heard of would itself disclose them.
   */
  gets: z.enum(["everybody", "recorded"]).default("everybody"),
  /** Working days within which it is told. */
  tellWithin: z.int().min(1).max(30).default(3),
};

export type WebhookChannel = z.output<typeof webhookChannel>;
export type EmailChannel = z.output<typeof emailChannel>;
