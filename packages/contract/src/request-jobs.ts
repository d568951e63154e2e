/** Jobs of requests. Payloads hold ids only. */
import * as z from "zod";

export const requestJobs = {
  /** Writes to the person: `message` names the template, `messageId` makes it one message however often it is tried. */
  "requests.mail": z.object({ requestId: z.string(), message: z.string(), messageId: z.string() }),
  /** A text that acknowledges the request was handed over. */
  "requests.acknowledge": z.object({ requestId: z.string() }),
  /** Writes to a colleague who was asked something. */
  "requests.task-mail": z.object({ requestId: z.string(), taskId: z.string(), messageId: z.string() }),
  /** Writes to operators about requests that are due soon, or overdue; they are named by their ids. */
  "requests.remind": z.object({ digestId: z.string(), requestIds: z.array(z.string()).max(200) }),
  /** Searches every system and makes the plan. */
  "requests.plan": z.object({ requestId: z.string() }),
  /** Carries an approved plan out; resumes wherever it was cut off. */
  "requests.run": z.object({ requestId: z.string() }),
  /** A restriction was lifted: what waited for that is planned again. */
  "requests.follow-lift": z.object({ requestId: z.string() }),
  /** Searches the systems for what is left of the person; `scanId` tells it from a later one. */
  "requests.scan-residue": z.object({ requestId: z.string(), scanId: z.string() }),
} as const;
