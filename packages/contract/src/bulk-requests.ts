/** One thing done with many requests, each looked at for itself: what was done, what was not, and why. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { ExtendRequestSchema } from "./request-clocks.ts";
import { exampleRequest, exampleRequestId } from "./request-examples.ts";
import { OpenTaskSchema } from "./request-work.ts";
import { RequestDetailSchema, RequestKindSchema } from "./requests.ts";

export const AssignRequestSchema = z.object({
  operatorId: z.string().max(80).nullable().meta({ description: "Null: nobody in particular." }),
});

export const BulkActionSchema = z.discriminatedUnion("action", [
  AssignRequestSchema.extend({ action: z.literal("assign") }),
  z.object({ action: z.literal("approve") }).meta({
    description: "Each plan at the version that is named with it; what a second person has to look at is left out.",
  }),
  z.object({ action: z.literal("remind") }).meta({
    description: "Whoever it waits for: a person who was asked something is asked again, else the operators are.",
  }),
  OpenTaskSchema.extend({ action: z.literal("task") }),
  ExtendRequestSchema.extend({ action: z.literal("extend") }),
]);

export const BulkRequestsSchema = z.object({
  requests: z
    .array(
      z.object({
        id: z.string().max(80),
        planVersion: z
          .int()
          .nonnegative()
          .optional()
          .meta({ description: "For approving: the plan that was looked at." }),
      }),
    )
    .min(1)
    .max(200),
  do: BulkActionSchema,
  dryRun: z
    .boolean()
    .default(true)
    .meta({ description: "Everything is tried and rolled back: it says what would be done." }),
});

export const BulkResultSchema = z.object({
  id: z.string(),
  reference: z.string().nullable().meta({ description: "Null: there is no such request." }),
  kind: RequestKindSchema.nullable(),
  planVersion: z.int().nonnegative(),
  rows: z.int().nonnegative(),
  done: z.boolean(),
  why: z
    .object({ code: z.string(), title: z.string(), action: z.string() })
    .nullable()
    .meta({ description: "Why it was not done, and what to do about it." }),
});

export const BulkOutcomeSchema = z.object({
  dryRun: z.boolean(),
  done: z.int().nonnegative(),
  notDone: z.int().nonnegative(),
  rows: z.int().nonnegative().meta({ description: "Rows that the plans of those done take in." }),
  results: z.array(BulkResultSchema),
});

export const bulkRequests = endpoint({
  id: "requests.bulk",
  method: "post",
  path: "/api/requests/bulk",
  summary: "Do one thing with many requests",
  description:
    "Each is decided on for itself, in a transaction of its own, by the checks that it has when it is alone: an approval names the version of its plan, and what needs a second person, is held, or has changed is left out and named. A dry run does all of it and rolls it back.",
  body: BulkRequestsSchema,
  responses: { 200: BulkOutcomeSchema },
  errors: ["operator_not_found"],
  access: "requests:act",
  example: {
    body: { requests: [{ id: exampleRequestId, planVersion: 1 }], do: { action: "approve" }, dryRun: true },
    response: {
      dryRun: true,
      done: 1,
      notDone: 0,
      rows: 42,
      results: [
        {
          id: exampleRequestId,
          reference: "K7QM-3F2X",
          kind: "access",
          planVersion: 1,
          rows: 42,
          done: true,
          why: null,
        },
      ],
    },
  },
});

export const assignRequest = endpoint({
  id: "requests.assign",
  method: "post",
  path: "/api/requests/{requestId}/assign",
  summary: "Say who has it in hand",
  description: "An operator who may act on requests, or nobody in particular. Everybody may still act on it.",
  params: z.object({ requestId: z.string() }),
  body: AssignRequestSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "operator_not_found"],
  access: "requests:act",
  ledger: "request.assigned",
  example: { params: { requestId: exampleRequestId }, body: { operatorId: null }, response: exampleRequest },
});

export const bulkRequestEndpoints = [bulkRequests, assignRequest] as const;

export type BulkAction = z.infer<typeof BulkActionSchema>;
export type BulkRequests = z.infer<typeof BulkRequestsSchema>;
export type BulkOutcome = z.infer<typeof BulkOutcomeSchema>;
