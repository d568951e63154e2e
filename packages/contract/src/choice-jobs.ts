/** Jobs of choices. Payloads hold ids only. */
import * as z from "zod";

export const choiceJobs = {
  /** Tells one target of a change of mind, until it acknowledges. */
  "choices.tell": z.object({ personId: z.string(), deliveryId: z.string() }),
} as const;
