/** A link to one's choices by message: how somebody without an account gets there. */

import { openIdentifiers } from "../people/people.ts";
import { findIdentifierOwners } from "../people/queries.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { renderMail } from "../requests/emails.tsx";
import { identifierIndex } from "../requests/person.ts";
import { loadMailTexts } from "../templates/queries.ts";
import { CHOICES_LINK, choicePath, linkSubject } from "./choice-links.ts";
import { composeChoicesLink } from "./choice-mails.ts";
import type { ChoiceParts } from "./choice-parts.ts";

/** Links to one address within a day, so that the form cannot be used to flood a mailbox. */
const LINKS_A_DAY = 5;
const LIFETIME = "P7D";

/**
 * Answers nothing: whoever asks must not learn whether the address is known, or was asked for too often. Addresses that
 * nobody has are counted just the same.
 */
export async function requestChoicesLink(ctx: Ctx, email: string, language: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const hash = identifierIndex(tx.keys, { kind: "email", value: email });
    const asked = await countAsk(tx, hash);
    const [owner] = await findIdentifierOwners(tx, [hash]);
    if (owner === undefined || asked > LINKS_A_DAY) return;
    const personId = owner.person_id;
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

/** How often this address was asked for in the day since the first time. Counted at once, and one at a time: the row is held. */
async function countAsk(tx: TxCtx, hash: string): Promise<number> {
  const now = isoInstant(tx.clock.now());
  const dayAgo = isoInstant(addDuration(tx.clock.now(), "-P1D"));
  const { asked } = await tx.db
    .insertInto("choice_link_ask")
    .values({ address_hash: hash, since: now, asked: 1 })
    .onConflict((conflict) =>
      conflict.column("address_hash").doUpdateSet((eb) => {
        const isOld = eb("choice_link_ask.since", "<=", dayAgo);
        return {
          since: eb.case().when(isOld).then(eb.ref("excluded.since")).else(eb.ref("choice_link_ask.since")).end(),
          asked: eb
            .case()
            .when(isOld)
            .then(1)
            .else(eb("choice_link_ask.asked", "+", 1))
            .end(),
        };
      }),
    )
    .returning("asked")
    .executeTakeFirstOrThrow();
  return asked;
}

/** Who asked is forgotten when the day is over. */
export async function forgetAsks(ctx: Ctx): Promise<void> {
  const dayAgo = new Date(isoInstant(addDuration(ctx.clock.now(), "-P1D")));
  await ctx.transaction(async (tx) => {
    await tx.db.deleteFrom("choice_link_ask").where("since", "<=", dayAgo).execute();
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
  const texts = await loadMailTexts(ctx, language);
  const search = kept.languages.length > 1 ? `?lang=${language}` : "";
  const url = `${parts.publicUrl}${choicePath.one(link.token)}${search}`;
  await ctx.mail.send({
    id: job.messageId,
    key: job.personId,
    kind: "choices-link",
    language,
    to: to.value,
    ...renderMail(kept, language, composeChoicesLink(kept, language, texts, { url, worksUntil: link.expiresAt })),
  });
}
