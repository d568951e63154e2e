/** Text messages in the contract: entries of the ledger, the job that sends one, and those that wait for a person. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";
import { defineErrors } from "./problems.ts";

export const smsEntries = defineEntries({
  "sms.sent": { title: "Text message handed over", data: z.object({ kind: z.string(), attempts: z.int() }) },
  "sms.not-sent": {
    title: "Text message could not be sent",
    data: z.object({ kind: z.string(), code: z.string(), attempts: z.int() }),
  },
  "sms.received": { title: "Text message received", data: z.object({ takenFor: z.string(), answered: z.boolean() }) },
  "sms.viewed": { title: "Text message looked at", data: z.object({}) },
  "sms.settled": { title: "Text message dealt with", data: z.object({}) },
});

export const smsJobs = {
  /** Hands a text message over; it is no more than a queued row until then. */
  "sms.send": z.object({ smsId: z.string() }),
} as const;

export const smsErrors = defineErrors({
  sms_not_found: {
    status: 404,
    title: "There is no such text message",
    action: "List those that wait to see their ids.",
  },
});

const params = z.object({ smsId: z.string() });
const example = "5f0c…";
const IncomingSchema = z.object({
  id: z.string(),
  receivedAt: z.iso.datetime(),
  takenFor: z.enum(["stop", "help", "unclear"]),
});

export const listIncomingSms = endpoint({
  id: "sms.list",
  method: "get",
  path: "/api/sms",
  summary: "List text messages that wait",
  description: "Whatever came in and is no plain STOP or HELP. Requests may be among them, and their clocks run.",
  responses: { 200: z.object({ messages: z.array(IncomingSchema) }) },
  errors: [],
  access: "requests:read",
  example: { response: { messages: [] } },
});

export const readIncomingSms = endpoint({
  id: "sms.read",
  method: "get",
  path: "/api/sms/{smsId}",
  summary: "Read a text message",
  description: "Number and words. Every look is a ledger entry.",
  params,
  responses: { 200: z.object({ from: z.string(), text: z.string() }) },
  errors: ["sms_not_found"],
  access: "people:read",
  ledger: "sms.viewed",
  example: { params: { smsId: example }, response: { from: "+4915112345678", text: "What do you know about me?" } },
});

export const settleIncomingSms = endpoint({
  id: "sms.settle",
  method: "post",
  path: "/api/sms/{smsId}/settle",
  summary: "Say that a text message is dealt with",
  description: "A request was entered for it, or nothing had to be done. Number and words are forgotten.",
  params,
  responses: { 204: z.undefined() },
  errors: ["sms_not_found"],
  access: "requests:act",
  ledger: "sms.settled",
  example: { params: { smsId: example } },
});

export const smsEndpoints = [listIncomingSms, readIncomingSms, settleIncomingSms] as const;
