/** Jobs of messages. Payloads hold ids and keyed hashes only. */
import * as z from "zod";

export const messageJobs = {
  /** Asks again whether it may leave, and hands it to the mail server. */
  "messages.deliver": z.object({ address: z.string(), messageId: z.string() }),
} as const;
