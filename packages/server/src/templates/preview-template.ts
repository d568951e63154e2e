/** A message as it will be: composed and rendered like any other, about somebody who does not exist. */
import { findOperatorRow } from "../operators/queries.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import type { Language } from "../platform/i18n/language.ts";
import { MailError } from "../platform/mail/send-mail.ts";
import { type RenderedMail, renderMail } from "../requests/emails.tsx";
import { type Changes, checkChanges, requireTemplate } from "./edit-template.ts";
import { changedWords, listCurrent } from "./queries.ts";
import { composeSample, listMails, sampleParts } from "./template-list.ts";
import type { TemplateParts } from "./template-parts.ts";
import { applyWords } from "./words.ts";

/** Throws `template_not_found` or `template_text_wrong`. */
export async function previewTemplate(
  ctx: Ctx,
  parts: TemplateParts,
  name: string,
  language: Language,
  changes: Changes,
): Promise<RenderedMail> {
  const { mail, keys } = requireTemplate(listMails(parts, ctx.clock.now()), name);
  checkChanges(keys, changes);
  const changed = changedWords(await listCurrent(ctx, language));
  for (const [key, words] of Object.entries(changes)) {
    if (words === null) changed.delete(key);
    else changed.set(key, words);
  }
  const sample = sampleParts(parts, language, applyWords(language, changed), ctx.clock.now());
  return renderMail(parts.kept, language, composeSample(mail, sample, Object.keys(changes)));
}

/** To whoever is signed in; for a program, which has no mailbox, to the controller. Throws also `template_not_sent`. */
export async function testTemplate(
  ctx: Ctx,
  parts: TemplateParts,
  name: string,
  language: Language,
  changes: Changes,
): Promise<{ to: string }> {
  const mail = await previewTemplate(ctx, parts, name, language, changes);
  const operator = ctx.actor.kind === "operator" ? await findOperatorRow(ctx.db, ctx.actor.id) : undefined;
  const to = operator?.email ?? parts.kept.controller.email;
  try {
    await ctx.mail.send({
      id: ctx.ids.next("msg"),
      key: `template/${name}`,
      kind: "template-test",
      language,
      to,
      ...mail,
      subject: `[Test] ${mail.subject}`,
    });
  } catch (error) {
    if (error instanceof MailError) throw problem("template_not_sent", { cause: error });
    throw error;
  }
  await ctx.transaction((tx) =>
    tx.outbox.add(`template/${name}`, {
      entry: { type: "mail-text.tested", data: { template: name, language }, subject: {} },
    }),
  );
  return { to };
}
