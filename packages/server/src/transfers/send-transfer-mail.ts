/** Tells the person how a transfer ended: what arrived, or where their package is instead. */
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { renderMail } from "../requests/emails.tsx";
import { openPerson } from "../requests/person.ts";
import { findRequest } from "../requests/queries.ts";
import { centrePath, LINKS, STATUS_LINK_LIFETIME } from "../requests/request-links.ts";
import { loadMailTexts } from "../templates/queries.ts";
import { findTransfer } from "./queries.ts";
import { composeDone, composeFailed } from "./transfer-mails.ts";
import { destinationName } from "./transfer-part.tsx";
import type { TransferParts } from "./transfer-parts.ts";

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
  const texts = await loadMailTexts(ctx, language);
  const isDone = job.message === "done";
  const destination = destinationName({ kept, language }, row.destination);
  const [purpose, path, lifetime] = isDone
    ? [LINKS.status, centrePath.status, STATUS_LINK_LIFETIME]
    : [LINKS.package, centrePath.package, kept.requests.packageLinkLifetime];
  const link = await ctx.transaction((tx) => createLink(tx, { purpose, subject: request.id, lifetime }));
  const url = `${parts.publicUrl}${path(link.token)}${kept.languages.length > 1 ? `?lang=${language}` : ""}`;
  const facts = { texts, reference: request.reference, destination, url };
  const content = isDone ? composeDone(facts, row.refused > 0) : composeFailed(facts, row.sent > 0);
  await ctx.mail.send({
    id: job.messageId,
    key: request.id,
    kind: `transfer-${job.message}`,
    language,
    to,
    ...renderMail(kept, language, content),
  });
}
