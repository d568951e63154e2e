/** Systems on the wire: where data lives, whose rows are whose in it, and what is still unclear. */
import * as z from "zod";
import { FindingSchema } from "./requests.ts";
import { AnswerDifferenceSchema } from "./system-questions.ts";

export const SystemHealthSchema = z.object({
  state: z.enum(["unknown", "up", "down"]),
  checkedAt: z.iso.datetime().nullable(),
  problem: z.object({ code: z.string(), message: z.string(), advice: z.string() }).nullable(),
});

export const SystemSummarySchema = z.object({
  system: z.string().meta({ example: "shop" }),
  kind: z.string().meta({ example: "postgres" }),
  title: z.string(),
  health: SystemHealthSchema,
  discoveredAt: z.iso.datetime().nullable(),
  tables: z.int().nonnegative(),
  personalTables: z.int().nonnegative(),
  findings: z.int().nonnegative(),
  blockingFindings: z.int().nonnegative(),
  questions: z
    .int()
    .nonnegative()
    .meta({ description: "What inference asks of the system, as of its last discovery." }),
});

export const SystemEdgeSchema = z.object({
  id: z.string(),
  columns: z.array(z.string()),
  to: z.string(),
  toColumns: z.array(z.string()),
  role: z.enum(["owner", "part", "holds", "viewer", "actor", "context"]),
  origin: z.enum(["declared", "name", "data", "map"]),
  confirmed: z.boolean().meta({ description: "Erasure may act on it: it is certain, and somebody has looked." }),
  confidence: z.number(),
  why: z.string(),
});

export const SystemColumnSchema = z.object({
  name: z.string(),
  type: z.string().meta({ description: "The database's own name of the type." }),
  nullable: z.boolean(),
  category: z.string(),
  confidence: z.number(),
  why: z.string(),
  hide: z.boolean(),
  keep: z.boolean(),
});

export const SystemTableSchema = z.object({
  name: z.string(),
  kind: z.enum(["subject", "personal", "lookup", "public", "view", "unclassified"]),
  why: z.string(),
  key: z.array(z.string()),
  confirmed: z.boolean(),
  estimatedRows: z.number().nullable(),
  identifiers: z.array(z.object({ kind: z.string(), column: z.string(), confirmed: z.boolean() })),
  retain: z.object({ reason: z.string(), years: z.number(), months: z.number(), days: z.number() }).nullable(),
  edges: z.array(SystemEdgeSchema),
  columns: z.array(SystemColumnSchema),
});

export const MapProblemSchema = z.object({
  line: z.int().nullable().meta({ description: "Of the map's text, from 1." }),
  path: z.string().meta({ example: "tables.orders.columns.note", description: "Empty: the text is no YAML there." }),
  message: z.string(),
});

export const SystemDetailSchema = SystemSummarySchema.extend({
  schema: z.array(SystemTableSchema),
  findingList: z.array(FindingSchema),
  map: z.string().meta({ description: "The map, as YAML." }),
  mapVersion: z.string().meta({ description: "Stands for the text: sent with an edited map, no other is replaced." }),
  mapProblems: z
    .array(MapProblemSchema)
    .meta({ description: "What is wrong with the map; nothing is planned under it." }),
  mapFile: z.string().nullable().meta({ description: "Name of the map's file beside the configuration." }),
}).meta({ id: "System" });

export const SystemListSchema = z.object({ systems: z.array(SystemSummarySchema) });
export const AcceptMapSchema = z.object({
  tables: z.array(z.string()).optional().meta({ description: "Confirm the proposals of these only; default all." }),
});
export const MapTextSchema = z.object({
  map: z.string().max(1_000_000).meta({ description: "The whole map, as YAML." }),
});
export const SaveMapSchema = MapTextSchema.extend({
  version: z
    .string()
    .max(100)
    .optional()
    .meta({ description: "`mapVersion` of what was edited; where another stands there by now, nothing is replaced." }),
});

/** What a map would be, if it were saved. */
export const CheckedMapSchema = z
  .object({
    problems: z.array(MapProblemSchema).meta({ description: "With any, it cannot be saved." }),
    findings: z.array(FindingSchema).meta({ description: "What it names and the system lacks, or cannot do." }),
    difference: AnswerDifferenceSchema.omit({ mark: true })
      .nullable()
      .meta({ description: "What it changes; null where it, or what stands there now, cannot be read." }),
  })
  .meta({ id: "CheckedMap" });

export type SystemSummary = z.infer<typeof SystemSummarySchema>;
export type SystemDetail = z.infer<typeof SystemDetailSchema>;
export type MapProblem = z.infer<typeof MapProblemSchema>;
export type CheckedMap = z.infer<typeof CheckedMapSchema>;
export type SystemTable = z.infer<typeof SystemTableSchema>;
export type SystemHealth = z.infer<typeof SystemHealthSchema>;
