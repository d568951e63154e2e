/** Jobs of children. Payloads hold ids only. */
import * as z from "zod";

export const childJobs = {
  /** Writes to the parent: it arrived, use has stopped, how it ended. */
  "children.mail": z.object({
    caseId: z.string(),
    message: z.enum(["received", "frozen", "verified", "ended"]),
    messageId: z.string(),
  }),
} as const;
