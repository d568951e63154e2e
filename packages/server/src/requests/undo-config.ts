/** The configuration of undo windows. */
import * as z from "zod";
import { duration } from "../config-fields.ts";
import { addDuration, Temporal } from "../platform/clock.ts";

/** What is erased has to go: no window lasts longer, and none is extended. */
export const LONGEST_UNDO = "P30D";

export const undoSchema = z
  .object({
    /** From the end of the run, thirty days at most. */
    window: duration.refine(isWithinLongest, "is longer than nothing and at most P30D: what is erased has to go"),
    /** `split`: half of the key is the person's. `person`: all of it is, and only they can take it back. */
    key: z.enum(["split", "person"]).default("split"),
  })
  .strict();

function isWithinLongest(text: string): boolean {
  const from = Temporal.Instant.fromEpochMilliseconds(0);
  try {
    const end = addDuration(from, text);
    return (
      Temporal.Instant.compare(end, from) > 0 && Temporal.Instant.compare(end, addDuration(from, LONGEST_UNDO)) <= 0
    );
  } catch {
    // `duration` has said what is wrong with it.
    return true;
  }
}
