/** The endpoints by which an operator controls the systems of a request one by one. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { exampleRequest, exampleRequestId } from "./request-examples.ts";
import { RequestDetailSchema } from "./requests.ts";

const reason = z.string().trim().min(1).max(500);
export const PauseSystemSchema = z.object({
  reason: reason.meta({ description: "For colleagues. No personal data." }),
});
export const SkipSystemSchema = z.object({
  reason: reason.meta({
    description: "Told to the person, in their language, in the answer and in the receipt. No personal data.",
  }),
});

const params = z.object({ requestId: z.string(), system: z.string().min(1).max(80) });
const exampleParams = { requestId: exampleRequestId, system: "shop" };

export const pauseRequestSystem = endpoint({
  id: "requests.system.pause",
  method: "post",
  path: "/api/requests/{requestId}/systems/{system}/pause",
  summary: "Pause a system of a request",
  description:
    "It is neither searched nor changed until it is resumed; what is in the middle of its transaction ends that. Clocks go on.",
  params,
  body: PauseSystemSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "system_unknown", "step_over"],
  access: "requests:act",
  ledger: "request.system-paused",
  example: { params: exampleParams, body: { reason: "Migration until noon." }, response: exampleRequest },
});

export const resumeRequestSystem = endpoint({
  id: "requests.system.resume",
  method: "post",
  path: "/api/requests/{requestId}/systems/{system}/resume",
  summary: "Resume a system, or take a skipped one in again",
  description: "A skipped one is planned anew, and the plan wants an approval that knows of it.",
  params,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "system_unknown", "step_not_stopped"],
  access: "requests:act",
  ledger: "request.system-resumed",
  example: { params: exampleParams, response: exampleRequest },
});

export const retryRequestSystem = endpoint({
  id: "requests.system.retry",
  method: "post",
  path: "/api/requests/{requestId}/systems/{system}/retry",
  summary: "Try a failing system again at once",
  description: "It is tried by itself anyway, at longer and longer pauses; this does not wait for the next.",
  params,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "system_unknown", "step_not_failing"],
  access: "requests:act",
  ledger: "request.system-retried",
  example: { params: exampleParams, response: exampleRequest },
});

export const skipRequestSystem = endpoint({
  id: "requests.system.skip",
  method: "post",
  path: "/api/requests/{requestId}/systems/{system}/skip",
  summary: "Answer without a system",
  description:
    "A gap with a name: package, message, status page and receipt say that it is missing, and why. Where refusals need two people, whoever skips cannot approve the rest.",
  params,
  body: SkipSystemSchema,
  responses: { 200: RequestDetailSchema },
  errors: [
    "request_not_found",
    "request_state_wrong",
    "system_unknown",
    "step_over",
    "step_begun",
    "skip_not_possible",
    "refusal_same_person",
  ],
  access: "requests:act",
  ledger: "request.system-skipped",
  example: {
    params: exampleParams,
    body: { reason: "The archive of 2009 can no longer be read by any machine that we have." },
    response: exampleRequest,
  },
});

export const deliverReady = endpoint({
  id: "requests.deliver",
  method: "post",
  path: "/api/requests/{requestId}/deliver",
  summary: "Deliver what is ready",
  description:
    "Systems that fail or are paused are answered later: what is ready goes out with their names and this reason, the rest follows by itself, and the clocks stay open until the answer is whole.",
  params: z.object({ requestId: z.string() }),
  body: SkipSystemSchema,
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "nothing_ready"],
  access: "requests:act",
  ledger: "request.part-delivery-decided",
  example: {
    params: { requestId: exampleRequestId },
    body: { reason: "The archive cannot be reached at the moment." },
    response: exampleRequest,
  },
});

export const runControlEndpoints = [
  pauseRequestSystem,
  resumeRequestSystem,
  retryRequestSystem,
  skipRequestSystem,
  deliverReady,
] as const;
