/** Mailboxes on the wire: messages that people send to an operator's addresses, what they were taken for, what followed. */
import * as z from "zod";
import { MAIL_CASES, MAIL_CLASSES, MAIL_LANGUAGES, MAIL_RIGHTS, MESSAGE_DOORS } from "./mailbox-classes.ts";
import { LanguageSchema, RequestKindSchema } from "./requests.ts";

export const MailClassSchema = z.enum(MAIL_CLASSES.map((row) => row.name));
export const MailRightSchema = z.enum(MAIL_RIGHTS.map((row) => row.right));
export const MailLanguageSchema = z.enum(MAIL_LANGUAGES);

/** `new`: stored, not looked at yet. `triage`: waits for a person. `done`: nothing waits. */
export const MessageStateSchema = z.enum(["new", "triage", "done"]);

/** What became of a message. */
export const MessageOutcomeSchema = z.enum([
  "request_opened",
  "case_opened",
  "joined",
  "answered",
  "dismissed",
  "set_aside",
  "handed_on",
]);

/** Why an operator set a message aside. */
export const DISMISS_REASONS = ["not_for_us", "duplicate", "spam", "settled_elsewhere", "test", "other"] as const;
export const DismissReasonSchema = z.enum(DISMISS_REASONS);

/** Drafts that an operator can answer from. */
export const ANSWER_TEMPLATES = ["which_right", "which_account", "use_centre", "free"] as const;
export const AnswerTemplateSchema = z.enum(ANSWER_TEMPLATES);

export const InboxMessageSchema = z.object({
  id: z.string(),
  reference: z.string().meta({ example: "K7QM-3F2X" }),
  mailbox: z.string(),
  door: z.enum(MESSAGE_DOORS).meta({ description: "By which it came; sms: a text message, post: a letter on paper." }),
  state: MessageStateSchema,
  class: MailClassSchema.nullable().meta({ description: "Null until it has been looked at." }),
  rights: z.array(MailRightSchema),
  language: MailLanguageSchema.nullable(),
  confident: z.boolean().meta({ description: "False: a person decides what it is." }),
  sender: z.string().meta({ description: "The sender's address, shortened so that it tells no one." }),
  receivedAt: z.iso.datetime().meta({ description: "When it arrived: a clock that follows from it starts here." }),
  acknowledgeBy: z.iso
    .datetime()
    .nullable()
    .meta({ description: "By when a person should have answered; null: nothing waits." }),
  attachments: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  outcome: MessageOutcomeSchema.nullable(),
  requestIds: z.array(z.string()),
  caseIds: z.array(z.string()).meta({ description: "Complaints and cases of children that it opened or is about." }),
  tags: z
    .array(z.string())
    .meta({ description: "What a reader should know: too_large, other_sender, bounced, right_not_offered …" }),
});

/** One rule that spoke for what a message was taken for. */
export const ReasonSchema = z.object({
  rule: z.string().meta({ description: "Name of the rule, with the right it speaks for." }),
  where: z.enum(["subject", "text", "quoted", "headers", "thread"]),
  matched: z.string().meta({ description: "The words that matched, as they were compared." }),
  weight: z.number(),
});

export const MessageContentSchema = z.object({
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  date: z.string().nullable().meta({ description: "What the message itself says; not proof of anything." }),
  text: z.string().meta({ description: "What the sender wrote, as plain text." }),
  quoted: z.string().meta({ description: "What they quoted below it, and signatures." }),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), bytes: z.int().nonnegative() })),
  reasons: z.array(ReasonSchema),
  answers: z.array(z.object({ at: z.iso.datetime(), template: AnswerTemplateSchema, text: z.string() })),
  dismissal: z.object({ reason: DismissReasonSchema, note: z.string() }).nullable(),
});

export const MessageDetailSchema = InboxMessageSchema.extend({
  hasContent: z.boolean().meta({ description: "False once the content was removed after its time." }),
  thread: z.array(InboxMessageSchema.pick({ id: true, reference: true, receivedAt: true, state: true })),
  may: z.object({ act: z.boolean(), makeRequest: z.boolean() }),
}).meta({ id: "InboxMessage" });

