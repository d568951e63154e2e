/** Work of people on a request: notes, tasks for colleagues who have no account, and holding an erasure for the law. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { exampleRequest, exampleRequestId } from "./request-examples.ts";
import { RequestDetailSchema } from "./requests.ts";

const actor = z.object({ kind: z.string(), id: z.string() });

export const RequestNoteSchema = z.object({ id: z.string(), at: z.iso.datetime(), by: actor, text: z.string() });

export const RequestTaskSchema = z.object({
  id: z.string(),
  question: z.string().meta({ description: "What the colleague is asked to do or find out." }),
  assignee: z.string().meta({ description: "Who was asked, by e-mail address." }),
  dueOn: z.iso.date(),
  openedAt: z.iso.datetime(),
  by: actor,
  doneAt: z.iso.datetime().nullable(),
  answer: z.string().nullable(),
});

export const RequestWorkSchema = z.object({ notes: z.array(RequestNoteSchema), tasks: z.array(RequestTaskSchema) });

const text = z.string().trim().min(1).max(4000);
export const AddNoteSchema = z.object({ text });
export const OpenTaskSchema = z.object({ question: text, assignee: z.email().max(320), dueOn: z.iso.date() });
export const FinishTaskSchema = z.object({ answer: text });
export const HoldRequestSchema = z.object({
  reason: z.string().trim().min(1).max(2000).meta({ description: "Which claim or order, for the record." }),
});

const params = z.object({ requestId: z.string() });
const exampleParams = { requestId: exampleRequestId };
const exampleWork = { notes: [], tasks: [] };

export const getRequestWork = endpoint({
  id: "requests.work",
  method: "get",
  path: "/api/requests/{requestId}/work",
  summary: "See notes and tasks",
  description: "They may speak of the person: every look is a ledger entry.",
  params,
  responses: { 200: RequestWorkSchema },
  errors: ["request_not_found"],
  access: "people:read",
  ledger: "request.work-viewed",
  example: { params: exampleParams, response: exampleWork },
});

export const addRequestNote = endpoint({
  id: "requests.note",
  method: "post",
  path: "/api/requests/{requestId}/notes",
  summary: "Add a note",
  description: "For colleagues; the person does not see it. Forgotten with the person.",
  params,
  body: AddNoteSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found"],
  access: "requests:act",
  ledger: "request.noted",
  example: { params: exampleParams, body: { text: "Called back at ten." }, response: exampleRequest },
});

export const openRequestTask = endpoint({
  id: "requests.task.open",
  method: "post",
  path: "/api/requests/{requestId}/tasks",
  summary: "Ask a colleague",
  description: "Who needs no account: the message carries a link to a page on which to answer.",
  params,
  body: OpenTaskSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong"],
  access: "requests:act",
  ledger: "request.task-opened",
  example: {
    params: exampleParams,
    body: {
      question: "Is there a paper file of this order in the warehouse?",
      assignee: "warehouse@example.org",
      dueOn: "2026-12-01",
    },
    response: exampleRequest,
  },
});

export const finishRequestTask = endpoint({
  id: "requests.task.finish",
  method: "post",
  path: "/api/requests/{requestId}/tasks/{taskId}/finish",
  summary: "Record the answer to a task",
  description: "For one that came by another way.",
  params: z.object({ requestId: z.string(), taskId: z.string() }),
  body: FinishTaskSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "task_not_open"],
  access: "requests:act",
  ledger: "request.task-done",
  example: {
    params: { ...exampleParams, taskId: "tsk_01jd0000000000000000000000" },
    body: { answer: "There is none." },
    response: exampleRequest,
  },
});

export const holdRequest = endpoint({
  id: "requests.hold",
  method: "post",
  path: "/api/requests/{requestId}/hold",
  summary: "Hold it for the law",
  description: "Nothing is carried out until the hold is lifted; clocks go on, and the person has to be answered.",
  params,
  body: HoldRequestSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong"],
  access: "requests:act",
  ledger: "request.held",
  example: { params: exampleParams, body: { reason: "Claim 12 O 345/26 is pending." }, response: exampleRequest },
});

export const liftRequestHold = endpoint({
  id: "requests.hold.lift",
  method: "post",
  path: "/api/requests/{requestId}/hold/lift",
  summary: "Lift the hold",
  description: "An approved request whose waiting period is over runs at once.",
  params,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong"],
  access: "requests:act",
  ledger: "request.hold-lifted",
  example: { params: exampleParams, response: exampleRequest },
});

export const requestWorkEndpoints = [
  getRequestWork,
  addRequestNote,
  openRequestTask,
  finishRequestTask,
  holdRequest,
  liftRequestHold,
] as const;

export type RequestWork = z.infer<typeof RequestWorkSchema>;
export type OpenTask = z.infer<typeof OpenTaskSchema>;
