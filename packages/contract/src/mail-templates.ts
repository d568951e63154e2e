/** The words of messages to people, as operators edit them: looked at as they will be, kept in versions, never without what the law demands. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";
import { defineErrors } from "./problems.ts";
import { LetterPreviewSchema } from "./refusals.ts";
import { LanguageSchema } from "./requests.ts";

export const MailPlaceholderSchema = z.object({
  name: z.string(),
  required: z.boolean(),
  why: z.string().nullable().meta({ description: "Why it may not be left out, where more than style demands it." }),
});

export const MailTextSchema = z.object({
  key: z.string().meta({ description: "Name of the text within the messages.", example: "receivedText" }),
  words: z.string().meta({ description: "As it is sent now, with placeholders in braces." }),
  standard: z.string().meta({ description: "As it is without any change." }),
  placeholders: z.array(MailPlaceholderSchema),
  oneLine: z.boolean(),
  locked: z.string().nullable().meta({ description: "Why it cannot be changed; null: it can." }),
  version: z.int().nonnegative().meta({ description: "0: never changed." }),
  sharedWith: z.array(z.string()).meta({ description: "Other messages that have the same text." }),
});

export const MailTemplateSchema = z
  .object({
    name: z.string().meta({ example: "received" }),
    title: z.string().meta({ description: "When it is sent." }),
    group: z.string().meta({ description: "What it belongs to.", example: "Requests" }),
    language: LanguageSchema,
    texts: z.array(MailTextSchema),
  })
  .meta({ id: "MailTemplate" });

export const MailTextVersionSchema = z.object({
  key: z.string(),
  version: z.int().positive(),
  words: z.string().nullable().meta({ description: "Null: the standard text." }),
  at: z.iso.datetime(),
  by: z.object({ kind: z.string(), id: z.string() }),
});

/** Changed texts by their keys; null goes back to the standard. */
const texts = z.record(z.string().max(60), z.string().max(4000).nullable());
export const EditTemplateSchema = z.object({ texts });
export const RestoreTextSchema = z.object({
  key: z.string().max(60),
  version: z.int().nonnegative().meta({ description: "The version whose words come back; 0: the standard." }),
});

export const mailTemplateEntries = defineEntries({
  "mail-text.changed": {
    title: "Words of a message changed",
    data: z.object({ key: z.string(), language: z.string(), version: z.int(), textHash: z.string().nullable() }),
  },
  "mail-text.tested": {
    title: "Message sent as a test",
    data: z.object({ template: z.string(), language: z.string() }),
  },
});

export const mailTemplateErrors = defineErrors({
  template_not_found: {
    status: 404,
    title: "There is no such message",
    action: "List the messages to see their names and languages.",
  },
  template_text_wrong: {
    status: 422,
    title: "A text cannot be sent like this",
    action: "The pointers say which text and what to change in it.",
  },
  template_version_missing: {
    status: 409,
    title: "There is no such version of this text",
    action: "Read its versions; 0 is the standard text.",
  },
  template_not_sent: {
    status: 409,
    title: "The mail server did not take the message",
    action: "Look at the server's log, and try again.",
  },
});

const params = z.object({ template: z.string().max(60), language: LanguageSchema });
const exampleParams = { template: "received", language: "en" };
const exampleTemplate = {
  name: "received",
  title: "The request has arrived",
  group: "Requests",
  language: "en" as const,
  texts: [
    {
      key: "receivedTitle",
      words: "Your request is in",
      standard: "Your request is in",
      placeholders: [],
      oneLine: true,
      locked: null,
      version: 0,
      sharedWith: [],
    },
  ],
};
const exampleBody = { texts: { receivedTitle: "We have your request" } };
const examplePreview = {
  subject: "We received your request K7QM-3F2X",
  text: "We have your request",
  html: "<!doctype html>…",
};

export const listMailTemplates = endpoint({
  id: "mail-templates.list",
  method: "get",
  path: "/api/mail-templates",
  summary: "List the messages to people",
  description: "Every message in every language of the configuration, with its texts as they are now.",
  responses: { 200: z.object({ templates: z.array(MailTemplateSchema) }) },
  errors: [],
  access: "messages:read",
  example: { response: { templates: [exampleTemplate] } },
});

export const editMailTemplate = endpoint({
  id: "mail-templates.edit",
  method: "put",
  path: "/api/mail-templates/{template}/{language}",
  summary: "Change the words of a message",
  description:
    "All or nothing: unknown and missing placeholders, line breaks in a subject and texts that the law demands are refused with a pointer to each. Null goes back to the standard text. Messages that are sent from now on have the new words.",
  params,
  body: EditTemplateSchema,
  responses: { 200: MailTemplateSchema },
  errors: ["template_not_found", "template_text_wrong"],
  access: "templates:act",
  ledger: "mail-text.changed",
  example: { params: exampleParams, body: exampleBody, response: exampleTemplate },
});

export const previewMailTemplate = endpoint({
  id: "mail-templates.preview",
  method: "post",
  path: "/api/mail-templates/{template}/{language}/preview",
  summary: "See a message as it would be",
  description: "Rendered as it is sent, about an invented person, with these changes and nothing kept.",
  params,
  body: EditTemplateSchema,
  responses: { 200: LetterPreviewSchema },
  errors: ["template_not_found", "template_text_wrong"],
  access: "messages:read",
  example: { params: exampleParams, body: exampleBody, response: examplePreview },
});

export const testMailTemplate = endpoint({
  id: "mail-templates.test",
  method: "post",
  path: "/api/mail-templates/{template}/{language}/test",
  summary: "Send a message to yourself",
  description:
    "With these changes, to the address of the operator who is signed in and to nobody else; for an API key, which has no mailbox, to the controller's.",
  params,
  body: EditTemplateSchema,
  responses: { 200: z.object({ to: z.string() }) },
  errors: ["template_not_found", "template_text_wrong", "template_not_sent"],
  access: "templates:act",
  example: { params: exampleParams, body: exampleBody, response: { to: "lead@example.org" } },
});

export const listMailTextVersions = endpoint({
  id: "mail-templates.versions",
  method: "get",
  path: "/api/mail-templates/{template}/{language}/versions",
  summary: "See what the words were before",
  description: "Every change of the texts of this message, the newest first, with who made it.",
  params,
  responses: { 200: z.object({ versions: z.array(MailTextVersionSchema) }) },
  errors: ["template_not_found"],
  access: "messages:read",
  example: { params: exampleParams, response: { versions: [] } },
});

export const restoreMailText = endpoint({
  id: "mail-templates.restore",
  method: "post",
  path: "/api/mail-templates/{template}/{language}/restore",
  summary: "Bring earlier words back",
  description: "As a new version, so that this can be undone too. Words that would not be accepted today are refused.",
  params,
  body: RestoreTextSchema,
  responses: { 200: MailTemplateSchema },
  errors: ["template_not_found", "template_text_wrong", "template_version_missing"],
  access: "templates:act",
  ledger: "mail-text.changed",
  example: { params: exampleParams, body: { key: "receivedTitle", version: 0 }, response: exampleTemplate },
});

export const mailTemplateEndpoints = [
  listMailTemplates,
  editMailTemplate,
  previewMailTemplate,
  testMailTemplate,
  listMailTextVersions,
  restoreMailText,
] as const;

export type MailTemplate = z.infer<typeof MailTemplateSchema>;
export type MailText = z.infer<typeof MailTextSchema>;
export type MailTextVersion = z.infer<typeof MailTextVersionSchema>;