/** What a scan may be; it is never opened here. */
export const SCAN_TYPES = ["application/pdf", "image/jpeg", "image/png"] as const;
export const MOST_SCAN_BYTES = 10 * 1024 * 1024;

export const EnterLetterSchema = z.object({
  arrivedOn: z.iso.date().meta({ description: "The day on which it reached you: clocks begin there." }),
  email: z.email().optional().meta({ description: "The sender's address, where the letter names one. A claim." }),
  text: z.string().trim().max(20_000).default("").meta({ description: "What it says, typed in; sorted by it." }),
  scan: z
    .object({ type: z.enum(SCAN_TYPES), content: z.base64() })
    .optional()
    .meta({ description: "A picture of it, at most 10 MB, in Base64. Sealed." }),
});

export const INBOX_FILTERS = ["triage", "done", "set_aside"] as const;
export const ListInboxQuerySchema = z.object({
  filter: z.enum(INBOX_FILTERS).default("triage"),
  mailbox: z.string().max(80).optional(),
  request: z.string().max(80).optional().meta({ description: "Messages about this request, whatever their filter." }),
  case: z.string().max(80).optional().meta({ description: "Messages about this complaint or case of a child." }),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const MailboxStatusSchema = z.object({
  mailbox: z.string(),
  purpose: z.enum(["rights", "questions"]),
  addresses: z.array(z.string()),
  door: z.enum(["imap", "smtp", "imap+smtp", "none"]),
  state: z.enum(["up", "down", "unknown"]),
  checkedAt: z.iso.datetime().nullable(),
  problem: z.object({ code: z.string(), message: z.string(), action: z.string(), since: z.iso.datetime() }).nullable(),
});

export const InboxListSchema = z.object({
  messages: z.array(InboxMessageSchema),
  next: z.string().nullable(),
  counts: z.record(z.enum(INBOX_FILTERS), z.int().nonnegative()),
  mailboxes: z.array(MailboxStatusSchema),
});

export const MakeRequestSchema = z.object({
  kind: RequestKindSchema,
  language: LanguageSchema.optional().meta({
    description: "In which the person is written to; default: that of the message.",
  }),
});
export const MakeCaseSchema = z.object({
  case: z.enum(MAIL_CASES),
  language: LanguageSchema.optional().meta({
    description: "In which the person is written to; default: that of the message.",
  }),
});
export const JoinRequestSchema = z.object({
  request: z.string().trim().min(1).max(60).meta({ description: "Id or reference of the request." }),
});
export const AnswerSchema = z.object({
  template: AnswerTemplateSchema,
  text: z.string().trim().min(1).max(10_000),
  language: LanguageSchema.default("en"),
});
export const DismissSchema = z.object({
  reason: DismissReasonSchema,
  note: z.string().trim().max(2000).default(""),
});
export const TemplateListSchema = z.object({
  templates: z.array(z.object({ template: AnswerTemplateSchema, language: LanguageSchema, text: z.string() })),
});

export type EnterLetter = z.infer<typeof EnterLetterSchema>;
export type InboxMessage = z.infer<typeof InboxMessageSchema>;
export type MessageDetail = z.infer<typeof MessageDetailSchema>;
export type MessageContent = z.infer<typeof MessageContentSchema>;
export type MessageReason = z.infer<typeof ReasonSchema>;
export type MessageState = z.infer<typeof MessageStateSchema>;
export type MessageOutcome = z.infer<typeof MessageOutcomeSchema>;
export type DismissReason = z.infer<typeof DismissReasonSchema>;
export type AnswerTemplate = z.infer<typeof AnswerTemplateSchema>;
export type ListInboxQuery = z.infer<typeof ListInboxQuerySchema>;
export type InboxFilter = ListInboxQuery["filter"];
export type InboxList = z.infer<typeof InboxListSchema>;
export type MailboxStatus = z.infer<typeof MailboxStatusSchema>;
