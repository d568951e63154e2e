/** The endpoints of recipients: disclosures before data leaves, notices after it was changed here. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import {
  DisclosureSchema,
  OpenNoticeSchema,
  RecipientNoticeSchema,
  RecordDisclosureSchema,
  SettleNoticeSchema,
} from "./recipients.ts";

const requestId = "req_01jd0000000000000000000000";
const noticeId = "ntc_01jd0000000000000000000000";
const exampleDisclosure = {
  id: "dis_01jd0000000000000000000000",
  person: "per_01jd0000000000000000000000",
  recipient: "parcels",
  ground: "task",
  purpose: "orders",
  categories: ["contact.address"],
  at: "2026-11-22T10:00:00.000Z",
} as const;
const exampleNotice = {
  categories: [],
  id: noticeId,
  recipient: "parcels",
  name: "Parcel carrier",
  event: "erasure",
  channel: "webhook",
  state: "sent",
  basis: "disclosed",
  attempts: 1,
  problem: null,
  createdAt: "2026-11-22T10:00:00.000Z",
  dueAt: "2026-11-25T22:59:59.999Z",
  isLate: false,
  toldAt: "2026-11-22T10:00:02.000Z",
  settledAt: null,
  answer: null,
  reason: null,
  words: null,
} as const;
const noticeParams = z.object({ requestId: z.string(), noticeId: z.string() });

export const recordDisclosure = endpoint({
  id: "disclosures.record",
  method: "post",
  path: "/api/disclosures",
  summary: "Record a disclosure before it happens",
  description:
    "Ask this before a person's data leaves to a recipient, and send it only when it answers 201. Refuses a ground that is not on the list, a purpose that does not name the recipient, and a person whose choices do not allow it. Recipients that got data are told of every later correction, erasure and restriction.",
  body: RecordDisclosureSchema,
  responses: { 201: DisclosureSchema },
  errors: ["recipient_unknown", "purpose_unknown", "disclosure_unfounded", "disclosure_denied", "disclosure_nobodys"],
  access: "disclosures:act",
  ledger: "disclosure.recorded",
  example: {
    body: {
      person: { kind: "email", value: "ada@example.org" },
      recipient: "parcels",
      ground: "task",
      purpose: "orders",
      categories: ["contact.address"],
    },
    response: exampleDisclosure,
  },
});

export const listDisclosures = endpoint({
  id: "disclosures.list",
  method: "get",
  path: "/api/people/{personId}/disclosures",
  summary: "Who received a person's data",
  description: "Every recorded disclosure of a person, newest first. The look is a ledger entry.",
  params: z.object({ personId: z.string() }),
  responses: { 200: z.object({ disclosures: z.array(DisclosureSchema) }) },
  errors: ["person_not_found"],
  access: "people:read",
  ledger: "disclosure.listed",
  example: {
    params: { personId: exampleDisclosure.person },
    response: { disclosures: [exampleDisclosure] },
  },
});

export const listNotices = endpoint({
  id: "requests.notices",
  method: "get",
  path: "/api/requests/{requestId}/notices",
  summary: "Recipients told of a request",
  description:
    "Every recipient that is told of what a request changed, over which channel, by when, and what it answered.",
  params: z.object({ requestId: z.string() }),
  responses: { 200: z.object({ notices: z.array(RecipientNoticeSchema) }) },
  errors: ["request_not_found"],
  access: "requests:read",
  example: { params: { requestId }, response: { notices: [exampleNotice] } },
});

export const settleNotice = endpoint({
  id: "requests.settle-notice",
  method: "post",
  path: "/api/requests/{requestId}/notices/{noticeId}/settle",
  summary: "Settle a notice by hand",
  description:
    "Records what a recipient answered by other means, or why it is impossible or disproportionate to tell it; or has one that could not be reached tried again.",
  params: noticeParams,
  body: SettleNoticeSchema,
  responses: { 200: RecipientNoticeSchema },
  errors: ["notice_not_found", "notice_settled", "notice_forgotten"],
  access: "requests:act",
  ledger: "recipient.answered",
  example: {
    params: { requestId, noticeId },
    body: { outcome: "answered", answer: "done", words: "By telephone, to the warehouse." },
    response: { ...exampleNotice, state: "answered", answer: "done", settledAt: "2026-11-22T11:00:00.000Z" },
  },
});

export const listOpenNotices = endpoint({
  id: "notices.open",
  method: "get",
  path: "/api/notices",
  summary: "List notices to recipients that are not settled",
  description: "Of all requests, the most urgent first: not told yet, not reached, told and not answered.",
  query: z.object({
    late: z.enum(["true", "false"]).default("false").meta({ description: "Only those past their day." }),
  }),
  responses: { 200: z.object({ notices: z.array(OpenNoticeSchema), late: z.int().nonnegative() }) },
  errors: [],
  access: "requests:read",
  example: { response: { notices: [{ ...exampleNotice, requestId, reference: "K7QM-3F2X" }], late: 0 } },
});

export const recipientEndpoints = [
  listOpenNotices,
  recordDisclosure,
  listDisclosures,
  listNotices,
  settleNotice,
] as const;
