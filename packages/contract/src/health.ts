/** Is the server well: for load balancers and for people. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";

export const getHealth = endpoint({
  id: "health.get",
  method: "get",
  path: "/health",
  summary: "Is the server well",
  description:
    "`ok` when the database answers, the relay is not behind, no job has failed for good and every mailbox can be read.",
  responses: {
    200: z.object({
      status: z.enum(["ok", "degraded"]),
      version: z.string(),
      database: z.enum(["embedded", "postgres"]),
      outbox: z.object({ waiting: z.int(), oldestSeconds: z.number().nullable() }),
      failedJobs: z.int(),
      mailboxes: z
        .array(z.object({ mailbox: z.string(), state: z.enum(["up", "down", "unknown"]), code: z.string().nullable() }))
        .meta({ description: "Mailboxes that are read; `down` says that people may be writing unheard." }),
    }),
  },
  errors: ["shutting_down"],
  access: "public",
  example: {
    response: {
      status: "ok",
      version: "0.1.0",
      database: "embedded",
      outbox: { waiting: 0, oldestSeconds: null },
      failedJobs: 0,
      mailboxes: [],
    },
  },
});

export const healthEndpoints = [getHealth] as const;
