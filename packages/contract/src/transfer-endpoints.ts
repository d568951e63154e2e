/** The endpoints of transfers to other controllers, and of what others send here. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { ImportItemsSchema, ImportSchema, ListImportItemsQuerySchema, ListImportsQuerySchema } from "./imports.ts";
import { TransferSchema } from "./transfers.ts";

const exampleRequest = "req_01jd0000000000000000000000";
const params = z.object({ importId: z.string() });
const exampleParams = { importId: "imp_01jd0000000000000000000000" };
const exampleImport = {
  id: exampleParams.importId,
  source: "old-shop",
  state: "complete",
  items: 12,
  bytes: 40_960,
  createdAt: "2026-11-22T10:00:00.000Z",
  allowedAt: "2026-11-22T10:02:00.000Z",
  lastItemAt: "2026-11-22T10:02:05.000Z",
  completedAt: "2026-11-22T10:02:05.000Z",
  expiresAt: "2026-12-22T10:02:05.000Z",
} as const;

export const listTransfers = endpoint({
  id: "transfers.list",
  method: "get",
  path: "/api/requests/{requestId}/transfers",
  summary: "List the transfers of a request",
  description:
    "What the person of a portability request had sent to another controller, and how far it is. Only the person begins one, on the page of their request.",
  params: z.object({ requestId: z.string() }),
  responses: { 200: z.object({ transfers: z.array(TransferSchema) }) },
  errors: ["request_not_found"],
  access: "requests:read",
  example: {
    params: { requestId: exampleRequest },
    response: {
      transfers: [
        {
          id: "trf_01jd0000000000000000000000",
          destination: "new-shop",
          state: "running",
          items: 12,
          sent: 5,
          refused: 0,
          bytes: 20_480,
          problem: null,
          createdAt: "2026-11-22T10:00:00.000Z",
          authorisedAt: "2026-11-22T10:02:00.000Z",
          endedAt: null,
        },
      ],
    },
  },
});

export const listImports = endpoint({
  id: "imports.list",
  method: "get",
  path: "/api/imports",
  summary: "List what others sent here",
  description: "Newest first. Whose data it is stands with the items only.",
  query: ListImportsQuerySchema,
  responses: { 200: z.object({ imports: z.array(ImportSchema), next: z.string().nullable() }) },
  errors: [],
  access: "requests:read",
  example: { query: { state: "complete" }, response: { imports: [exampleImport], next: null } },
});

export const readImportItems = endpoint({
  id: "imports.items",
  method: "get",
  path: "/api/imports/{importId}/items",
  summary: "Read what was received",
  description:
    "For the operator's app, which puts it where it belongs. Items come in the order in which they were sent, folders and albums before what is in them. Every page that is read is a ledger entry.",
  params,
  query: ListImportItemsQuerySchema,
  responses: { 200: ImportItemsSchema },
  errors: ["import_not_found", "import_gone"],
  access: "people:read",
  ledger: "import.viewed",
  example: {
    params: exampleParams,
    query: {},
    response: { person: { email: "ada@example.org" }, items: [], next: null },
  },
});

export const collectImport = endpoint({
  id: "imports.collect",
  method: "post",
  path: "/api/imports/{importId}/collected",
  summary: "Say that an import was collected",
  description:
    "The app has everything: what was received is destroyed here. That it came, and its hashes, stay in the ledger.",
  params,
  body: z.object({}),
  responses: { 200: ImportSchema },
  errors: ["import_not_found", "import_gone", "import_not_complete"],
  access: "people:read",
  ledger: "import.collected",
  example: { params: exampleParams, body: {}, response: { ...exampleImport, state: "collected" } },
});

export const transferEndpoints = [listTransfers, listImports, readImportItems, collectImport] as const;
