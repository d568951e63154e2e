/** The endpoints that move the clocks of a request: questions to the person, extensions, duplicates. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { LetterPreviewSchema } from "./refusals.ts";
import {
  AnswerForPersonSchema,
  AskPersonSchema,
  ExtendRequestSchema,
  MergeRequestSchema,
  QuestionTextSchema,
} from "./request-clocks.ts";
import { exampleRequest, exampleRequestId } from "./request-examples.ts";
import { RequestDetailSchema } from "./requests.ts";
import { SeparateSchema, type Separation, SeparationSchema } from "./separations.ts";

const params = z.object({ requestId: z.string() });
const exampleParams = { requestId: exampleRequestId };

export const askPerson = endpoint({
  id: "requests.ask",
  method: "post",
  path: "/api/requests/{requestId}/ask",
  summary: "Ask the person something first",
  description:
    "Doubts about identity, or something that is unclear. The person gets a message and answers on a page. What it does to the clocks depends on the regime; ask at once, or it does nothing.",
  params,
  body: AskPersonSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "request_no_address", "question_not_posted"],
  access: "requests:act",
  ledger: "request.asked",
  example: {
    params: exampleParams,
    body: {
      cause: "clarification",
      reason: "The account was closed and opened again; it is unclear which of the two is meant.",
      text: "Is your request about the account of 2019, the one of 2024, or both?",
    },
    response: exampleRequest,
  },
});

export const answerForPerson = endpoint({
  id: "requests.answer",
  method: "post",
  path: "/api/requests/{requestId}/answer",
  summary: "Record the person's answer",
  description:
    "For an answer that came by letter or telephone. The request is planned again; one that has lapsed for want of it is opened again, as long as it is known who asked.",
  params,
  body: AnswerForPersonSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong"],
  access: "requests:act",
  ledger: "request.answered",
  example: { params: exampleParams, body: { text: "Both accounts." }, response: exampleRequest },
});

export const listQuestions = endpoint({
  id: "requests.questions",
  method: "get",
  path: "/api/requests/{requestId}/questions",
  summary: "See what was asked and answered",
  description: "Every look is a ledger entry.",
  params,
  responses: { 200: z.object({ questions: z.array(QuestionTextSchema) }) },
  errors: ["request_not_found"],
  access: "people:read",
  ledger: "request.answers-viewed",
  example: { params: exampleParams, response: { questions: [] } },
});

export const previewQuestion = endpoint({
  id: "requests.ask.preview",
  method: "post",
  path: "/api/requests/{requestId}/ask/preview",
  summary: "See the question as a letter",
  description: "As it would be sent, or printed and posted: with where to answer, and by when if it is posted today.",
  params,
  body: AskPersonSchema,
  responses: { 200: LetterPreviewSchema },
  errors: ["request_not_found"],
  access: "requests:act",
  example: {
    params: exampleParams,
    body: { cause: "clarification", reason: "Two accounts fit.", text: "Which of your accounts do you mean?" },
    response: { subject: "A question about your request K7QM-3F2X", text: "We need to ask", html: "<!doctype html>…" },
  },
});

export const extendRequest = endpoint({
  id: "requests.extend",
  method: "post",
  path: "/api/requests/{requestId}/extend",
  summary: "Extend the time to answer",
  description:
    "The person is told the reason and the new date. Only once, and only while the first period runs: the clocks move when the notice has been handed to a mail server, or went to the post (`sentByPost`). A notice that comes back extends nothing: it can be sent anew by another way.",
  params,
  body: ExtendRequestSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "request_no_address", "extension_not_possible"],
  access: "requests:act",
  ledger: "request.extension-decided",
  example: {
    params: exampleParams,
    body: { reason: "complexity", text: "Your data is kept in archives that have to be read back first." },
    response: exampleRequest,
  },
});

export const previewExtension = endpoint({
  id: "requests.extend.preview",
  method: "post",
  path: "/api/requests/{requestId}/extend/preview",
  summary: "See the notice of an extension",
  description: "As it would be sent, or printed and posted: with the reason, the new date, and where to complain.",
  params,
  body: ExtendRequestSchema,
  responses: { 200: LetterPreviewSchema },
  errors: ["request_not_found"],
  access: "requests:act",
  example: {
    params: exampleParams,
    body: { reason: "complexity", text: "Your data is kept in archives that have to be read back first." },
    response: { subject: "Your request K7QM-3F2X takes longer", text: "We need more time", html: "<!doctype html>…" },
  },
});

export const mergeRequest = endpoint({
  id: "requests.merge",
  method: "post",
  path: "/api/requests/{requestId}/merge",
  summary: "Answer it together with another",
  description: "For a duplicate of the same person and right. It is closed, and the other one keeps the earlier clock.",
  params,
  body: MergeRequestSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "merge_not_possible"],
  access: "requests:act",
  ledger: "request.merged",
  example: { params: exampleParams, body: { into: exampleRequestId }, response: exampleRequest },
});

const exampleSeparation: Separation = {
  own: { id: exampleRequestId, reference: "K7QM-3F2X", arrivedAt: "2026-11-22T10:00:00.000Z", dueOn: "2026-12-22" },
  other: {
    id: "req_01jd0000000000000000000001",
    reference: "9QRT-4C7W",
    arrivedAt: "2026-11-20T10:00:00.000Z",
    dueOn: "2026-12-18",
    isAnswered: false,
    isRestored: true,
  },
  needsSecond: false,
  proposed: null,
};

export const previewSeparation = endpoint({
  id: "requests.separate.preview",
  method: "get",
  path: "/api/requests/{requestId}/separate",
  summary: "See what taking a merge back would come to",
  description: "A dry run: by when each would be answered, and whether the other has been answered already.",
  params,
  responses: { 200: SeparationSchema },
  errors: ["request_not_found", "separation_not_possible"],
  access: "requests:act",
  example: { params: exampleParams, response: exampleSeparation },
});

export const separateRequest = endpoint({
  id: "requests.separate",
  method: "post",
  path: "/api/requests/{requestId}/separate",
  summary: "Take a merge of requests back",
  description:
    "It is answered by itself again, with its own clock from its own arrival, and planned from the start; the other one goes back to its own. With four eyes the first call proposes it and another person's does it.",
  params,
  body: SeparateSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "separation_not_possible", "separation_same_person"],
  access: "requests:act",
  ledger: "request.separated",
  example: { params: exampleParams, body: { reason: "Two people share the telephone." }, response: exampleRequest },
});

export const requestClockEndpoints = [
  askPerson,
  answerForPerson,
  previewQuestion,
  listQuestions,
  extendRequest,
  previewExtension,
  mergeRequest,
  previewSeparation,
  separateRequest,
] as const;
