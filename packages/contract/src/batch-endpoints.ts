/** What operators and their software do with batches. */
import * as z from "zod";
import { type Batch, BatchSchema, BatchSummarySchema, CreateBatchSchema } from "./batches.ts";
import { endpoint } from "./endpoint.ts";
import { PauseSystemSchema, SkipSystemSchema } from "./run-control-endpoints.ts";

const params = z.object({ batchId: z.string() });
const exampleParams = { batchId: "bat_01jd0000000000000000000000" };
const counts = { deleted: 14, detached: 2, redacted: 0, retained: 3 };
const exampleBatch: Batch = {
  id: exampleParams.batchId,
  state: "awaiting_approval",
  submittedAt: "2026-11-22T10:00:00.000Z",
  closedAt: null,
  people: 2,
  clear: 1,
  scope: { tables: [], categories: [] },
  planVersion: 1,
  tell: true,
  undoWindow: "P7D",
  runsAt: null,
  problem: null,
  counts,
  notVerified: 0,
  systems: [
    {
      system: "shop",
      state: "planned",
      people: 1,
      done: 0,
      together: true,
      tables: [{ table: "orders", ...counts }],
      findings: [],
    },
  ],
  lines: [
    {
      line: 1,
      person: "a•••@example.org",
      state: "clear",
      sameAs: null,
      finding: null,
      counts,
      requestId: null,
      verified: false,
    },
    {
      line: 2,
      person: "n•••@example.org",
      state: "unknown",
      sameAs: null,
      finding: "Nobody is known by that.",
      counts: { deleted: 0, detached: 0, redacted: 0, retained: 0 },
      requestId: null,
      verified: false,
    },
  ],
  leftOut: [],
  skippable: ["shop"],
  paused: [],
  pausable: ["shop"],
  may: { approve: true, replan: true, cancel: true },
};

export const createBatch = endpoint({
  id: "batches.create",
  method: "post",
  path: "/api/batches",
  summary: "Erase several people in one run",
  description:
    "For a list of people whom the operator has verified: everybody is found and planned at once, and nothing is changed until it is approved. All of them or nobody in each system.",
  body: CreateBatchSchema,
  responses: { 201: BatchSchema },
  errors: ["request_unidentified", "system_unknown"],
  access: "requests:act",
  ledger: "batch.submitted",
  example: {
    body: {
      people: [{ line: 1, identifiers: [{ kind: "email", value: "ada@example.org" }] }],
      verified: { by: "account", how: "accounts without a sign-in for three years" },
    },
    response: { ...exampleBatch, state: "planning" },
  },
});

export const listBatches = endpoint({
  id: "batches.list",
  method: "get",
  path: "/api/batches",
  summary: "List batches",
  description: "Newest first, the last hundred.",
  responses: { 200: z.object({ batches: z.array(BatchSummarySchema) }) },
  errors: [],
  access: "requests:read",
  example: { response: { batches: [] } },
});

export const getBatch = endpoint({
  id: "batches.get",
  method: "get",
  path: "/api/batches/{batchId}",
  summary: "Get a batch",
  description: "Totals by system and table, everybody by their line, and what may be done with it now.",
  params,
  responses: { 200: BatchSchema },
  errors: ["batch_not_found"],
  access: "requests:read",
  example: { params: exampleParams, response: exampleBatch },
});

export const approveBatch = endpoint({
  id: "batches.approve",
  method: "post",
  path: "/api/batches/{batchId}/approve",
  summary: "Approve a batch",
  description: "Everybody who is clear gets a request of their own, and is erased after the waiting period.",
  params,
  body: z.object({
    planVersion: z.int().positive(),
    skipUnclear: z.boolean().default(false).meta({ description: "Go on without lines that need a look." }),
  }),
  responses: { 200: BatchSchema },
  errors: [
    "batch_not_found",
    "batch_state_wrong",
    "plan_version_wrong",
    "batch_unclear",
    "batch_same_person",
    "refusal_same_person",
  ],
  access: "requests:act",
  ledger: "batch.approved",
  example: { params: exampleParams, body: { planVersion: 1 }, response: { ...exampleBatch, state: "running" } },
});

