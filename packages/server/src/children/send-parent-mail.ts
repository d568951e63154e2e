/** Writes to the parent who told of a child: it arrived, use has stopped, how it ended. Who the child is stands in none. */
import { formatDay } from "../centre/format.ts";
import { listCaseClocks } from "../clocks/case-clocks.ts";
import { answerAddress } from "../mailbox/answer-address.ts";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { isLanguage, type Language } from "../platform/i18n/language.ts";
import { type MailContent, renderMail } from "../requests/emails.tsx";
import { mailTexts } from "../requests/mail-texts.ts";
import { type ChildParts, childPath, PARENT_LINK } from "./child-parts.ts";
import { childTexts } from "./child-texts.ts";
import { openWords } from "./child-words.ts";
import { type CaseRow, requireCase, updateCase } from "./queries.ts";

/** As long as a consent is asked for again at the latest. */
const LINK_LIFETIME = "P365D";

type ParentMessage = "received" | "frozen" | "ended";

/** The job that writes to the parent of a case. */
export function parentMail(tx: TxCtx, caseId: string, message: ParentMessage) {
  return { name: "children.mail", payload: { caseId, message, messageId: tx.ids.next("msg") } } as const;
}

/** Silent when no parent wrote, or they are forgotten meanwhile. */
export async function sendParentMail(
  ctx: Ctx,
  parts: ChildParts,
  job: { readonly caseId: string; readonly message: ParentMessage; readonly messageId: string },
): Promise<void> {
  const row = await requireCase(ctx, job.caseId);
  const to = row.sealed === null ? null : openWords(ctx.keys, row).parent;
  // A window that was cut short is not told of.
  if (to === null || (job.message === "frozen" && row.state !== "frozen")) return;
  const { kept } = parts;
  const language = isLanguage(row.language) ? row.language : "en";
  const texts = childTexts[language];
  const content = await compose(ctx, parts, row, job.message, language);
  const hasPage = job.message !== "ended" || row.outcome === "consented";
  const search = kept.languages.length > 1 ? `?lang=${language}` : "";
  const action = !hasPage ? undefined : await linkTo(ctx, row.id, parts.publicUrl, search, texts.mailButton);
  const replyTo = answerAddress(kept, null, row.reference);
  await ctx.mail.send({
    id: job.messageId,
    key: row.id,
    kind: `child-${job.message}`,
    language,
    to,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...renderMail(kept, language, { ...content, ...(action === undefined ? {} : { action }) }),
  });
  await ctx.transaction(async (tx) => {
    const data = { message: job.message };
    await tx.outbox.add(row.id, { entry: { type: "child.parent-told", subject: { case: row.id }, data } });
    // It was no child, and the parent knows: nothing is left to be kept for.
    if (job.message === "ended" && row.outcome !== "consented") {
      await updateCase(tx, row.id, { sealed: null, email_index: null });
    }
  });
}

async function linkTo(ctx: Ctx, caseId: string, publicUrl: string, search: string, label: string) {
  const link = await ctx.transaction((tx) =>
    createLink(tx, { purpose: PARENT_LINK, subject: caseId, lifetime: LINK_LIFETIME }),
  );
  return { label, url: `${publicUrl}${childPath.one(link.token)}${search}` };
}

async function compose(
  ctx: Ctx,
  parts: ChildParts,
  row: CaseRow,
  message: ParentMessage,
  language: Language,
): Promise<MailContent> {
  const texts = childTexts[language];
  const shared = mailTexts[language];
  const facts: [string, string][] = [[shared.reference, row.reference]];
  if (message === "received") {
    const clock = (await listCaseClocks(ctx, [row.id])).find(({ purpose }) => purpose === "answer");
    if (clock !== undefined) facts.push([shared.answerBy, formatDay(clock.safe_due.slice(0, 10), language)]);
    return {
      subject: texts.receivedSubject(row.reference),
      title: texts.receivedTitle,
      paragraphs: [texts.receivedText(parts.kept.controller.name)],
      facts,
      note: texts.receivedNote,
    };
  }
  if (message === "frozen") {
    const until = row.window_ends_at?.toISOString().slice(0, 10);
    if (until !== undefined) facts.push([texts.windowEnds, formatDay(until, language)]);
    return {
      subject: texts.frozenSubject(row.reference),
      title: texts.frozenTitle,
      paragraphs: [texts.frozenText],
      facts,
    };
  }
  const isConsent = row.outcome === "consented";
  return {
    subject: texts.endedSubject(row.reference),
    title: isConsent ? texts.consentedTitle : texts.notAChildTitle,
    paragraphs: [isConsent ? texts.consentedText : texts.notAChildText],
    facts,
    note: shared.refusedAnyAuthority,
  };
}
