/** The endpoints around a refusal: what may be said, how it reads, and the second pair of eyes. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { LetterPreviewSchema, RefusalReasonRowSchema, RefuseRequestSchema, WithholdSchema } from "./refusals.ts";
import { exampleRequest, exampleRequestId } from "./request-examples.ts";
import { RequestDetailSchema } from "./requests.ts";

const params = z.object({ requestId: z.string() });
const exampleParams = { requestId: exampleRequestId };
const exampleBody = {
  reason: "no_match",
  text: "We hold nothing about you.",
  proof: { searched: "All systems, by e-mail address and customer number." },
} as const;

export const previewRefusal = endpoint({
  id: "requests.refuse.preview",
  method: "post",
  path: "/api/requests/{requestId}/refuse/preview",
  summary: "See the letter of a refusal",
  description: "As the person would get it, in their language; nothing is sent or kept.",
  params,
  body: RefuseRequestSchema,
  responses: { 200: LetterPreviewSchema },
  errors: ["request_not_found", "refusal_not_lawful"],
  access: "requests:act",
  example: {
    params: exampleParams,
    body: exampleBody,
    response: {
      subject: "Answer to your request K7QM-3F2X",
      text: "We cannot do what you asked",
      html: "<!doctype html>",
    },
  },
});

export const confirmRefusal = endpoint({
  id: "requests.refuse.confirm",
  method: "post",
  path: "/api/requests/{requestId}/refuse/confirm",
  summary: "Confirm a proposed refusal",
  description: "By somebody else than who proposed it. Then it is final, and the person is told.",
  params,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "refusal_not_proposed", "refusal_same_person"],
  access: "requests:act",
  ledger: "request.refused",
  example: { params: exampleParams, response: exampleRequest },
});

export const getRequestLetter = endpoint({
  id: "requests.letter",
  method: "get",
  path: "/api/requests/{requestId}/letter",
  summary: "Get the letter of a refusal",
  description: "As it was sent, with the hash that stands in the ledger. Every look is an entry.",
  params,
  responses: { 200: z.object({ subject: z.string(), text: z.string(), sha256: z.string(), at: z.iso.datetime() }) },
  errors: ["request_not_found", "letter_missing"],
  access: "people:read",
  ledger: "request.letter-viewed",
  example: {
    params: exampleParams,
    response: { subject: "Answer to your request", text: "…", sha256: "5f0c", at: "2026-11-22T11:00:00.000Z" },
  },
});

export const withholdPart = endpoint({
  id: "requests.withhold",
  method: "post",
  path: "/api/requests/{requestId}/withhold",
  summary: "Leave a part out of the answer",
  description:
    "A table or some of its columns, with the reason and its proof as for a refusal; the rest is answered, and the person is told what is missing and why.",
  params,
  body: WithholdSchema,
  responses: { 200: RequestDetailSchema },
  errors: [
    "request_not_found",
    "request_state_wrong",
    "refusal_not_lawful",
    "refusal_proof_missing",
    "system_unknown",
    "withhold_not_possible",
  ],
  access: "requests:act",
  ledger: "request.withheld",
  example: {
    params: exampleParams,
    body: {
      system: "shop",
      table: "messages",
      columns: [],
      reason: "others_rights",
      text: "Messages in which only others write.",
      proof: { whose: "Those who wrote them.", partial: "Nothing else is in them." },
    },
    response: exampleRequest,
  },
});

export const giveWithheld = endpoint({
  id: "requests.withhold.undo",
  method: "post",
  path: "/api/requests/{requestId}/withhold/{withheldId}/undo",
  summary: "Give a part after all",
  description: "As long as nothing has been carried out.",
  params: z.object({ requestId: z.string(), withheldId: z.string() }),
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong"],
  access: "requests:act",
  ledger: "request.withheld-given",
  example: {
    params: { ...exampleParams, withheldId: "wth_01jd0000000000000000000000" },
    response: exampleRequest,
  },
});

export const listRefusalReasons = endpoint({
  id: "requests.refusal-reasons",
  method: "get",
  path: "/api/refusal-reasons",
  summary: "List reasons of refusal",
  description: "Under which regimes each exists, on what ground, and what has to be proven for it.",
  responses: { 200: z.object({ reasons: z.array(RefusalReasonRowSchema) }) },
  errors: [],
  access: "requests:read",
  example: { response: { reasons: [] } },
});

export const refusalEndpoints = [
  previewRefusal,
  confirmRefusal,
  getRequestLetter,
  withholdPart,
  giveWithheld,
  listRefusalReasons,
] as const;
