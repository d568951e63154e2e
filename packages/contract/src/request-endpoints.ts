/** The endpoints of requests. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { SignedReceiptSchema } from "./packages.ts";
import { RefuseRequestSchema } from "./refusals.ts";
import { exampleReceipt, exampleRequest, exampleRequestId } from "./request-examples.ts";
import {
  ApproveRequestSchema,
  CreateOwnRequestSchema,
  CreateRequestSchema,
  IdentifierSchema,
  LiftRequestSchema,
  ListRequestsQuerySchema,
  PersonKeySchema,
  PreviewRowSchema,
  ReplanRequestSchema,
  RequestDetailSchema,
  RequestDetailsSchema,
  RequestEventSchema,
  RequestListSchema,
  RequestPlanSchema,
} from "./requests.ts";

const params = z.object({ requestId: z.string() });
const exampleParams = { requestId: exampleRequestId };

export const listRequests = endpoint({
  id: "requests.list",
  method: "get",
  path: "/api/requests",
  summary: "List requests",
  description:
    "Newest first, or the most urgent first, with the number in each phase. People are shown shortened; `search` finds by a whole identifier or a reference.",
  query: ListRequestsQuerySchema,
  responses: { 200: RequestListSchema },
  errors: [],
  access: "requests:read",
  example: {
    query: { phase: "needs_decision", limit: "1" },
    response: {
      requests: [exampleRequest],
      next: null,
      assignees: [],
      phases: { unverified: 0, needs_decision: 1, underway: 0, closed: 0 },
      due: { late: 0, overdue: 0, soon: 0 },
    },
  },
});

export const createRequest = endpoint({
  id: "requests.create",
  method: "post",
  path: "/api/requests",
  summary: "Make a request on behalf of a person",
  description:
    "For what comes by letter, telephone or in person. Whoever calls has verified the person and says how; planning begins at once.",
  body: CreateRequestSchema,
  responses: { 201: RequestDetailSchema },
  errors: [
    "request_unidentified",
    "system_unknown",
    "scope_purpose_unknown",
    "scope_rows_not_for_right",
    "ground_of_other_right",
  ],
  access: "requests:act",
  ledger: "request.submitted",
  example: {
    body: {
      kind: "access",
      identifiers: [{ kind: "email", value: "ada@example.org" }],
      verified: { by: "phone", how: "called back on the number of the account" },
    },
    response: exampleRequest,
  },
});

export const createOwnRequest = endpoint({
  id: "requests.create-own",
  method: "post",
  path: "/api/requests/own",
  summary: "Ask for a right from inside an app",
  description:
    "The signed session token of the operator's app proves who asks, by its user id and its verified e-mail address: no link has to be opened, and no further proof is asked for. Asked twice for the same, both get one answer.",
  body: CreateOwnRequestSchema,
  responses: { 201: z.object({ reference: z.string(), dueOn: z.iso.date().nullable() }) },
  errors: [
    "session_invalid",
    "system_unknown",
    "scope_purpose_unknown",
    "scope_rows_not_for_right",
    "ground_of_other_right",
  ],
  access: "public",
  crossOrigin: true,
  ledger: "request.submitted",
  example: {
    body: { kind: "access", session: "eyJhbGciOiJFZERTQSJ9…" },
    response: { reference: "K7QM-3F2X", dueOn: "2026-12-22" },
  },
});

export const getRequest = endpoint({
  id: "requests.get",
  method: "get",
  path: "/api/requests/{requestId}",
  summary: "Get a request",
  description: "Where it stands, system by system, its timeline, and what may be done with it now.",
  params,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found"],
  access: "requests:read",
  example: { params: exampleParams, response: exampleRequest },
});

export const getRequestIdentifiers = endpoint({
  id: "requests.identifiers",
  method: "get",
  path: "/api/requests/{requestId}/identifiers",
  summary: "See who asks",
  description: "The identifiers in full. Every look is a ledger entry. Empty once they have been purged.",
  params,
  responses: {
    200: z.object({
      identifiers: z.array(IdentifierSchema),
      keys: z.array(PersonKeySchema),
      rows: z.array(PersonKeySchema).meta({ description: "The single rows that the request is about." }),
      details: RequestDetailsSchema.nullable(),
    }),
  },
  errors: ["request_not_found"],
  access: "people:read",
  ledger: "request.identifiers-viewed",
  example: {
    params: exampleParams,
    response: { identifiers: [{ kind: "email", value: "ada@example.org" }], keys: [], rows: [], details: null },
  },
});

export const getRequestPlan = endpoint({
  id: "requests.plan",
  method: "get",
  path: "/api/requests/{requestId}/plan",
  summary: "See the plan",
  description: "What will happen, table by table: how many rows, what becomes of them and why; and every finding.",
  params,
  responses: { 200: RequestPlanSchema },
  errors: ["request_not_found", "plan_missing"],
  access: "requests:read",
  example: {
    params: exampleParams,
    response: { version: 1, act: "read", tables: [], repairs: [], findings: [] },
  },
});

export const previewRequestRows = endpoint({
  id: "requests.preview",
  method: "get",
  path: "/api/requests/{requestId}/plan/rows",
  summary: "Look at rows of the plan",
  description: "The first rows of one table with what becomes of each. Every look is a ledger entry.",
  params,
  query: z.object({
    system: z.string(),
    table: z.string(),
    limit: z.coerce.number().int().min(1).max(200).default(25),
  }),
  responses: { 200: z.object({ rows: z.array(PreviewRowSchema), more: z.boolean() }) },
  errors: ["request_not_found", "plan_missing", "system_unknown", "system_not_available"],
  access: "people:read",
  ledger: "request.rows-viewed",
  example: {
    params: exampleParams,
    query: { system: "shop", table: "orders", limit: "1" },
    response: {
      rows: [
        { key: ["7"], values: { id: 7, total: "12.00" }, disposition: null, why: "orders of the person", until: null },
      ],
      more: false,
    },
  },
});

export const approveRequest = endpoint({
  id: "requests.approve",
  method: "post",
  path: "/api/requests/{requestId}/approve",
  summary: "Approve the plan",
  description:
    "The run starts when the waiting period (if any) is over. It plans again first; when a table, a disposition or another person was added, it comes back for approval.",
  params,
  body: ApproveRequestSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "plan_version_wrong", "request_held", "refusal_same_person"],
  access: "requests:act",
  ledger: "request.approved",
  example: { params: exampleParams, body: { planVersion: 1 }, response: exampleRequest },
});

export const refuseRequest = endpoint({
  id: "requests.refuse",
  method: "post",
  path: "/api/requests/{requestId}/refuse",
  summary: "Refuse the request",
  description:
    "The person is told the reason, the authority and the courts (Art. 12(4) GDPR). Where two have to agree it is a proposal until another one confirms it.",
  params,
  body: RefuseRequestSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "refusal_not_lawful", "refusal_proof_missing"],
  access: "requests:act",
  ledger: "request.refused",
  example: {
    params: exampleParams,
    body: {
      reason: "identity_unproven",
      text: "We could not confirm that the account is yours.",
      proof: { doubt: "Two people name the same address.", offered: "A link to the account's address, on 3 March." },
    },
    response: exampleRequest,
  },
});

export const cancelRequest = endpoint({
  id: "requests.cancel",
  method: "post",
  path: "/api/requests/{requestId}/cancel",
  summary: "Cancel the request",
  description: "At the person's wish; possible until the run starts. The person gets a message.",
  params,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong"],
  access: "requests:act",
  ledger: "request.cancelled",
  example: { params: exampleParams, response: exampleRequest },
});

export const replanRequest = endpoint({
  id: "requests.replan",
  method: "post",
  path: "/api/requests/{requestId}/replan",
  summary: "Plan again",
  description:
    "After a map was changed or a system came back. `keys` names the rows that are the person when an identifier alone does not tell.",
  params,
  body: ReplanRequestSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "system_unknown"],
  access: "requests:act",
  ledger: "request.replanned",
  example: { params: exampleParams, body: {}, response: exampleRequest },
});

export const liftRestriction = endpoint({
  id: "requests.lift",
  method: "post",
  path: "/api/requests/{requestId}/lift",
  summary: "Lift a restriction",
  description:
    "In two steps: the person is told now; the lift runs by itself when their mail server has accepted the notice and it has not come back within the time of the configuration (`liftNoticePeriod`).",
  params,
  body: LiftRequestSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "restriction_missing", "notice_undeliverable"],
  access: "requests:act",
  ledger: "request.lift-announced",
  example: { params: exampleParams, body: {}, response: exampleRequest },
});

export const streamRequestEvents = endpoint({
  id: "requests.events",
  method: "get",
  path: "/api/requests/{requestId}/events",
  summary: "Watch a request",
  description: "The present state first, then every change and the progress of a run. Never personal data.",
  params,
  responses: { 200: RequestEventSchema },
  errors: ["request_not_found"],
  access: "requests:read",
  stream: true,
  example: { params: exampleParams },
});

export const getRequestPackage = endpoint({
  id: "requests.package",
  method: "get",
  path: "/api/requests/{requestId}/package",
  summary: "Fetch the package",
  description: "What the person gets, for checking it. Every fetch is a ledger entry.",
  params,
  responses: { 200: z.string() },
  errors: ["request_not_found", "package_missing"],
  access: "people:read",
  ledger: "request.package-fetched",
  file: "application/zip",
  example: { params: exampleParams },
});

export const getRequestReceipt = endpoint({
  id: "requests.receipt",
  method: "get",
  path: "/api/requests/{requestId}/receipt",
  summary: "Get the receipt",
  description: "Signed (Ed25519 over the canonical JSON of `receipt`) and without personal data.",
  params,
  responses: { 200: SignedReceiptSchema },
  errors: ["request_not_found", "receipt_missing"],
  access: "requests:read",
  example: { params: exampleParams, response: exampleReceipt },
});

export const requestEndpoints = [
  listRequests,
  createRequest,
  createOwnRequest,
  getRequest,
  getRequestIdentifiers,
  getRequestPlan,
  previewRequestRows,
  approveRequest,
  refuseRequest,
  cancelRequest,
  replanRequest,
  liftRestriction,
  streamRequestEvents,
  getRequestPackage,
  getRequestReceipt,
] as const;
