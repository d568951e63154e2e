/** Writes back to whoever wrote: the automatic acknowledgement, and what an operator answers. */

import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { renderMail } from "../requests/emails.tsx";
import { centrePath } from "../requests/request-links.ts";
import { addSms, type NewSms } from "../sms/queue-sms.ts";
import { loadMailTexts } from "../templates/queries.ts";
import { answerAddress } from "./answer-address.ts";
import { composeAcknowledgement, composeAnswer } from "./mailbox-mails.ts";
import type { MailboxParts } from "./mailbox-parts.ts";
import { mailboxTexts } from "./mailbox-texts.ts";
import { openAnswer, openText } from "./message-content.ts";
import { findMessage } from "./queries.ts";
import { senderOf } from "./sender.ts";
import { languageOf } from "./sort-message.ts";

/** Silent when there is nobody to write to any more. */
export async function sendAcknowledgement(
  ctx: Ctx,
  parts: MailboxParts,
  input: { readonly messageId: string; readonly mailId: string },
): Promise<void> {
  const row = await findMessage(ctx, input.messageId);
  const content = openText(ctx.keys, input.messageId, row?.sealed_content ?? null);
  if (row === undefined || content === null || content.from === null) return;
  const language = languageOf(parts, row.language);
  const { kept } = parts;
  const texts = await loadMailTexts(ctx, language);
  const centreUrl = `${parts.publicUrl}${centrePath.home()}`;
  if (senderOf(content.from).kind === "phone") {
    const text = mailboxTexts[language].receivedSms(kept.centre.brand, row.reference, centreUrl);
    await sendText(ctx, parts, { id: input.mailId, key: row.id, kind: "received", to: content.from, text });
    return;
  }
  const replyTo = answerAddress(kept, row.mailbox, row.reference);
  await ctx.mail.send({
    id: input.mailId,
    key: row.id,
    kind: "mailbox-received",
    language,
    to: content.from,
    answers: content.thread,
    automatic: "auto-replied",
    ...(replyTo === undefined ? {} : { replyTo }),
    ...renderMail(kept, language, composeAcknowledgement(texts, kept.controller.name, row.reference, centreUrl)),
  });
}

export async function sendAnswer(
  ctx: Ctx,
  parts: MailboxParts,
  input: { readonly messageId: string; readonly answerId: string },
): Promise<void> {
  const row = await findMessage(ctx, input.messageId);
  const content = openText(ctx.keys, input.messageId, row?.sealed_content ?? null);
  const answer = await ctx.db
    .selectFrom("mailbox_answer")
    .selectAll()
    .where("id", "=", input.answerId)
    .executeTakeFirst();
  if (row === undefined || answer === undefined || content === null || content.from === null) return;
  const language = isLanguage(answer.language) ? answer.language : "en";
  const texts = await loadMailTexts(ctx, language);
  const words = openAnswer(ctx.keys, answer.id, answer.sealed_text);
  if (senderOf(content.from).kind === "phone") {
    const text = mailboxTexts[language].answerSms(parts.kept.centre.brand, row.reference, words);
    await sendText(ctx, parts, { id: answer.id, key: row.id, kind: "answer", to: content.from, text });
    return;
  }
  const replyTo = answerAddress(parts.kept, row.mailbox, row.reference);
  await ctx.mail.send({
    id: answer.id,
    key: row.id,
    kind: "mailbox-answer",
    language,
    to: content.from,
    answers: content.thread,
    automatic: "no",
    ...(replyTo === undefined ? {} : { replyTo }),
    ...renderMail(parts.kept, language, composeAnswer(texts, row.reference, words)),
  });
}

/** A gateway that is down longer than this has lost it. */
const TEXT_LIFETIME = "P1D";

async function sendText(ctx: Ctx, parts: MailboxParts, sms: Omit<NewSms, "expiresAt">): Promise<void> {
  if (parts.kept.sms === null) return;
  await ctx.transaction(async (tx) => {
    const expiresAt = isoInstant(addDuration(tx.clock.now(), TEXT_LIFETIME));
    const jobs = [await addSms(tx, { ...sms, expiresAt })];
    const data = { kind: sms.kind };
    await tx.outbox.add(sms.key, { entry: { type: "sms.queued", subject: { message: sms.key }, data }, jobs });
  });
}
