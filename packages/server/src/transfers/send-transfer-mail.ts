/** Tells the person how a transfer ended: what arrived, or where their package is instead. */
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { type MailContent, renderMail } from "../requests/emails.tsx";
import { openPerson } from "../requests/person.ts";
import { findRequest } from "../requests/queries.ts";
import { centrePath, LINKS, STATUS_LINK_LIFETIME } from "../requests/request-links.ts";
import { findTransfer } from "./queries.ts";
import { destinationName } from "./transfer-part.tsx";
import type { TransferParts } from "./transfer-parts.ts";
import { transferTexts } from "./transfer-texts.ts";

/** Silent when there is nobody to write to. */
export async function sendTransferMail(
  ctx: Ctx,
  parts: TransferParts,
  job: { readonly transferId: string; readonly message: "done" | "failed"; readonly messageId: string },
): Promise<void> {
  const row = await findTransfer(ctx, job.transferId);
  const request = row === undefined ? undefined : await findRequest(ctx, row.request_id);
  if (row === undefined || request === undefined) return;
  const to = openPerson(ctx, request.id, request.sealed_person)?.replyTo ?? null;
  if (to === null) return;
  const { kept } = parts;
  const language = isLanguage(request.language) ? request.language : "en";
  const texts = transferTexts[language];
  const isDone = job.message === "done";
  const name = destinationName({ kept, language }, row.destination);
  const [purpose, path, lifetime] = isDone
    ? [LINKS.status, centrePath.status, STATUS_LINK_LIFETIME]
    : [LINKS.package, centrePath.package, kept.requests.packageLinkLifetime];
  const link = await ctx.transaction((tx) => createLink(tx, { purpose, subject: request.id, lifetime }));
  const url = `${parts.publicUrl}${path(link.token)}${kept.languages.length > 1 ? `?lang=${language}` : ""}`;
  const facts: MailContent["facts"] = [
    [texts.reference, request.reference],
    [texts.destination, name],
  ];
  const content: MailContent = isDone
    ? {
        subject: texts.doneSubject(request.reference),
        title: texts.doneTitle,
        paragraphs: [texts.doneText(name), ...(row.refused > 0 ? [texts.doneRefusedText] : [])],
        facts,
        action: { label: texts.status, url },
      }
    : {
        subject: texts.failedSubject(request.reference),
        title: texts.failedTitle,
        paragraphs: [texts.failedText(name), ...(row.sent > 0 ? [texts.failedSome] : [])],
        facts,
        action: { label: texts.download, url },
      };
  await ctx.mail.send({
    id: job.messageId,
    key: request.id,
    kind: `transfer-${job.message}`,
    language,
    to,
    ...renderMail(kept, language, content),
  });
}
