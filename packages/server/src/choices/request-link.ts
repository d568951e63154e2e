/** A link to one's choices by message: how somebody without an account gets there. */

import { formatInstant } from "../centre/format.ts";
import { openIdentifiers } from "../people/people.ts";
import { findIdentifierOwners } from "../people/queries.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { renderMail } from "../requests/emails.tsx";
import { mailTexts } from "../requests/mail-texts.ts";
import { identifierIndex } from "../requests/person.ts";
import { CHOICES_LINK, choicePath, linkSubject } from "./choice-links.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { choiceTexts } from "./choice-texts.ts";

/** Links to one address within a day, so that the form cannot be used to flood a mailbox. */
const LINKS_A_DAY = 5;
const LIFETIME = "P7D";

/** Answers nothing: whoever asks must not learn whether the address is known, or was asked for too often. */
export async function requestChoicesLink(ctx: Ctx, email: string, language: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const hash = identifierIndex(tx.keys, { kind: "email", value: email });
    const [owner] = await findIdentifierOwners(tx, [hash]);
    if (owner === undefined) return;
    const personId = owner.person_id;
    const dayAgo = isoInstant(addDuration(tx.clock.now(), "-P1D"));
    const recent = await tx.db
      .selectFrom("signed_link")
      .select("token_hash")
      .where("purpose", "=", CHOICES_LINK)
      .where("subject", "=", linkSubject(personId, undefined))
      .where("created_at", ">", new Date(dayAgo))
      .execute();
    if (recent.length >= LINKS_A_DAY) return;
    await tx.outbox.add(personId, {
      entry: { type: "choice.link-sent", subject: { person: personId }, data: {} },
      jobs: [
        {
          name: "choices.mail-link",
          payload: { personId, identifier: hash, messageId: tx.ids.next("msg"), language },
        },
      ],
    });
  });
}

/** Sends the link to the identifier that was asked with, and to no other of the person's. */
export async function mailChoicesLink(
  ctx: Ctx,
  parts: ChoiceParts,
  job: {
    readonly personId: string;
    readonly identifier: string;
    readonly messageId: string;
    readonly language: string;
  },
): Promise<void> {
  const identifiers = await openIdentifiers(ctx, job.personId);
  const to = identifiers.find((each) => identifierIndex(ctx.keys, each) === job.identifier);
  if (to === undefined) return;
  const link = await ctx.transaction((tx) =>
    createLink(tx, { purpose: CHOICES_LINK, subject: linkSubject(job.personId, undefined), lifetime: LIFETIME }),
  );
  const language = isLanguage(job.language) ? job.language : "en";
  const { kept } = parts;
  const texts = choiceTexts[language];
  const search = kept.languages.length > 1 ? `?lang=${language}` : "";
  await ctx.mail.send({
    id: job.messageId,
    key: job.personId,
    kind: "choices-link",
    language,
    to: to.value,
    ...renderMail(kept, language, {
      subject: texts.mailSubject(kept.centre.brand),
      title: texts.mailTitle,
      paragraphs: [texts.mailText(kept.controller.name)],
      facts: [[mailTexts[language].worksUntil, formatInstant(link.expiresAt, language, kept.controller.zone)]],
      action: { label: texts.mailButton, url: `${parts.publicUrl}${choicePath.one(link.token)}${search}` },
      note: texts.mailNote,
    }),
  });
}
