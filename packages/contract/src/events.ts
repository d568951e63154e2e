/** Events: what a stream or a webhook tells, by name. Capabilities declare theirs and are listed here. */
import * as z from "zod";

/** The envelope of every event. `data` is the schema that the event's capability declares. */
export function eventSchema<const N extends string, D extends z.ZodType>(name: N, data: D) {
  return z.object({
    id: z.string().meta({ description: "Grows within a stream: send it back as Last-Event-ID to continue" }),
    event: z.literal(name),
    at: z.iso.datetime(),
    data,
  });
}
