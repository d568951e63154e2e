/** What the operator's configuration says about the Data Rights Protocol. */
import * as z from "zod";

export const drpSchema = z
  .object({
    /** The operator's id in the directory of businesses. */
    businessId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "is not an id of the directory of businesses"),
    /** The directory of agents: a file, from the folder of kept.config.ts, or an https: address. */
    agents: z.string().min(1),
    /**
     * An address that an agent has verified counts as proof of identity. Without it the person confirms by a link first, and
     * agents see `need_user_verification`.
     */
    trustVerified: z.boolean().default(false),
    /** Agents' addresses may be on this machine and unencrypted: for tests. */
    allowLoopback: z.boolean().default(false),
  })
  .strict();

export type DrpSettings = z.output<typeof drpSchema>;
