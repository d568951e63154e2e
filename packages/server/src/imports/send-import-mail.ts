/** Asks the person at their own mailbox whether somebody may send their data here. */
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { renderMail } from "../requests/emails.tsx";
import { loadMailTexts } from "../templates/queries.ts";
import { nameSource } from "./find-source.ts";
import { openGrant } from "./import-content.ts";
import { composeImportAsk } from "./import-mails.ts";
import { IMPORT_LINK, IMPORT_LINK_LIFETIME, type ImportParts, importPath } from "./import-parts.ts";
import { requireGrant } from "./queries.ts";

/** Silent when it was answered or forgotten meanwhile. */
export async function sendImportMail(
  ctx: Ctx,
  parts: ImportParts,
  job: { readonly importId: string; readonly messageId: string },
): Promise<void> {
  const row = await requireGrant(ctx, job.importId);
  const content = openGrant(ctx.keys, row.id, row.sealed);
  if (content === null || row.state !== "waiting") return;
  const { kept } = parts;
  const language = isLanguage(row.language) ? row.language : "en";
  const texts = await loadMailTexts(ctx, language);
  const source = nameSource(kept, row.source);
  const link = await ctx.transaction((tx) =>
    createLink(tx, { purpose: IMPORT_LINK, subject: row.id, lifetime: IMPORT_LINK_LIFETIME }),
  );
  const search = kept.languages.length > 1 ? `?lang=${language}` : "";
  const url = `${parts.publicUrl}${importPath.allow(link.token)}${search}`;
  await ctx.mail.send({
    id: job.messageId,
    key: row.id,
    kind: "import-ask",
    language,
    to: content.email,
    ...renderMail(kept, language, composeImportAsk(texts, source, kept.centre.brand, url)),
  });
}
