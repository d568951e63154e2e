/** The endpoints by which people show who they are, and operators doubt and look. Complete without a browser. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { exampleRequest, exampleRequestId } from "./request-examples.ts";
import { RequestDetailSchema } from "./requests.ts";
import {
  DecideDocumentSchema,
  DoubtSchema,
  IdentitySchema,
  KnowledgeAnswersSchema,
  KnowledgeQuestionSchema,
  ProofOutcomeSchema,
  ProofStateSchema,
  ProofTokenSchema,
  SendDocumentSchema,
  SubmitRequestSchema,
} from "./verification.ts";

const params = z.object({ requestId: z.string() });
const exampleParams = { requestId: exampleRequestId };
const documentParams = z.object({ requestId: z.string(), proofId: z.string() });
const exampleDocument = { requestId: exampleRequestId, proofId: "prf_01jd0000000000000000000000" };
const token = "qK3uYpFIXESt36RvJU3o_FdLNGA_PspNe_G4xlumHaA";
const tokenBody = z.object({ token: ProofTokenSchema });

export const submitRequest = endpoint({
  id: "requests.submit",
  method: "post",
  path: "/api/requests/submit",
  summary: "Ask for a right without an account",
  description:
    "A message with a link and a code of six digits goes to the address. The answer is the same whether the address is known or not, and however often it was asked for; `token` is for `proofs.*`. Rights that need no proof count at once.",
  body: SubmitRequestSchema,
  responses: { 201: z.object({ token: z.string() }) },
  errors: [],
  access: "public",
  crossOrigin: true,
  example: { body: { kind: "access", email: "ada@example.org" }, response: { token } },
});

export const readProof = endpoint({
  id: "proofs.state",
  method: "post",
  path: "/api/proofs/state",
  summary: "See by which ways it can be shown who asks",
  description: "The token stands in the body, so that no log of addresses holds it.",
  body: tokenBody,
  responses: { 200: ProofStateSchema },
  errors: ["proof_not_found"],
  access: "public",
  crossOrigin: true,
  example: {
    body: { token },
    response: { state: "open", offers: ["code"], doubt: null, documentPending: false },
  },
});

export const sendCode = endpoint({
  id: "proofs.send",
  method: "post",
  path: "/api/proofs/send",
  summary: "Have a new code sent",
  description:
    "By e-mail to the address that asks, or by SMS to a number that is held already: never to one that is given now. The answer is the same whether anything could be sent. Five in a day are the most; a new code ends the one before.",
  body: tokenBody.extend({ tier: z.enum(["code", "sms"]) }),
  responses: { 202: z.object({ accepted: z.literal(true) }) },
  errors: ["proof_not_found", "proof_tier_not_offered"],
  access: "public",
  crossOrigin: true,
  example: { body: { token, tier: "code" }, response: { accepted: true } },
});

export const checkCode = endpoint({
  id: "proofs.code",
  method: "post",
  path: "/api/proofs/code",
  summary: "Send the code that came",
  description: "Six digits, good for ten minutes and five tries.",
  body: tokenBody.extend({ tier: z.enum(["code", "sms"]), code: z.string().max(20) }),
  responses: { 200: ProofOutcomeSchema },
  errors: ["proof_not_found"],
  access: "public",
  crossOrigin: true,
  example: { body: { token, tier: "code", code: "482 913" }, response: { outcome: "proven" } },
});

export const listKnowledgeQuestions = endpoint({
  id: "proofs.questions",
  method: "post",
  path: "/api/proofs/questions",
  summary: "See the questions about what is held",
  description: "The same for everybody, so that they tell nothing about anybody.",
  body: tokenBody.extend({ language: z.enum(["en", "de"]).default("en") }),
  responses: { 200: z.object({ questions: z.array(KnowledgeQuestionSchema), needed: z.int(), declares: z.boolean() }) },
  errors: ["proof_not_found", "proof_tier_not_offered"],
  access: "public",
  crossOrigin: true,
  example: {
    body: { token },
    response: {
      questions: [{ id: "last-order", title: "In which month did you last order?", form: "month" }],
      needed: 1,
      declares: false,
    },
  },
});

export const answerKnowledge = endpoint({
  id: "proofs.answers",
  method: "post",
  path: "/api/proofs/answers",
  summary: "Answer questions about what is held",
  description:
    "Compared in the systems that hold it and kept nowhere. Three tries; answers that are left out count as wrong.",
  body: KnowledgeAnswersSchema,
  responses: { 200: ProofOutcomeSchema },
  errors: ["proof_not_found", "proof_tier_not_offered"],
  access: "public",
  crossOrigin: true,
  example: { body: { token, answers: { "last-order": "2026-03" } }, response: { outcome: "proven" } },
});

export const sendDocument = endpoint({
  id: "proofs.document",
  method: "post",
  path: "/api/proofs/document",
  summary: "Send a document, the last resort",
  description:
    "Only where doubt is on record and it was asked for. Metadata of the picture is taken off; it is sealed, looked at by a person, and destroyed with their decision, or after its time.",
  body: SendDocumentSchema,
  responses: { 202: z.object({ destroyBy: z.iso.datetime() }) },
  errors: ["proof_not_found", "proof_tier_not_offered", "document_not_a_picture"],
  access: "public",
  crossOrigin: true,
  ledger: "request.document-received",
  maxBytes: 7_340_032,
  example: { body: { token, content: "iVBORw0KGgo=" }, response: { destroyBy: "2026-11-29T10:00:00.000Z" } },
});

export const doubtIdentity = endpoint({
  id: "requests.doubt",
  method: "post",
  path: "/api/requests/{requestId}/doubt",
  summary: "Record doubt about who asks, and ask for more",
  description:
    "The person is told what and why, and shows it on a page. It counts as a question about identity: what it does to the clocks depends on the regime, and only if it is asked at once.",
  params,
  body: DoubtSchema,
  responses: { 200: RequestDetailSchema },
  errors: [
    "request_not_found",
    "request_state_wrong",
    "request_no_address",
    "doubt_document_refused",
    "doubt_unanswerable",
  ],
  access: "requests:act",
  ledger: "request.doubted",
  example: {
    params: exampleParams,
    body: {
      ground: "address_unlike",
      evidence: "The account has another address, and the request names its customer number.",
      text: "You write from an address that we do not know. Please show us that the account is yours.",
    },
    response: exampleRequest,
  },
});

export const getIdentity = endpoint({
  id: "requests.identity",
  method: "get",
  path: "/api/requests/{requestId}/identity",
  summary: "See what shows who asks",
  description: "How much is needed and reached, each way that was tried, and doubts. No code, answer or document.",
  params,
  responses: { 200: IdentitySchema },
  errors: ["request_not_found"],
  access: "requests:read",
  example: {
    params: exampleParams,
    response: {
      needed: "reasonable",
      reached: "reasonable",
      available: ["link", "code"],
      offers: [],
      proofs: [],
      doubts: [],
    },
  },
});

export const readDoubts = endpoint({
  id: "requests.doubts",
  method: "get",
  path: "/api/requests/{requestId}/doubts",
  summary: "Read the evidence of doubt",
  description: "Every look is a ledger entry.",
  params,
  responses: {
    200: z.object({
      doubts: z.array(
        z.object({ ground: z.string(), evidence: z.string(), text: z.string(), whyNotLess: z.string().nullable() }),
      ),
    }),
  },
  errors: ["request_not_found"],
  access: "people:read",
  ledger: "request.proofs-viewed",
  example: { params: exampleParams, response: { doubts: [] } },
});

export const getDocument = endpoint({
  id: "requests.document",
  method: "get",
  path: "/api/requests/{requestId}/proofs/{proofId}/document",
  summary: "Look at a document",
  description: "Every look is a ledger entry. Gone once it was decided on.",
  params: documentParams,
  responses: { 200: z.string() },
  errors: ["request_not_found", "document_missing"],
  access: "people:read",
  ledger: "request.document-viewed",
  file: "image/*",
  example: { params: exampleDocument },
});

export const decideDocument = endpoint({
  id: "requests.decide-document",
  method: "post",
  path: "/api/requests/{requestId}/proofs/{proofId}/decide",
  summary: "Accept or reject a document",
  description: "It is destroyed in the same transaction, and the ledger says so by the hash of what was sealed.",
  params: documentParams,
  body: DecideDocumentSchema,
  responses: { 200: IdentitySchema },
  errors: ["request_not_found", "document_missing"],
  access: "requests:act",
  ledger: "request.document-destroyed",
  example: {
    params: exampleDocument,
    body: { accepted: true, checked: ["name", "birth-date"] },
    response: { needed: "high", reached: "high", available: ["link", "code"], offers: [], proofs: [], doubts: [] },
  },
});

export const verificationEndpoints = [
  submitRequest,
  readProof,
  sendCode,
  checkCode,
  listKnowledgeQuestions,
  answerKnowledge,
  sendDocument,
  doubtIdentity,
  getIdentity,
  readDoubts,
  getDocument,
  decideDocument,
] as const;
