/** Taking an erasure back: the doors for it, and what can stand in the way. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { defineErrors } from "./problems.ts";
import { exampleRequest, exampleRequestId } from "./request-examples.ts";
import { FindingSchema, RequestDetailSchema } from "./requests.ts";

const UndoneTableSchema = z.object({
  system: z.string(),
  table: z.string(),
  returned: z.int().nonnegative().meta({ description: "Rows that come back." }),
  restored: z.int().nonnegative().meta({ description: "Rows that get their values back." }),
  removed: z.int().nonnegative().meta({ description: "Stand-ins that go again." }),
  newer: z.int().nonnegative().meta({ description: "Rows in which something newer stands, and stays." }),
});

/** What taking it back would do now: counts and findings, never a value. */
export const UndoPreviewSchema = z.object({
  tables: z.array(UndoneTableSchema),
  findings: z.array(FindingSchema.extend({ system: z.string() })),
  unable: z.array(z.string()).meta({ description: "Systems in which it cannot be taken back." }),
});
export type UndoPreview = z.infer<typeof UndoPreviewSchema>;

/** In a body and never in an address: it opens what was erased. */
const ShareSchema = z.object({
  share: z.string().trim().min(20).max(2000).meta({
    description:
      "The person's part of the key: the link in the message that told them of the erasure, or its last part.",
  }),
});

export const undoErrors = defineErrors({
  undo_not_open: {
    status: 409,
    title: "This erasure cannot be taken back",
    action: "Read the request; its `undo` says whether it could be, until when, and what became of it.",
  },
  undo_share_wrong: {
    status: 422,
    title: "This is not the person's part of the key",
    action:
      "It is the link in the message that told them of the erasure; a link that was asked for later does not hold it.",
  },
  undo_by_person_only: {
    status: 409,
    title: "Only the person can take this erasure back",
    action: "The whole key is theirs. They do it on the page of their request.",
  },
  undo_blocked: {
    status: 409,
    title: "Something stands in the way of taking it back",
    action: "Look at the preview: its findings say what has come to stand in the place of what was erased.",
  },
});

export const undoJobs = {
  /** Takes an erasure back; resumes wherever it was cut off. */
  "requests.undo": z.object({ requestId: z.string() }),
} as const;

const params = z.object({ requestId: z.string() });
const exampleParams = { requestId: exampleRequestId };
const exampleBody = { share: "q83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJq80" };

export const previewUndo = endpoint({
  id: "requests.undo.preview",
  method: "post",
  path: "/api/requests/{requestId}/undo/preview",
  summary: "See what taking an erasure back would do",
  description: "A dry run in every system. Needs the person's part of the key; changes nothing.",
  params,
  body: ShareSchema,
  responses: { 200: UndoPreviewSchema },
  errors: ["request_not_found", "undo_not_open", "undo_share_wrong", "undo_by_person_only"],
  access: "requests:act",
  example: {
    params: exampleParams,
    body: exampleBody,
    response: {
      tables: [{ system: "shop", table: "orders", returned: 3, restored: 0, removed: 0, newer: 0 }],
      findings: [],
      unable: [],
    },
  },
});

export const undoErasure = endpoint({
  id: "requests.undo",
  method: "post",
  path: "/api/requests/{requestId}/undo",
  summary: "Take an erasure back",
  description:
    "While its window is open, with the person's part of the key, which they have to give. Runs as a job; what was kept is destroyed when it is done.",
  params,
  body: ShareSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "undo_not_open", "undo_share_wrong", "undo_by_person_only", "undo_blocked"],
  access: "requests:act",
  ledger: "request.undo-asked",
  example: { params: exampleParams, body: exampleBody, response: exampleRequest },
});

export const undoEndpoints = [previewUndo, undoErasure] as const;
