/** The endpoints of the inbox. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import {
  AnswerSchema,
  DismissSchema,
  EnterLetterSchema,
  InboxListSchema,
  type InboxMessage,
  JoinRequestSchema,
  ListInboxQuerySchema,
  type MailboxStatus,
  MakeCaseSchema,
  MakeRequestSchema,
  type MessageContent,
  MessageContentSchema,
  type MessageDetail,
  MessageDetailSchema,
  TemplateListSchema,
} from "./mailbox.ts";

const exampleId = "inb_01k9x3m7q2w8e4r6t1y5u0p3a9";
const params = z.object({ messageId: z.string() });
const exampleParams = { messageId: exampleId };
const exampleMessage: InboxMessage = {
  id: exampleId,
  reference: "K7QM-3F2X",
  mailbox: "rights",
  door: "imap",
  state: "triage",
  class: "right",
  rights: ["access"],
  language: "en",
  confident: false,
  sender: "a•••@example.org",
  receivedAt: "2026-11-22T10:00:00.000Z",
  acknowledgeBy: "2026-11-24T16:00:00.000Z",
  attachments: 0,
  bytes: 1840,
  outcome: null,
  requestIds: [],
  caseIds: [],
  tags: [],
};
const exampleDetail: MessageDetail = {
  ...exampleMessage,
  hasContent: true,
  thread: [],
  may: { act: true, makeRequest: true },
};
const exampleContent: MessageContent = {
  from: "ada@example.org",
  to: ["privacy@example.com"],
  subject: "My data",
  date: "2026-11-22T09:59:50.000Z",
  text: "How can I see what you hold about me?",
  quoted: "",
  attachments: [],
  reasons: [{ rule: "access", where: "text", matched: "see what you hold about me", weight: 0.6 }],
  answers: [],
  dismissal: null,
};
const exampleStatus: MailboxStatus = {
  mailbox: "rights",
  purpose: "rights",
  addresses: ["privacy@example.com"],
  door: "imap",
  state: "up",
  checkedAt: "2026-11-22T10:00:00.000Z",
  problem: null,
};

export const listInbox = endpoint({
  id: "inbox.list",
  method: "get",
  path: "/api/inbox",
  summary: "List messages",
  description:
    "What was written to the operator's mailboxes: `triage` waits for a person (oldest first), `done` has been settled, `set_aside` were automatic replies, bounces, lists and advertising (newest first). Nothing of what was written is shown. Also tells which mailboxes can be read.",
  query: ListInboxQuerySchema,
  responses: { 200: InboxListSchema },
  errors: [],
  access: "requests:read",
  example: {
    query: { filter: "triage", limit: "1" },
    response: {
      messages: [exampleMessage],
      next: null,
      counts: { triage: 1, done: 0, set_aside: 0 },
      mailboxes: [exampleStatus],
    },
  },
});

export const getMessage = endpoint({
  id: "inbox.get",
  method: "get",
  path: "/api/inbox/{messageId}",
  summary: "Get a message without its content",
  description: "What it was taken for, what became of it, and what may be done with it.",
  params,
  responses: { 200: MessageDetailSchema },
  errors: ["message_not_found"],
  access: "requests:read",
  example: { params: exampleParams, response: exampleDetail },
});

export const readMessage = endpoint({
  id: "inbox.read",
  method: "get",
  path: "/api/inbox/{messageId}/content",
  summary: "Read a message",
  description:
    "Sender, subject, the text as plain text, attachments by name, and the rules that spoke for what it was taken for. Every look is a ledger entry.",
  params,
  responses: { 200: MessageContentSchema },
  errors: ["message_not_found", "message_purged", "message_not_sorted"],
  access: "people:read",
  ledger: "mailbox.message-viewed",
  example: { params: exampleParams, response: exampleContent },
});

export const getAttachment = endpoint({
  id: "inbox.attachment",
  method: "get",
  path: "/api/inbox/{messageId}/attachments/{position}",
  summary: "Fetch an attachment",
  description:
    "As it came, never opened by the server: treat it as dangerous. `position` counts from 0. Every fetch is a ledger entry.",
  params: params.extend({ position: z.coerce.number().int().min(0).max(999) }),
  responses: { 200: z.string() },
  errors: ["message_not_found", "message_purged", "message_not_sorted", "attachment_not_found"],
  access: "people:read",
  ledger: "mailbox.attachment-fetched",
  file: "application/octet-stream",
  example: { params: { ...exampleParams, position: "0" } },
});

export const listTemplates = endpoint({
  id: "inbox.templates",
  method: "get",
  path: "/api/inbox/templates",
  summary: "List drafts of answers",
  description: "In every language in which people can be written to.",
  responses: { 200: TemplateListSchema },
  errors: [],
  access: "requests:read",
  example: {
    response: { templates: [{ template: "free", language: "en", text: "Hello,\n\n" }] },
  },
});

export const makeRequestOfMessage = endpoint({
  id: "inbox.make-request",
  method: "post",
  path: "/api/inbox/{messageId}/request",
  summary: "Make a request of a message",
  description:
    "Opens a request of this kind for the sender, with its clock from the message's arrival. The sender's address is no proof: a link to confirm goes to it first.",
  params,
  body: MakeRequestSchema,
  responses: { 200: MessageDetailSchema },
  errors: ["message_not_found", "message_purged", "message_not_sorted", "message_unanswerable"],
  access: "requests:act",
  ledger: "mailbox.request-made",
  example: { params: exampleParams, body: { kind: "access" }, response: exampleDetail },
});

export const makeCaseOfMessage = endpoint({
  id: "inbox.make-case",
  method: "post",
  path: "/api/inbox/{messageId}/case",
  summary: "Make a complaint, or the case of a child, of a message",
  description:
    "Its clocks begin when the message arrived, and the sender is told that it did. Of a child nothing is frozen until an operator has confirmed the case.",
  params,
  body: MakeCaseSchema,
  responses: { 200: MessageDetailSchema },
  errors: ["message_not_found", "message_purged", "message_not_sorted", "message_unanswerable"],
  access: "requests:act",
  ledger: "mailbox.case-made",
  example: { params: exampleParams, body: { case: "complaint" }, response: exampleDetail },
});

export const joinMessage = endpoint({
  id: "inbox.join",
  method: "post",
  path: "/api/inbox/{messageId}/join",
  summary: "Join a message to a request",
  description: "By the request's id or reference: the message is listed with it, and nothing waits here any more.",
  params,
  body: JoinRequestSchema,
  responses: { 200: MessageDetailSchema },
  errors: ["message_not_found", "request_not_found"],
  access: "requests:act",
  ledger: "mailbox.message-joined",
  example: { params: exampleParams, body: { request: "K7QM-3F2X" }, response: exampleDetail },
});

export const answerMessage = endpoint({
  id: "inbox.answer",
  method: "post",
  path: "/api/inbox/{messageId}/answer",
  summary: "Answer a message",
  description: "Writes to the sender in the same thread; their reply comes back to it.",
  params,
  body: AnswerSchema,
  responses: { 200: MessageDetailSchema },
  errors: ["message_not_found", "message_purged", "message_not_sorted", "message_unanswerable"],
  access: "requests:act",
  ledger: "mailbox.message-answered",
  example: {
    params: exampleParams,
    body: { template: "free", text: "Thank you, the answer is on our page about cookies." },
    response: exampleDetail,
  },
});

export const dismissMessage = endpoint({
  id: "inbox.dismiss",
  method: "post",
  path: "/api/inbox/{messageId}/dismiss",
  summary: "Set a message aside",
  description: "With the reason why nothing follows from it. It stays readable until its time is over.",
  params,
  body: DismissSchema,
  responses: { 200: MessageDetailSchema },
  errors: ["message_not_found"],
  access: "requests:act",
  ledger: "mailbox.message-dismissed",
  example: { params: exampleParams, body: { reason: "not_for_us" }, response: exampleDetail },
});

export const enterLetter = endpoint({
  id: "inbox.enter",
  method: "post",
  path: "/api/inbox/letters",
  summary: "Enter a letter on paper",
  description:
    "It is a message like any other from then on: sorted by what was typed in, its scan an attachment, its clocks from the day on which it came. With an address that it names it can open a request, once that address has been confirmed.",
  body: EnterLetterSchema,
  maxBytes: 14_680_064,
  responses: { 201: z.object({ id: z.string() }) },
  errors: ["letter_empty", "letter_not_arrived", "scan_not_readable"],
  access: "requests:act",
  ledger: "mailbox.message-received",
  example: {
    body: { arrivedOn: "2026-11-20", text: "Please tell me what you hold about me." },
    response: { id: exampleId },
  },
});

export const mailboxEndpoints = [
  enterLetter,
  listInbox,
  listTemplates,
  getMessage,
  readMessage,
  getAttachment,
  makeRequestOfMessage,
  makeCaseOfMessage,
  joinMessage,
  answerMessage,
  dismissMessage,
] as const;
