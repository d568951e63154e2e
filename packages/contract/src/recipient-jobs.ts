/** Jobs of recipients. Payloads hold ids only. */
import * as z from "zod";

export const recipientJobs = {
  /** Tells one recipient of what became of a person's data, until it has the notice. */
  "recipients.tell": z.object({ requestId: z.string(), noticeId: z.string() }),
} as const;
