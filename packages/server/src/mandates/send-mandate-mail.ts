/** Writes to the representative, or to the person whom they name, with a link of their own. */

import type { RequestSummary } from "@kept/contract/requests";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { type MailContent, renderMail } from "../requests/emails.tsx";
import { kindTexts } from "../requests/kind-texts.ts";
import { openPerson } from "../requests/person.ts";
import { findRequest } from "../requests/queries.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { loadMailTexts } from "../templates/queries.ts";
import { MANDATE_LINK_LIFETIME, MANDATE_LINKS, mandatePath } from "./mandate-links.ts";
import { composePermit, composeRejected, composeRepresentative } from "./mandate-mails.ts";
import { findMandate, openRepresentative, type Representative } from "./queries.ts";

interface MandateMail {
  readonly requestId: string;
  readonly message: "representative" | "person" | "rejected";
  readonly messageId: string;
}

/** Silent when there is nobody to write to any more. */
export async function sendMandateMail(ctx: Ctx, parts: RequestParts, job: MandateMail): Promise<void> {
  const request = await findRequest(ctx, job.requestId);
  const row = await findMandate(ctx, job.requestId);
  const who = row === undefined ? null : openRepresentative(ctx.keys, row);
  const person = request === undefined ? null : openPerson(ctx, request.id, request.sealed_person);
  if (request === undefined || who === null || person === null) return;
  const { kept } = parts;
  const language = request.language === "de" ? "de" : "en";
  const to = job.message === "person" ? person.replyTo : who.email;
  if (to === null) return;
  const texts = await loadMailTexts(ctx, language);
  const link = async (message: "representative" | "person"): Promise<string> => {
    const [purpose, lifetime] = [MANDATE_LINKS[message], MANDATE_LINK_LIFETIME];
    const { token } = await ctx.transaction((tx) => createLink(tx, { purpose, subject: request.id, lifetime }));
    return `${parts.publicUrl}${mandatePath[message](token)}${kept.languages.length > 1 ? `?lang=${language}` : ""}`;
  };
  const { noun } = kindTexts(request.kind as RequestSummary["kind"], language);
  const composers: Readonly<Record<MandateMail["message"], () => Promise<MailContent>>> = {
    representative: async () => composeRepresentative(kept, texts, await link("representative")),
    person: async () => composePermit(kept, texts, describeWho(who), noun, await link("person")),
    rejected: async () => composeRejected(texts, request.reference, who.words),
  };
  await ctx.mail.send({
    id: job.messageId,
    key: request.id,
    kind: `mandate-${job.message}`,
    language,
    to,
    ...renderMail(kept, language, await composers[job.message]()),
  });
}

/** `Grace Canary (Agents & Co.)` */
export function describeWho({ name, organisation }: Representative): string {
  return organisation === "" ? name : `${name} (${organisation})`;
}
