/** The inbox as operators see it. Lists say what a message is, never what it says; each look at that is an entry. */
import {
  ANSWER_TEMPLATES,
  type AnswerTemplate,
  type InboxList,
  type ListInboxQuery,
  type MessageContent,
  type MessageDetail,
} from "@kept/contract/mailbox";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { listStatus } from "./list-status.ts";
import type { MailboxParts } from "./mailbox-parts.ts";
import { mailboxTexts } from "./mailbox-texts.ts";
import { openAnswer, openRaw, openText } from "./message-content.ts";
import { readStored } from "./parse/read-stored.ts";
import {
  countMessages,
  describeMessage,
  findMessage,
  listCaseIds,
  listMessages,
  listRequestIds,
  listThread,
  type MessageRow,
} from "./queries.ts";

export async function listInbox(ctx: Ctx, parts: MailboxParts, query: ListInboxQuery): Promise<InboxList> {
  const rows = await listMessages(ctx, query);
  const page = rows.slice(0, query.limit);
  const ids = page.map((row) => row.id);
  const requestIds = await listRequestIds(ctx, ids);
  const caseIds = await listCaseIds(ctx, ids);
  return {
    messages: page.map((row) => describeMessage(row, requestIds.get(row.id) ?? [], caseIds.get(row.id) ?? [])),
    next: rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
    counts: await countMessages(ctx),
    mailboxes: await listStatus(ctx, parts),
  };
}

export async function getMessage(ctx: Ctx, messageId: string): Promise<MessageDetail> {
  const row = await requireMessage(ctx, messageId);
  const requestIds = (await listRequestIds(ctx, [row.id])).get(row.id) ?? [];
  const caseIds = (await listCaseIds(ctx, [row.id])).get(row.id) ?? [];
  const thread = (await listThread(ctx, row.thread_id)).filter((other) => other.id !== row.id);
  const text = openText(ctx.keys, row.id, row.sealed_content);
  return {
    ...describeMessage(row, requestIds, caseIds),
    hasContent: text !== null,
    thread: thread.map((other) => {
      const { id, reference, receivedAt, state } = describeMessage(other, [], []);
      return { id, reference, receivedAt, state };
    }),
    may: { act: row.state !== "new", makeRequest: text !== null && text.from !== null && !text.isNoReply },
  };
}

export async function readMessage(ctx: Ctx, messageId: string): Promise<MessageContent> {
  const row = await requireContent(ctx, messageId);
  const text = openText(ctx.keys, row.id, row.sealed_content);
  if (text === null) throw problem("message_purged");
  await ctx.transaction((tx) =>
    tx.outbox.add(row.id, { entry: { type: "mailbox.message-viewed", subject: { message: row.id }, data: {} } }),
  );
  const answers = await ctx.db
    .selectFrom("mailbox_answer")
    .selectAll()
    .where("message_id", "=", row.id)
    .orderBy("at")
    .execute();
  return {
    from: text.from ?? "",
    to: [...text.to],
    subject: text.subject,
    date: text.date,
    text: text.text,
    quoted: text.quoted,
    attachments: text.attachments.map((attachment) => ({ ...attachment })),
    reasons: text.reasons.map((reason) => ({ ...reason })),
    answers: answers.map((answer) => ({
      at: answer.at.toISOString(),
      template: answer.template as AnswerTemplate,
      text: openAnswer(ctx.keys, answer.id, answer.sealed_text),
    })),
    dismissal: text.dismissal,
  };
}

/** As a file that no browser opens by itself, whatever it calls itself. */
export async function fetchAttachment(ctx: Ctx, messageId: string, position: number): Promise<Response> {
  const row = await requireContent(ctx, messageId);
  if (row.sealed_raw === null) throw problem("message_purged");
  const attachment = await readStored(row.door).attachment(openRaw(ctx.keys, row.id, row.sealed_raw), position);
  if (attachment === null) throw problem("attachment_not_found");
  await ctx.transaction((tx) =>
    tx.outbox.add(row.id, {
      entry: { type: "mailbox.attachment-fetched", subject: { message: row.id }, data: { position } },
    }),
  );
  // The name is the sender's: only letters that do no harm in a header or a folder stay.
  const name = attachment.name.replace(/[^\p{L}\p{N} ._-]/gu, "_").replace(/^[. ]+/, "") || `attachment-${position}`;
  return new Response(Buffer.from(attachment.bytes), {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}

export function listTemplates(parts: MailboxParts) {
  return {
    templates: parts.kept.languages.flatMap((language) =>
      ANSWER_TEMPLATES.map((template) => ({
        template,
        language,
        text: mailboxTexts[language][`${template}Text`],
      })),
    ),
  };
}

async function requireMessage(ctx: Ctx, messageId: string): Promise<MessageRow> {
  const row = await findMessage(ctx, messageId);
  if (row === undefined) throw problem("message_not_found");
  return row;
}

async function requireContent(ctx: Ctx, messageId: string): Promise<MessageRow> {
  const row = await requireMessage(ctx, messageId);
  if (row.state === "new") throw problem("message_not_sorted");
  return row;
}
