/** Jobs of the platform itself. */
import * as z from "zod";

export const platformJobs = {
  /** Removes signed links and sealed mail bodies that are past their time. */
  "platform.tidy": z.object({}),
} as const;
