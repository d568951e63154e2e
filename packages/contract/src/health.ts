/** Is the server well: for load balancers and for people. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";

export const getHealth = endpoint({
  id: "health.get",
  method: "get",
  path: "/health",
  summary: "Is the server well",
  description: "`ok` when the database answers, the relay is not behind and no job has failed for good.",
  responses: {
    200: z.object({
      status: z.enum(["ok", "degraded"]),
      version: z.string(),
      database: z.enum(["embedded", "postgres"]),
      outbox: z.object({ waiting: z.int(), oldestSeconds: z.number().nullable() }),
      failedJobs: z.int(),
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
    },
  },
});

export const healthEndpoints = [getHealth] as const;
