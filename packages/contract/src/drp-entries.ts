/** What the Data Rights Protocol leaves in the ledger, beside what requests leave. */
import * as z from "zod";
import { defineEntries } from "./entries.ts";

export const drpEntries = defineEntries({
  "drp.agent-set-up": { title: "Agent got a new token", data: z.object({ agent: z.string() }) },
  "drp.right-exercised": {
    title: "Right exercised by an agent",
    data: z.object({ agent: z.string(), exercise: z.string(), regime: z.string().nullable() }),
  },
});
