/** Jobs of transfers and imports. Payloads hold ids only. */
import * as z from "zod";

export const transferJobs = {
  /** Sends what is left of a transfer. */
  "transfers.run": z.object({ transferId: z.string() }),
  /** Tells the person how a transfer ended. */
  "transfers.mail": z.object({ transferId: z.string(), message: z.enum(["done", "failed"]), messageId: z.string() }),
  /** Asks the person whether they want data to be sent here. */
  "imports.mail": z.object({ importId: z.string(), messageId: z.string() }),
  /** Tells the operator's app that an import is complete. */
  "imports.tell": z.object({ importId: z.string() }),
} as const;
