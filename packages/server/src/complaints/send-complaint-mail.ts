/** Writes to whoever complained: it arrived, how far it has come, how it ended. */
import { listCaseClocks } from "../clocks/case-clocks.ts";
import { answerAddress } from "../mailbox/answer-address.ts";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { authoritiesFor } from "../requests/authorities.ts";
import { type MailContent, renderMail } from "../requests/emails.tsx";
import { loadMailTexts } from "../templates/queries.ts";
import { recordAcknowledged } from "./answer-complaint.ts";
import { openAnswer, openWords } from "./complaint-content.ts";
import {
  type ComplaintMailFacts,
  type ComplaintOutcome,
  composeDecision,
  composeReceived,
  composeUpdate,
} from "./complaint-mails.ts";
import { COMPLAINT_LINK, type ComplaintParts, complaintPath } from "./complaint-parts.ts";
import { type ComplaintRow, listAnswers, requireComplaint } from "./queries.ts";

/** As long as an answer may be argued about. */
const LINK_LIFETIME = "P180D";

interface ComplaintMail {
  readonly complaintId: string;
  readonly message: "received" | "update" | "decision";
  readonly answerId: string | null;
  readonly messageId: string;
}

/** Silent when there is no address, or the words were forgotten meanwhile. */
export async function sendComplaintMail(ctx: Ctx, parts: ComplaintParts, job: ComplaintMail): Promise<void> {
  const row = await requireComplaint(ctx, job.complaintId);
  const to = openWords(ctx.keys, row.id, row.sealed)?.email ?? null;
  if (to === null) return;
  const { kept } = parts;
  const language = isLanguage(row.language) ? row.language : "en";
  const link = await ctx.transaction((tx) =>
    createLink(tx, { purpose: COMPLAINT_LINK, subject: row.id, lifetime: LINK_LIFETIME }),
  );
  const search = kept.languages.length > 1 ? `?lang=${language}` : "";
  const content = await compose(ctx, parts, row, job, {
    texts: await loadMailTexts(ctx, language),
    language,
    controller: kept.controller.name,
    reference: row.reference,
    url: `${parts.publicUrl}${complaintPath.one(link.token)}${search}`,
  });
  const replyTo = answerAddress(kept, null, row.reference);
  await ctx.mail.send({
    id: job.messageId,
    key: row.id,
    kind: `complaint-${job.message}`,
    language,
    to,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...renderMail(kept, language, content),
  });
  if (job.message === "received") await ctx.transaction((tx) => recordAcknowledged(tx, row.id, "mail"));
}

async function compose(
  ctx: Ctx,
  parts: ComplaintParts,
  row: ComplaintRow,
  job: ComplaintMail,
  facts: ComplaintMailFacts,
): Promise<MailContent> {
  if (job.message === "received") {
    const clock = (await listCaseClocks(ctx, [row.id])).find(({ purpose }) => purpose === "answer");
    return composeReceived(facts, clock?.safe_due.slice(0, 10) ?? null);
  }
  const answer = (await listAnswers(ctx, row.id)).find(({ id }) => id === job.answerId);
  const quote = answer === undefined ? null : openAnswer(ctx.keys, answer.id, answer.sealed);
  if (quote === null) throw new Error("An answer that was just written is not there.");
  if (job.message === "update") return composeUpdate(facts, quote);
  return composeDecision(facts, {
    outcome: row.outcome as ComplaintOutcome,
    quote,
    authorities: authoritiesFor(parts.kept, row.region),
  });
}
