/** Jobs of recipients. Payloads hold ids only. */
import * as z from "zod";

export const recipientJobs = {
  /** Tells one recipient of what became of a person's data, until it has the notice. */
  "recipients.tell": z.object({ requestId: z.string(), noticeId: z.string() }),
  /** Sends one digest of notices that are late to the operators who may act. */
  "recipients.remind": z.object({ digestId: z.string(), noticeIds: z.array(z.string()) }),
} as const;
