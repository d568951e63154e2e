/** What operators do with a message: make a request of it, join it to one, answer it, set it aside. */
import type { AnswerTemplate, DismissReason, MessageOutcome } from "@kept/contract/mailbox";
import type { MailCaseName } from "@kept/contract/mailbox-classes";
import type { RequestSummary } from "@kept/contract/requests";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { mailJob } from "../requests/message-names.ts";
import { openRequest, regionFacts } from "../requests/open-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { MailboxParts } from "./mailbox-parts.ts";
import { type MessageText, openText, sealAnswer, sealText } from "./message-content.ts";
import { joinToRequest, listRequestIds, lockMessage, type MessageRow, updateMessage } from "./queries.ts";
import { channelOf, senderOf } from "./sender.ts";
import { languageOf, openCase } from "./sort-message.ts";

/** The address is what the message claims: the request waits until the link that goes there has been opened. */
export async function makeRequestOfMessage(
  ctx: Ctx,
  parts: MailboxParts,
  messageId: string,
  input: { readonly kind: RequestSummary["kind"]; readonly language?: "en" | "de" | undefined },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await requireLocked(tx, messageId);
    const { text, from } = requireAnswerable(tx, row);
    const sender = senderOf(from);
    const channel = channelOf(row.door);
    const request = await openRequest(tx, parts.requests, {
      kind: input.kind,
      state: "unverified",
      channel,
      language: input.language ?? languageOf(parts, row.language),
      person: {
        identifiers: [sender],
        keys: [],
        replyTo: sender.kind === "email" ? from : null,
        answers: text.thread,
      },
      scope: { tables: [], categories: [], purposes: [], rows: [] },
      arrivedAt: row.received_at.toISOString(),
    });
    const facts = { kind: input.kind, channel, ...regionFacts(request) };
    await recordEvent(tx, request.id, { type: "request.submitted", data: facts }, [mailJob(tx, request.id, "confirm")]);
    await joinToRequest(tx, row.id, request.id);
    await close(tx, row, "request_opened");
    const subject = { message: row.id, request: request.id };
    await tx.outbox.add(row.id, {
      entry: { type: "mailbox.request-made", subject, data: { kind: input.kind, by: "operator" } },
    });
  });
}

/** The sender's own words open it, and its clocks run from the message's arrival. */
export async function makeCaseOfMessage(
  ctx: Ctx,
  parts: MailboxParts,
  messageId: string,
  input: { readonly case: MailCaseName; readonly language?: "en" | "de" | undefined },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await requireLocked(tx, messageId);
    const { text, from } = requireAnswerable(tx, row);
    // What a complaint or a case of a child answers are letters.
    if (senderOf(from).kind !== "email") throw problem("message_unanswerable");
    const [aboutRequest = null] = (await listRequestIds(tx, [row.id])).get(row.id) ?? [];
    const language = input.language ?? languageOf(parts, row.language);
    await openCase(tx, parts, row, input.case, {
      address: from,
      text: text.text,
      language,
      aboutRequest,
      by: "operator",
    });
    await close(tx, row, "case_opened");
  });
}

/** @param named id or reference of the request */
export async function joinMessage(ctx: Ctx, messageId: string, named: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await requireLocked(tx, messageId);
    const request = await tx.db
      .selectFrom("request")
      .select("id")
      .where((where) => where.or([where("id", "=", named), where("reference", "=", named.toUpperCase())]))
      .executeTakeFirst();
    if (request === undefined) throw problem("request_not_found");
    await joinToRequest(tx, row.id, request.id);
    await close(tx, row, "joined");
    const subject = { message: row.id, request: request.id };
    await tx.outbox.add(row.id, { entry: { type: "mailbox.message-joined", subject, data: { by: "operator" } } });
  });
}

export async function answerMessage(
  ctx: Ctx,
  messageId: string,
  input: { readonly template: AnswerTemplate; readonly text: string; readonly language: "en" | "de" },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await requireLocked(tx, messageId);
    requireAnswerable(tx, row);
    const answerId = tx.ids.next("msg");
    await tx.db
      .insertInto("mailbox_answer")
      .values({
        id: answerId,
        message_id: row.id,
        at: isoInstant(tx.clock.now()),
        template: input.template,
        language: input.language,
        sealed_text: sealAnswer(tx.keys, answerId, input.text),
      })
      .execute();
    await close(tx, row, "answered");
    const data = { template: input.template };
    await tx.outbox.add(row.id, {
      entry: { type: "mailbox.message-answered", subject: { message: row.id }, data },
      jobs: [{ name: "mailbox.answer", payload: { messageId: row.id, answerId } }],
    });
  });
}

export async function dismissMessage(
  ctx: Ctx,
  messageId: string,
  input: { readonly reason: DismissReason; readonly note: string },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await requireLocked(tx, messageId);
    const text = openText(tx.keys, row.id, row.sealed_content);
    if (text !== null) {
      const dismissal = { reason: input.reason, note: input.note };
      await updateMessage(tx, row.id, { sealed_content: sealText(tx.keys, row.id, { ...text, dismissal }) });
    }
    await close(tx, row, "dismissed");
    const data = { reason: input.reason };
    await tx.outbox.add(row.id, {
      entry: { type: "mailbox.message-dismissed", subject: { message: row.id }, data },
    });
  });
}

/** The first outcome stays first: a message that opened a request and was answered later still opened it. */
async function close(tx: TxCtx, row: MessageRow, outcome: MessageOutcome): Promise<void> {
  const keepsOutcome = row.outcome === "request_opened" && outcome !== "request_opened";
  await updateMessage(tx, row.id, {
    state: "done",
    outcome: keepsOutcome ? row.outcome : outcome,
    closed_at: isoInstant(tx.clock.now()),
  });
}

async function requireLocked(tx: TxCtx, messageId: string): Promise<MessageRow> {
  const row = await lockMessage(tx, messageId);
  if (row === undefined) throw problem("message_not_found");
  return row;
}

function requireAnswerable(tx: TxCtx, row: MessageRow): { readonly text: MessageText; readonly from: string } {
  if (row.state === "new") throw problem("message_not_sorted");
  const text = openText(tx.keys, row.id, row.sealed_content);
  if (text === null) throw problem("message_purged");
  if (text.from === null || text.isNoReply) throw problem("message_unanswerable");
  return { text, from: text.from };
}
