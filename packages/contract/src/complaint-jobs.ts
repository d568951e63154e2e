/** Jobs of complaints, and of the clocks of cases. Payloads hold ids only. */
import * as z from "zod";

export const complaintJobs = {
  /** Writes to the person: that it arrived, how far it has come, how it ended. */
  "complaints.mail": z.object({
    complaintId: z.string(),
    message: z.enum(["received", "update", "decision"]),
    answerId: z.string().nullable(),
    messageId: z.string(),
  }),
  /** Sends one digest of reminders of cases to the operators who may act. */
  "cases.remind": z.object({ digestId: z.string(), caseIds: z.array(z.string()) }),
} as const;
