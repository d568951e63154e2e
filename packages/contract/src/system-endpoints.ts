/** The endpoints of systems, and what they leave in the ledger. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";
import {
  AcceptMapSchema,
  CheckedMapSchema,
  MapTextSchema,
  SaveMapSchema,
  type SystemDetail,
  SystemDetailSchema,
  SystemHealthSchema,
  SystemListSchema,
  type SystemSummary,
} from "./systems.ts";

export const systemEntries = defineEntries({
  "system.discovered": {
    title: "System discovered",
    data: z.object({ system: z.string(), tables: z.int(), findings: z.int(), blocking: z.int() }),
  },
  "system.values-seen": {
    title: "Values of a system seen",
    data: z.object({ system: z.string(), columns: z.array(z.string()) }),
  },
  "system.map-saved": {
    title: "Map saved",
    data: z.object({
      system: z.string(),
      how: z.enum(["accepted", "edited", "answered", "taken-back"]),
      mapHash: z.string(),
      tables: z.int(),
    }),
  },
});

const params = z.object({ system: z.string() });
const exampleParams = { system: "shop" };
const exampleHealth = { state: "up", checkedAt: "2026-11-22T10:00:00.000Z", problem: null } as const;
const exampleSummary: SystemSummary = {
  system: "shop",
  kind: "postgres",
  title: "Shop",
  health: exampleHealth,
  discoveredAt: "2026-11-22T10:00:00.000Z",
  tables: 20,
  personalTables: 14,
  findings: 1,
  blockingFindings: 0,
  questions: 0,
};
const exampleDetail: SystemDetail = {
  ...exampleSummary,
  schema: [],
  findingList: [],
  map: "system: shop\n",
  mapVersion: "c0ffee",
  mapProblems: [],
  mapFile: "shop.map.yaml",
};

export const listSystems = endpoint({
  id: "systems.list",
  method: "get",
  path: "/api/systems",
  summary: "List systems",
  description: "Every system of the configuration with its health and how much is still unclear.",
  responses: { 200: SystemListSchema },
  errors: [],
  access: "systems:read",
  example: { response: { systems: [exampleSummary] } },
});

export const getSystem = endpoint({
  id: "systems.get",
  method: "get",
  path: "/api/systems/{system}",
  summary: "Get a system",
  description:
    "Tables, edges with their roles, categories, findings and the map. Discovers it when that has not been done yet.",
  params,
  responses: { 200: SystemDetailSchema },
  errors: ["system_not_found"],
  access: "systems:read",
  example: { params: exampleParams, response: exampleDetail },
});

export const discoverSystem = endpoint({
  id: "systems.discover",
  method: "post",
  path: "/api/systems/{system}/discover",
  summary: "Discover a system again",
  description: "Reads the live schema, samples columns and infers whose rows are whose; the map is kept.",
  params,
  responses: { 200: SystemDetailSchema },
  errors: ["system_not_found", "system_not_available"],
  access: "systems:act",
  ledger: "system.discovered",
  example: { params: exampleParams, response: exampleDetail },
});

export const acceptMap = endpoint({
  id: "systems.accept",
  method: "post",
  path: "/api/systems/{system}/accept",
  summary: "Accept proposals",
  description: "Confirms what was inferred, for the named tables or for all, and writes the map's file.",
  params,
  body: AcceptMapSchema,
  responses: { 200: SystemDetailSchema },
  errors: ["system_not_found", "system_not_available", "system_not_discoverable", "map_table_unknown", "map_changed"],
  access: "systems:act",
  ledger: "system.map-saved",
  example: { params: exampleParams, body: { tables: ["orders"] }, response: exampleDetail },
});

export const saveMap = endpoint({
  id: "systems.save-map",
  method: "put",
  path: "/api/systems/{system}/map",
  summary: "Save the map",
  description:
    "Replaces the map by this YAML once it has been checked against the live schema; one that cannot be read is replaced all the same. With a version, `map_changed` says what else stands there by now.",
  params,
  body: SaveMapSchema,
  responses: { 200: SystemDetailSchema },
  errors: ["system_not_found", "system_not_available", "system_not_discoverable", "map_invalid", "map_changed"],
  access: "systems:act",
  ledger: "system.map-saved",
  example: { params: exampleParams, body: { map: "system: shop\n" }, response: exampleDetail },
});

export const checkMap = endpoint({
  id: "systems.check-map",
  method: "post",
  path: "/api/systems/{system}/map/check",
  summary: "Check a map",
  description: "What is wrong with this YAML, with its lines, and what it would change. Keeps nothing.",
  params,
  body: MapTextSchema,
  responses: { 200: CheckedMapSchema },
  errors: ["system_not_found", "system_not_available", "system_not_discoverable"],
  access: "systems:read",
  example: {
    params: exampleParams,
    body: { map: "tables:\n  orders:\n    subjekt: true\n" },
    response: {
      problems: [{ line: 3, path: "tables.orders.subjekt", message: "unknown word; known: subject, public, key" }],
      findings: [],
      difference: null,
    },
  },
});

export const testSystem = endpoint({
  id: "systems.test",
  method: "post",
  path: "/api/systems/{system}/test",
  summary: "Test the connection",
  description: "Connects anew. A failure is an answer here, not an error: it says what to do.",
  params,
  responses: { 200: SystemHealthSchema },
  errors: ["system_not_found"],
  access: "systems:act",
  example: { params: exampleParams, response: exampleHealth },
});

export const systemEndpoints = [
  listSystems,
  getSystem,
  discoverSystem,
  acceptMap,
  checkMap,
  saveMap,
  testSystem,
] as const;
