/** The endpoints of the gate for messages. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import {
  ExportSegmentSchema,
  ImportSuppressionsSchema,
  MessageAcceptedSchema,
  RecipientCheckSchema,
  ReferFriendSchema,
  RefusalsSchema,
  SendMessageSchema,
  StreamFiguresSchema,
  SuppressionCheckSchema,
} from "./messages.ts";

const bodyErrors = ["unsupported_media_type", "invalid_json"] as const;

export const sendMessage = endpoint({
  id: "messages.send",
  method: "post",
  path: "/api/messages/send",
  summary: "Send one message to one recipient",
  description:
    "Asks whether the stream's purpose may reach this person now, and asks again just before the message leaves. A no is an answer, not an error: `state` is `stopped` with the reason. Marketing gets its footer and its one-click headers here.",
  body: SendMessageSchema,
  responses: { 202: MessageAcceptedSchema },
  errors: [...bodyErrors, "stream_unknown", "stream_not_allowed", "message_mixed"],
  access: "messages:send",
  example: {
    body: {
      stream: "newsletter",
      to: "ada@example.org",
      subject: "New in the shop",
      text: "Three things that came in this week.",
      key: "2026-11",
    },
    response: { message: "msg_01jd0000000000000000000000", state: "queued", reason: null },
  },
});

export const referFriend = endpoint({
  id: "messages.refer",
  method: "post",
  path: "/api/messages/refer",
  summary: "Send one recommendation to a friend, at a person's act",
  description:
    "A friend cannot consent for another: one message, once for ever, that names who asked for it, in words of ours. Nothing is kept but the keyed hash that makes it once. Whether it went out is not told: an address that has said no is passed over in silence.",
  body: ReferFriendSchema,
  responses: { 202: z.object({ taken: z.literal(true) }) },
  errors: [...bodyErrors, "stream_unknown"],
  access: "messages:send",
  example: {
    body: { stream: "recommendations", to: "friend@example.org", sender: "Ada" },
    response: { taken: true },
  },
});

export const getStreams = endpoint({
  id: "messages.streams",
  method: "get",
  path: "/api/messages/streams",
  summary: "Streams of messages with their figures",
  description: "What waits, left, and was stopped and why; suppressed addresses by reason; sends after a no.",
  responses: { 200: StreamFiguresSchema },
  errors: [],
  access: "messages:read",
  example: { response: { streams: [], suppressed: { unsubscribed: 3 }, sentAfterOptOut: 0 } },
});

export const listRefusals = endpoint({
  id: "messages.refusals",
  method: "get",
  path: "/api/messages/refusals",
  summary: "What was not sent lately, and why",
  description: "Messages that were stopped or refused, newest first. Nobody's address is in it.",
  query: z.object({
    stream: z.string().max(64).optional(),
    reason: z.string().max(64).optional(),
    before: z.iso.datetime().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  responses: { 200: RefusalsSchema },
  errors: [],
  access: "messages:read",
  example: {
    query: { stream: "newsletter" },
    response: {
      refusals: [
        {
          message: "msg_01jd0000000000000000000000",
          stream: "newsletter",
          class: "marketing",
          door: "relay",
          state: "stopped",
          reason: "consent_missing",
          at: "2026-11-22T10:00:00.000Z",
        },
      ],
      next: null,
    },
  },
});

export const checkRecipient = endpoint({
  id: "messages.check",
  method: "post",
  path: "/api/messages/check",
  summary: "May a stream write to an address now, and why",
  description:
    "The decision with every step, the conditions of a soft opt-in among them, and what stands against the address. Nothing is sent. The look is a ledger entry.",
  body: z.object({ stream: z.string().min(1).max(64), to: z.email().max(320) }),
  responses: { 200: RecipientCheckSchema },
  errors: [...bodyErrors, "stream_unknown"],
  access: "people:read",
  ledger: "message.checked",
  example: {
    body: { stream: "newsletter", to: "ada@example.org" },
    response: {
      allowed: false,
      reason: "soft_opt_in_not_similar",
      chain: [
        {
          check: "soft-opt-in",
          outcome: "deny",
          code: "soft_opt_in_not_similar",
          about: "sal_01jd0000000000000000000000",
        },
      ],
      person: "per_01jd0000000000000000000000",
      suppressed: [],
      sales: [{ kind: "sale", product: "travel", chance: "given", at: "2026-11-01T10:00:00.000Z" }],
    },
  },
});

export const importSuppressions = endpoint({
  id: "suppressions.import",
  method: "post",
  path: "/api/suppressions",
  summary: "Suppress addresses",
  description: "From an older system or a provider's list. Addresses are hashed on arrival and kept nowhere.",
  body: ImportSuppressionsSchema,
  responses: { 200: z.object({ added: z.int() }) },
  errors: [...bodyErrors, "purpose_unknown"],
  access: "choices:act",
  ledger: "suppression.imported",
  example: { body: { addresses: ["ada@example.org"] }, response: { added: 1 } },
});

export const checkSuppressions = endpoint({
  id: "suppressions.check",
  method: "post",
  path: "/api/suppressions/check",
  summary: "Look addresses up in the suppression list",
  description: "Answers in the order of the addresses. They are compared by keyed hash and kept nowhere.",
  body: z.object({ addresses: z.array(z.string().min(3).max(320)).min(1).max(1_000) }),
  responses: { 200: SuppressionCheckSchema },
  errors: bodyErrors,
  access: "people:read",
  example: {
    body: { addresses: ["ada@example.org"] },
    response: {
      results: [{ suppressed: [{ reason: "unsubscribed", purpose: "newsletter", since: "2026-11-22T10:00:00.000Z" }] }],
    },
  },
});

export const exportSuppressions = endpoint({
  id: "suppressions.export",
  method: "get",
  path: "/api/suppressions/export",
  summary: "The suppression list, as hashes",
  description: "JSON lines of keyed hashes with purpose, topic, reason and time. No address can be read from it.",
  responses: { 200: z.string() },
  errors: [],
  access: "people:read",
  file: "application/x-ndjson",
  example: {},
});

export const exportSegment = endpoint({
  id: "segments.export",
  method: "post",
  path: "/api/segments/export",
  summary: "Addresses of everybody whom a purpose may reach, for a mailing service",
  description:
    "CSV with one line for each person: address and the link to unsubscribe. It is a disclosure to the recipient that is named: a ledger entry with its ground before the first line, another with count and hash after the last. What changes afterwards the service does not know: prefer sending through the gate.",
  body: ExportSegmentSchema,
  responses: { 200: z.string() },
  errors: [...bodyErrors, "purpose_unknown", "recipient_not_named"],
  access: "people:read",
  ledger: "segment.export-begun",
  file: "text/csv",
  example: { body: { purpose: "newsletter", recipient: "mailing" } },
});

export const messageEndpoints = [
  sendMessage,
  referFriend,
  getStreams,
  listRefusals,
  checkRecipient,
  importSuppressions,
  checkSuppressions,
  exportSuppressions,
  exportSegment,
] as const;
