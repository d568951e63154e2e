/** Jobs of mailboxes. Payloads hold ids only. */
import * as z from "zod";

export const mailboxJobs = {
  /** Reads a stored message, says what it is, and does what follows. */
  "mailbox.sort": z.object({ messageId: z.string() }),
  /** Acknowledges a message. `mailId` makes it one mail however often it is tried. */
  "mailbox.acknowledge": z.object({ messageId: z.string(), mailId: z.string() }),
  /** Sends an operator's answer. */
  "mailbox.answer": z.object({ messageId: z.string(), answerId: z.string() }),
} as const;
