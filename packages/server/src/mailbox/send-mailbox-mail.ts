/** Writes back to whoever wrote: the automatic acknowledgement, and what an operator answers. */
import type { Ctx } from "../platform/ctx.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { renderMail } from "../requests/emails.tsx";
import { centrePath } from "../requests/request-links.ts";
import { loadMailTexts } from "../templates/queries.ts";
import { answerAddress } from "./answer-address.ts";
import { composeAcknowledgement, composeAnswer } from "./mailbox-mails.ts";
import type { MailboxParts } from "./mailbox-parts.ts";
import { openAnswer, openText } from "./message-content.ts";
import { findMessage } from "./queries.ts";
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
