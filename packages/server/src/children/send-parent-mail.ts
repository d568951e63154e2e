/** Writes to the parent who told of a child: it arrived, use has stopped, how it ended. Who the child is stands in none. */
import { listCaseClocks } from "../clocks/case-clocks.ts";
import { answerAddress } from "../mailbox/answer-address.ts";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { type MailContent, renderMail } from "../requests/emails.tsx";
import { loadMailTexts } from "../templates/queries.ts";
import { type ChildParts, childPath, PARENT_LINK } from "./child-parts.ts";
import { openWords } from "./child-words.ts";
import {
  composeEnded,
  composeFrozen,
  composeParentReceived,
  composeVerified,
  type ParentMailFacts,
} from "./parent-mails.ts";
import { type CaseRow, requireCase, updateCase } from "./queries.ts";

/** As long as a consent is asked for again at the latest. */
const LINK_LIFETIME = "P365D";

type ParentMessage = "received" | "frozen" | "verified" | "ended";

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
  const isEnd = job.message === "ended" && row.outcome !== "consented";
  const search = kept.languages.length > 1 ? `?lang=${language}` : "";
  const content = await compose(ctx, row, job.message, {
    texts: await loadMailTexts(ctx, language),
    language,
    controller: kept.controller.name,
    reference: row.reference,
    url: isEnd ? "" : await linkTo(ctx, row.id, parts.publicUrl, search),
  });
  const replyTo = answerAddress(kept, null, row.reference);
  await ctx.mail.send({
    id: job.messageId,
    key: row.id,
    kind: `child-${job.message}`,
    language,
    to,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...renderMail(kept, language, content),
  });
  await ctx.transaction(async (tx) => {
    const data = { message: job.message };
    await tx.outbox.add(row.id, { entry: { type: "child.parent-told", subject: { case: row.id }, data } });
    // It was no child, and the parent knows: nothing is left to be kept for.
    if (isEnd) await updateCase(tx, row.id, { sealed: null, email_index: null });
  });
}

async function linkTo(ctx: Ctx, caseId: string, publicUrl: string, search: string): Promise<string> {
  const link = await ctx.transaction((tx) =>
    createLink(tx, { purpose: PARENT_LINK, subject: caseId, lifetime: LINK_LIFETIME }),
  );
  return `${publicUrl}${childPath.one(link.token)}${search}`;
}

async function compose(ctx: Ctx, row: CaseRow, message: ParentMessage, facts: ParentMailFacts): Promise<MailContent> {
  if (message === "received") {
    const clock = (await listCaseClocks(ctx, [row.id])).find(({ purpose }) => purpose === "answer");
    return composeParentReceived(facts, clock?.safe_due.slice(0, 10) ?? null);
  }
  if (message === "frozen") return composeFrozen(facts, row.window_ends_at?.toISOString().slice(0, 10) ?? null);
  if (message === "verified") return composeVerified(facts);
  return composeEnded(facts, row.outcome === "consented");
}
