/** Replays on the wire: after a system's backup was restored, everyone erased since is erased again. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";
import { defineErrors } from "./problems.ts";
import { FindingSchema } from "./requests.ts";

const counts = {
  erasures: z.int().nonnegative().meta({ description: "Erasures that were looked for." }),
  due: z.int().nonnegative().meta({ description: "People who were erased and are there again." }),
  erased: z.int().nonnegative().meta({ description: "Of these, erased again." }),
  clean: z.int().nonnegative().meta({ description: "Nothing of them is there, or nothing is left to erase." }),
  blocked: z.int().nonnegative().meta({ description: "Findings have to be answered first." }),
  notVerified: z
    .int()
    .nonnegative()
    .meta({ description: "Erased again, and the check afterwards found something left." }),
  rows: z.int().nonnegative().meta({ description: "Rows that are, or would be, changed." }),
};

const RowSchema = z.object({ table: z.string(), key: z.array(z.string()) });

export const ReplaySchema = z
  .object({
    id: z.string(),
    system: z.string(),
    state: z.enum(["running", "done", "failed"]),
    dryRun: z.boolean(),
    since: z.iso.datetime().nullable(),
    startedAt: z.iso.datetime(),
    completedAt: z.iso.datetime().nullable(),
    problem: z.object({ code: z.string(), message: z.string() }).nullable(),
    ...counts,
    newer: z.array(RowSchema).meta({
      description: "Rows that came to be after the erasure: somebody who came back, or a key given anew. Left alone.",
    }),
    ambiguous: z.array(RowSchema.extend({ why: z.string() })).meta({
      description: "Rows that may be somebody else's. Left alone; erase by naming the row if they are not.",
    }),
    unread: z.array(z.string()).meta({ description: "Tables of people that could not be searched." }),
    findings: z.array(FindingSchema),
  })
  .meta({ id: "Replay" });
export type Replay = z.infer<typeof ReplaySchema>;

export const replayEntries = defineEntries({
  "system.replay-started": {
    title: "Replay after a restore started",
    data: z.object({ system: z.string(), dryRun: z.boolean(), since: z.string().nullable() }),
  },
  "system.person-intended": {
    title: "About to erase again somebody whom a restored backup brought back",
    data: z.object({ system: z.string(), planHash: z.string(), rows: z.int() }),
  },
  "system.person-erased-again": {
    title: "Somebody whom a restored backup brought back was erased again",
    data: z.object({ system: z.string(), verified: z.boolean(), rows: z.int() }),
  },
  "system.replayed": {
    title: "Replay after a restore ended",
    data: z.object({ system: z.string(), dryRun: z.boolean(), ...counts, newer: z.int(), ambiguous: z.int() }),
  },
});

export const replayErrors = defineErrors({
  replay_missing: { status: 404, title: "There has been no replay of this system", action: "Start one." },
  replay_running: { status: 409, title: "A replay of this system is under way", action: "Wait until it has ended." },
  replay_unable: {
    status: 409,
    title: "This kind of system does not let its people be listed",
    action: "Have whoever runs it erase again the people it was told of since the backup.",
  },
});

export const replayJobs = {
  /** Erases again whoever the tombstones name; resumes after a crash, since who is erased is not found again. */
  "systems.replay": z.object({ system: z.string(), replayId: z.string() }),
} as const;

const params = z.object({ system: z.string() });
const exampleParams = { system: "shop" };
const exampleReplay: Replay = {
  id: "rpl_01jd0000000000000000000000",
  system: "shop",
  state: "done",
  dryRun: true,
  since: "2026-11-20T03:00:00.000Z",
  startedAt: "2026-11-22T10:00:00.000Z",
  completedAt: "2026-11-22T10:00:09.000Z",
  problem: null,
  erasures: 14,
  due: 12,
  erased: 0,
  clean: 2,
  blocked: 0,
  notVerified: 0,
  rows: 311,
  newer: [],
  ambiguous: [],
  unread: [],
  findings: [],
};

export const startReplay = endpoint({
  id: "systems.replay.start",
  method: "post",
  path: "/api/systems/{system}/replay",
  summary: "Erase again, after a restore",
  description:
    "After a backup of the system was restored: finds everyone who was erased since by keyed tombstones and erases them again, oldest first. A dry run unless `dryRun` is false. Runs as a job.",
  params,
  body: z.object({
    since: z.iso.datetime().optional().meta({ description: "When the backup was made; default: all erasures." }),
    dryRun: z.boolean().default(true),
  }),
  responses: { 200: ReplaySchema },
  errors: ["system_not_found", "system_not_available", "replay_running", "replay_unable"],
  access: "requests:act",
  ledger: "system.replay-started",
  example: { params: exampleParams, body: {}, response: exampleReplay },
});

export const getReplay = endpoint({
  id: "systems.replay.get",
  method: "get",
  path: "/api/systems/{system}/replay",
  summary: "What the last replay found and did",
  description: "Counts, and the rows that were left alone.",
  params,
  responses: { 200: ReplaySchema },
  errors: ["system_not_found", "replay_missing"],
  access: "requests:read",
  example: { params: exampleParams, response: exampleReplay },
});

export const replayEndpoints = [startReplay, getReplay] as const;
