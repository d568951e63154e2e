/** Batches on the wire: several people erased in one run, each with a request, a plan and a receipt of their own. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";
import { defineErrors } from "./problems.ts";
import {
  CreateRequestSchema,
  DispositionCountsSchema,
  FindingSchema,
  IdentifierSchema,
  LanguageSchema,
  PersonKeySchema,
} from "./requests.ts";
import { PauseSystemSchema, SkipSystemSchema } from "./run-control-endpoints.ts";

/** As many as one run takes in: their plans are held in memory together. */
const MOST_PEOPLE = 5_000;

export const BATCH_STATES = [
  "planning",
  "blocked",
  "awaiting_approval",
  "waiting",
  "running",
  "done",
  "nobody",
  "cancelled",
] as const;

const BatchLineSchema = z.object({
  line: z.int().positive().meta({ description: "Where in the list: what people are called here." }),
  person: z.string().meta({ description: "Shortened, so that it tells no one.", example: "a•••@example.org" }),
  state: z.enum(["clear", "same", "unknown", "unclear"]).meta({
    description:
      "`same`: the same person as `sameAs`. `unclear`: several rows may be meant. Both of the last need a look.",
  }),
  sameAs: z.int().nullable(),
  finding: z.string().nullable().meta({ description: "Why it needs a look." }),
  counts: DispositionCountsSchema,
  requestId: z.string().nullable().meta({ description: "Their request, with its receipt, once the run has begun." }),
  verified: z.boolean().meta({ description: "Carried out everywhere, and the look afterwards found nothing left." }),
});

const BatchSystemSchema = z.object({
  system: z.string(),
  state: z.enum(["planned", "acting", "done"]),
  people: z.int().nonnegative().meta({ description: "Who has rows here." }),
  done: z.int().nonnegative().meta({ description: "Of these, whose part is carried out and recorded." }),
  together: z
    .boolean()
    .meta({ description: "One transaction for all; a service that decides for itself is asked one by one." }),
  tables: z.array(DispositionCountsSchema.extend({ table: z.string() })),
  findings: z.array(FindingSchema),
});

const BatchSummarySchema = z.object({
  id: z.string(),
  state: z.enum(BATCH_STATES),
  submittedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  people: z.int().nonnegative().meta({ description: "Lines of the list." }),
  clear: z.int().nonnegative().meta({ description: "People who are, or would be, erased." }),
  notVerified: z.int().nonnegative().meta({
    description:
      "People whose part was carried out, and of whom the look afterwards found something left: their requests wait for an operator.",
  }),
  scope: z.object({ tables: z.array(z.string()), categories: z.array(z.string()) }),
});

export const BatchSchema = BatchSummarySchema.extend({
  planVersion: z.int(),
  tell: z.boolean(),
  undoWindow: z.string().nullable().meta({
    description:
      "For so long whoever of them can be written to can take their own erasure back (ISO 8601 duration); null: nobody can.",
  }),
  runsAt: z.iso.datetime().nullable(),
  problem: z
    .object({
      code: z.string(),
      message: z.string(),
      tries: z.int().meta({ description: "How often it was tried since it last went well." }),
      nextTryAt: z.iso.datetime().nullable().meta({ description: "Null: it is not tried again by itself." }),
    })
    .nullable(),
  counts: DispositionCountsSchema,
  systems: z.array(BatchSystemSchema),
  lines: z.array(BatchLineSchema),
  leftOut: z
    .array(z.object({ system: z.string(), reason: z.string() }))
    .meta({ description: "Systems that everybody's answer does without, and the reason that each person is told." }),
  skippable: z.array(z.string()).meta({ description: "Systems that can be left out now." }),
  paused: z
    .array(z.object({ system: z.string(), reason: z.string() }))
    .meta({ description: "Systems that are held back until they are resumed; the others go on." }),
  pausable: z.array(z.string()).meta({ description: "Systems that can be paused now." }),
  may: z.object({ approve: z.boolean(), replan: z.boolean(), cancel: z.boolean() }),
}).meta({ id: "Batch" });

