/** What the operator's configuration says of text messages: who sends them, and the secret of the door for those that come in. */
import * as z from "zod";
import { fromEnvironment } from "../config-fields.ts";

const url = z.union([z.url("is not an address"), fromEnvironment]);

const senderSchema = z.discriminatedUnion("kind", [
  /** Nothing leaves; in development `/dev/sms` shows what would have. */
  z.object({ kind: z.literal("outbox") }).strict(),
  /** One JSON line for each message, for tests and for programs of the operator's own. */
  z.object({ kind: z.literal("file"), path: z.string().min(1) }).strict(),
  /** A signed call (RFC 9421) to a gateway of the operator's. */
  z
    .object({
      kind: z.literal("webhook"),
      url,
      /** A shared secret of at least 32 bytes, or a pair of keys. */
      secret: fromEnvironment,
      allowPrivateAddress: z.boolean().default(false),
    })
    .strict(),
]);

export const smsSchema = z
  .object({
    sender: senderSchema,
    /** What stands as the sender. */
    from: z.string().min(1).max(20).optional(),
    /** The door `/sms/incoming`: calls are signed under this secret. */
    incoming: z.object({ secret: fromEnvironment }).strict().optional(),
  })
  .strict();

export type SmsConfig = z.output<typeof smsSchema>;
