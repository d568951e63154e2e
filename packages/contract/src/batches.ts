/** Batches on the wire: several people erased in one run, each with a request, a plan and a receipt of their own. */
import * as z from "zod";
import { defineEntries } from "./entries.ts";
import { defineErrors } from "./problems.ts";
import {
  CreateRequestSchema,
  DispositionCountsSchema,
  FileCountsSchema,
  FindingSchema,
  IdentifierSchema,
  LanguageSchema,
  PersonKeySchema,
} from "./requests.ts";

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
  files: z.array(FileCountsSchema).optional().meta({ description: "Files that the rows name." }),
  findings: z.array(FindingSchema),
});

export const BatchSummarySchema = z.object({
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

export const CreateBatchSchema = z.object({
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