export type Batch = z.infer<typeof BatchSchema>;
export type BatchSummary = z.infer<typeof BatchSummarySchema>;
export type BatchLine = z.infer<typeof BatchLineSchema>;
export type BatchState = (typeof BATCH_STATES)[number];

const CreateBatchSchema = z.object({
  people: z
    .array(
      z.object({
        line: z.int().positive(),
        identifiers: z.array(IdentifierSchema).max(20).default([]),
        keys: z.array(PersonKeySchema).max(50).default([]),
      }),
    )
    .min(1)
    .max(MOST_PEOPLE),
  scope: z
    .object({ tables: z.array(z.string()).default([]), categories: z.array(z.string()).default([]) })
    .default({ tables: [], categories: [] }),
  verified: CreateRequestSchema.shape.verified,
  tell: z
    .boolean()
    .default(true)
    .meta({ description: "Write to each person that it is done, where an address is known." }),
  language: LanguageSchema.default("en"),
});
export type CreateBatch = z.output<typeof CreateBatchSchema>;

export const batchEntries = defineEntries({
  "batch.submitted": {
    title: "Erasure of several people asked for",
    data: z.object({ people: z.int(), how: z.string(), tables: z.int(), categories: z.int() }),
  },
  "batch.planned": {
    title: "Plan for several people made",
    data: z.object({
      version: z.int(),
      clear: z.int(),
      needLook: z.int(),
      rows: z.int(),
      blocking: z.int(),
      outcome: z.string(),
    }),
  },
  "batch.replanned": { title: "New plan for several people asked for", data: z.object({}) },
  "batch.approved": {
    title: "Plan for several people approved",
    data: z.object({ version: z.int(), people: z.int(), leftOut: z.int(), runsAt: z.string().nullable() }),
  },
  "batch.cancelled": { title: "Erasure of several people cancelled", data: z.object({}) },
  "batch.plan-changed": {
    title: "Plan for several people changed before the run: approval asked again",
    data: z.object({ system: z.string() }),
  },
  "batch.resumed": { title: "Work for several people taken up again", data: z.object({ state: z.string() }) },
  "batch.stopped": {
    title: "Erasure of several people stopped: a system keeps failing",
    data: z.object({ system: z.string(), code: z.string() }),
  },
  "batch.system-paused": { title: "System paused for several people", data: z.object({ system: z.string() }) },
  "batch.system-resumed": { title: "System resumed for several people", data: z.object({ system: z.string() }) },
  "batch.system-skipped": {
    title: "System left out for several people",
    data: z.object({ system: z.string() }),
  },
  "batch.step-intended": {
    title: "About to erase several people in a system",
    data: z.object({ system: z.string(), planHash: z.string(), people: z.int(), rows: z.int() }),
  },
  "batch.step-completed": {
    title: "Several people erased in a system",
    data: z.object({ system: z.string(), people: z.int(), rows: z.int(), verified: z.boolean() }),
  },
  "batch.done": {
    title: "Erasure of several people ended",
    data: z.object({ people: z.int(), notVerified: z.int() }),
  },
});

export const batchErrors = defineErrors({
  batch_not_found: { status: 404, title: "There is no such batch", action: "List the batches to see their ids." },
  batch_state_wrong: {
    status: 409,
    title: "The batch is in a state in which this cannot be done",
    action: "Read the batch again; its `may` says what can be done now.",
  },
  batch_unclear: {
    status: 409,
    title: "It is not clear who some lines mean",
    action: "Correct these lines in a new batch, or go on without them: `skipUnclear`.",
  },
  batch_same_person: {
    status: 409,
    title: "Two different people have to agree",
    action: "Have somebody else approve it: the configuration asks for four eyes on batches.",
  },
});

export const batchJobs = {
  /** Finds everybody in every system and makes the plan. */
  "batches.plan": z.object({ batchId: z.string() }),
  /** Carries it out; resumes wherever it was cut off. */
  "batches.run": z.object({ batchId: z.string() }),
} as const;

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
