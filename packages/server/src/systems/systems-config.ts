/** What the operator's configuration says about systems. */
import * as z from "zod";
import { localText } from "../config-fields.ts";

export const systemSchema = z
  .object({
    /** `postgres:`, `mysql:`, `mariadb:`, `sqlite:`, `https:`, or `files:` (a folder of files that rows name); `{ env: "NAME" }` takes it from the environment. */
    url: z.union([z.string().min(1), z.object({ env: z.string().min(1) }).strict()]),
    title: localText.optional(),
    /** Path of the map (YAML), from the folder of kept.config.ts. */
    map: z.string().min(1).optional(),
    /** Database schemas to look at, in the order of the search path. */
    schemas: z.array(z.string().min(1)).optional(),
    /** For `https:` systems: name of the variable with the shared secret that signs calls. */
    secret: z
      .object({ env: z.string().min(1) })
      .strict()
      .optional(),
    /** Allows an address in a private network for an `https:`/`http:` system. */
    allowPrivateAddress: z.boolean().default(false),
  })
  .strict();
