/** Residue scans on the wire: where values of a person still stand in the systems, whatever their maps say. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { exampleRequestId } from "./request-examples.ts";

const ResiduePlaceSchema = z.object({
  table: z.string(),
  column: z.string(),
  rows: z.int().nonnegative().meta({ description: "Rows that hold a value of the person." }),
  planned: z.int().nonnegative().meta({
    description: "Of these, rows that are accounted for: an erasure changes them, or left them for a stated reason.",
  }),
  kept: z
    .array(z.object({ rows: z.int().positive(), reason: z.string(), until: z.iso.date().nullable() }))
    .readonly()
    .optional()
    .meta({ description: "Of these again, rows that the law keeps, by rule, with the last day of the last of them." }),
  keys: z.array(z.array(z.string())).meta({ description: "Keys of the first other rows. Never the value itself." }),
  categories: z.array(z.string()),
});

/** What one system answered. */
export const SystemResidueSchema = z.object({
  system: z.string(),
  state: z.enum(["scanned", "failed", "unable"]).meta({
    description: "`unable`: the system has no way to look. `failed`: it did not answer; scan again.",
  }),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  tables: z.int().nonnegative(),
  columns: z.int().nonnegative(),
  places: z.array(ResiduePlaceSchema),
  unread: z.array(z.string()).meta({ description: "Tables that Kept's user may not read." }),
  short: z.int().nonnegative().meta({ description: "Values too short to be found inside other text." }),
});

export const ResidueScanSchema = z.object({
  requestId: z.string(),
  state: z.enum(["running", "done"]),
  startedAt: z.iso.datetime(),
  completedAt: z.iso.datetime().nullable(),
  plusTags: z.boolean(),
  systems: z.array(SystemResidueSchema).meta({
    description: "Empty while it runs, and once the person of the request has been forgotten.",
  }),
});

export type SystemResidue = z.infer<typeof SystemResidueSchema>;
export type ResidueScan = z.infer<typeof ResidueScanSchema>;

const params = z.object({ requestId: z.string() });
const exampleParams = { requestId: exampleRequestId };

const exampleScan: ResidueScan = {
  requestId: exampleRequestId,
  state: "done",
  startedAt: "2026-11-22T11:05:00.000Z",
  completedAt: "2026-11-22T11:05:20.000Z",
  plusTags: false,
  systems: [
    {
      system: "shop",
      state: "scanned",
      problem: null,
      tables: 29,
      columns: 118,
      places: [
        {
          table: "mail_log",
          column: "line",
          rows: 2,
          planned: 0,
          keys: [["81"], ["96"]],
          categories: ["contact.email"],
        },
      ],
      unread: [],
      short: 0,
    },
  ],
};

export const startResidueScan = endpoint({
  id: "requests.residue.start",
  method: "post",
  path: "/api/requests/{requestId}/residue-scan",
  summary: "Look for what is left of the person",
  description:
    "Searches every text, JSON, array and binary column of every system for the values that identify the person, whatever the maps say; of a request about a part, only where that part is. Runs as a job; changes nothing. The receipt of a closed request then carries its result.",
  params,
  body: z.object({
    plusTags: z.boolean().default(false).meta({ description: "ada+tag@example.org counts as ada@example.org." }),
  }),
  responses: { 200: ResidueScanSchema },
  errors: ["request_not_found", "request_state_wrong", "request_unidentified"],
  access: "requests:act",
  ledger: "request.residue-scan-started",
  example: {
    params: exampleParams,
    body: {},
    response: { ...exampleScan, state: "running", completedAt: null, systems: [] },
  },
});

export const getResidueScan = endpoint({
  id: "requests.residue.get",
  method: "get",
  path: "/api/requests/{requestId}/residue-scan",
  summary: "What the last residue scan found",
  description: "Columns, counts and keys; never a value. `null` when nobody has looked yet.",
  params,
  responses: { 200: ResidueScanSchema.nullable() },
  errors: ["request_not_found"],
  access: "requests:read",
  example: { params: exampleParams, response: exampleScan },
});

export const residueEndpoints = [startResidueScan, getResidueScan] as const;
