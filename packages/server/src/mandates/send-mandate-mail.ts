/** Writes to the representative, or to the person whom they name, with a link of their own. */

import type { RequestSummary } from "@kept/contract/requests";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { renderMail } from "../requests/emails.tsx";
import { kindTexts } from "../requests/kind-texts.ts";
import { openPerson } from "../requests/person.ts";
import { findRequest } from "../requests/queries.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { MANDATE_LINK_LIFETIME, MANDATE_LINKS, mandatePath } from "./mandate-links.ts";
import { mandateTexts } from "./mandate-texts.ts";
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
  const texts = mandateTexts[language];
  const to = job.message === "person" ? person.replyTo : who.email;
  if (to === null) return;
  const mail = { id: job.messageId, key: request.id, kind: `mandate-${job.message}`, language, to } as const;
  if (job.message === "rejected") {
    const content = {
      subject: texts.rejectedSubject(request.reference),
      title: texts.rejectedTitle,
      paragraphs: [texts.rejectedMail],
      quote: who.words,
      facts: [],
    };
    await ctx.mail.send({ ...mail, ...renderMail(kept, language, content) });
    return;
  }
  const isPerson = job.message === "person";
  const purpose = MANDATE_LINKS[job.message];
  const lifetime = MANDATE_LINK_LIFETIME;
  const { token } = await ctx.transaction((tx) => createLink(tx, { purpose, subject: request.id, lifetime }));
  const path = isPerson ? mandatePath.person(token) : mandatePath.representative(token);
  const noun = kindTexts(request.kind as RequestSummary["kind"], language).noun;
  const content = {
    subject: isPerson ? texts.personSubject(kept.centre.brand) : texts.representativeSubject(kept.centre.brand),
    title: isPerson ? texts.permitTitle : texts.confirmTitle,
    paragraphs: [
      isPerson
        ? texts.personMail(describeWho(who), kept.controller.name, noun)
        : texts.representativeMail(kept.controller.name),
    ],
    facts: [],
    action: {
      label: isPerson ? texts.answer : texts.confirmButton,
      url: `${parts.publicUrl}${path}${kept.languages.length > 1 ? `?lang=${language}` : ""}`,
    },
    note: texts.worksOnce,
  };
  await ctx.mail.send({ ...mail, ...renderMail(kept, language, content) });
}

/** `Grace Canary (Agents & Co.)` */
export function describeWho({ name, organisation }: Representative): string {
  return organisation === "" ? name : `${name} (${organisation})`;
}
