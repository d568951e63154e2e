/** Writes to whoever complained: it arrived, how far it has come, how it ended. */

import { formatDay } from "../centre/format.ts";
import { listCaseClocks } from "../clocks/case-clocks.ts";
import { answerAddress } from "../mailbox/answer-address.ts";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { isLanguage, type Language } from "../platform/i18n/language.ts";
import { authoritiesFor } from "../requests/authorities.ts";
import { type MailContent, renderMail } from "../requests/emails.tsx";
import { mailTexts } from "../requests/mail-texts.ts";
import { recordAcknowledged } from "./answer-complaint.ts";
import { openAnswer, openWords } from "./complaint-content.ts";
import { COMPLAINT_LINK, type ComplaintParts, complaintPath } from "./complaint-parts.ts";
import { complaintTexts } from "./complaint-texts.ts";
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
  const content = await compose(ctx, parts, row, job, language);
  const action = {
    label: complaintTexts[language].mailButton,
    url: `${parts.publicUrl}${complaintPath.one(link.token)}${search}`,
  };
  const replyTo = answerAddress(kept, null, row.reference);
  await ctx.mail.send({
    id: job.messageId,
    key: row.id,
    kind: `complaint-${job.message}`,
    language,
    to,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...renderMail(kept, language, { ...content, action }),
  });
  if (job.message === "received") await ctx.transaction((tx) => recordAcknowledged(tx, row.id, "mail"));
}

async function compose(
  ctx: Ctx,
  parts: ComplaintParts,
  row: ComplaintRow,
  job: ComplaintMail,
  language: Language,
): Promise<MailContent> {
  const texts = complaintTexts[language];
  const shared = mailTexts[language];
  const facts: [string, string][] = [[shared.reference, row.reference]];
  if (job.message === "received") {
    const answer = (await listCaseClocks(ctx, [row.id])).find((clock) => clock.purpose === "answer");
    if (answer !== undefined) facts.push([shared.answerBy, formatDay(answer.safe_due, language)]);
    return {
      subject: texts.receivedSubject(row.reference),
      title: texts.receivedTitle,
      paragraphs: [texts.receivedText(parts.kept.controller.name)],
      facts,
      note: texts.receivedNote,
    };
  }
  const answer = (await listAnswers(ctx, row.id)).find(({ id }) => id === job.answerId);
  const quote = answer === undefined ? null : openAnswer(ctx.keys, answer.id, answer.sealed);
  if (quote === null) throw new Error("An answer that was just written is not there.");
  if (job.message === "update") {
    const paragraphs = [texts.updateText];
    return { subject: texts.updateSubject(row.reference), title: texts.updateTitle, paragraphs, quote, facts };
  }
  const authorities = authoritiesFor(parts.kept, row.region);
  return {
    subject: texts.decisionSubject(row.reference),
    title: texts.decisionTitle,
    paragraphs: [texts[`outcome_${row.outcome as "upheld" | "partly_upheld" | "not_upheld" | "withdrawn"}`]],
    quote,
    facts: [
      ...facts,
      ...authorities.map(({ name, url, email }): [string, string] => [
        shared.refusedComplain,
        [name, url, ...(email === null ? [] : [email])].join(", "),
      ]),
    ],
    note: [...(authorities.length === 0 ? [shared.refusedAnyAuthority] : []), shared.refusedCourt].join(" "),
  };
}