export const replanBatch = endpoint({
  id: "batches.replan",
  method: "post",
  path: "/api/batches/{batchId}/replan",
  summary: "Plan a batch again",
  description: "After a map was changed, or data was.",
  params,
  responses: { 200: BatchSchema },
  errors: ["batch_not_found", "batch_state_wrong"],
  access: "requests:act",
  ledger: "batch.replanned",
  example: { params: exampleParams, response: { ...exampleBatch, state: "planning" } },
});

export const cancelBatch = endpoint({
  id: "batches.cancel",
  method: "post",
  path: "/api/batches/{batchId}/cancel",
  summary: "Cancel a batch",
  description: "Before anything is carried out.",
  params,
  responses: { 200: BatchSchema },
  errors: ["batch_not_found", "batch_state_wrong"],
  access: "requests:act",
  ledger: "batch.cancelled",
  example: { params: exampleParams, response: { ...exampleBatch, state: "cancelled" } },
});

export const skipBatchSystem = endpoint({
  id: "batches.system.skip",
  method: "post",
  path: "/api/batches/{batchId}/systems/{system}/skip",
  summary: "Leave a system out of a batch",
  description:
    "For one that is gone, or keeps failing. Everybody is planned anew without it, and the plan wants an approval; each person's message and receipt name the gap and the reason. Where refusals need two people, whoever leaves it out cannot approve the rest.",
  params: z.object({ batchId: z.string(), system: z.string().min(1).max(80) }),
  body: SkipSystemSchema,
  responses: { 200: BatchSchema },
  errors: ["batch_not_found", "batch_state_wrong", "system_unknown", "step_over", "step_begun", "skip_not_possible"],
  access: "requests:act",
  ledger: "batch.system-skipped",
  example: {
    params: { ...exampleParams, system: "archive" },
    body: { reason: "The archive of 2009 can no longer be read by any machine that we have." },
    response: { ...exampleBatch, state: "planning" },
  },
});

export const pauseBatchSystem = endpoint({
  id: "batches.system.pause",
  method: "post",
  path: "/api/batches/{batchId}/systems/{system}/pause",
  summary: "Pause a system of a batch",
  description:
    "What is at work just now ends its turn. The other systems go on; the batch ends when this one has been resumed and done.",
  params: z.object({ batchId: z.string(), system: z.string().min(1).max(80) }),
  body: PauseSystemSchema,
  responses: { 200: BatchSchema },
  errors: ["batch_not_found", "batch_state_wrong", "system_unknown", "step_over"],
  access: "requests:act",
  ledger: "batch.system-paused",
  example: {
    params: { ...exampleParams, system: "shop" },
    body: { reason: "Migration until noon." },
    response: { ...exampleBatch, paused: [{ system: "shop", reason: "Migration until noon." }], pausable: [] },
  },
});

export const resumeBatchSystem = endpoint({
  id: "batches.system.resume",
  method: "post",
  path: "/api/batches/{batchId}/systems/{system}/resume",
  summary: "Resume a system of a batch",
  description: "It goes on at once.",
  params: z.object({ batchId: z.string(), system: z.string().min(1).max(80) }),
  responses: { 200: BatchSchema },
  errors: ["batch_not_found", "batch_state_wrong", "step_not_stopped"],
  access: "requests:act",
  ledger: "batch.system-resumed",
  example: { params: { ...exampleParams, system: "shop" }, response: exampleBatch },
});

export const batchEndpoints = [
  createBatch,
  listBatches,
  getBatch,
  approveBatch,
  replanBatch,
  cancelBatch,
  pauseBatchSystem,
  resumeBatchSystem,
  skipBatchSystem,
] as const;
