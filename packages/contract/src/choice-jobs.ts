/** Jobs of choices. Payloads hold ids only. */
import * as z from "zod";

export const choiceJobs = {
  /** Tells one target of a change of mind, until it acknowledges. */
  "choices.tell": z.object({ personId: z.string(), deliveryId: z.string() }),
  /** Sends a link to somebody's choices; `identifier` is the keyed hash of the address that was asked with. */
  "choices.mail-link": z.object({
    personId: z.string(),
    identifier: z.string(),
    messageId: z.string(),
    language: z.string(),
  }),
} as const;
