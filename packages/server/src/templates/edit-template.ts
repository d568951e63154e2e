/** Operators read and change the words of messages. Every change is a version, and an entry of the ledger. */
import { createHash } from "node:crypto";
import type { MailTemplate, MailTextVersion } from "@kept/contract/mail-templates";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import type { Language } from "../platform/i18n/language.ts";
import { findFaults } from "./check-words.ts";
import { isOneLine, rulesOf, type TextKey } from "./mail-texts.ts";
import { listCurrent, listTextRows, type MailTextRow } from "./queries.ts";
import { listMails, type Template } from "./template-list.ts";
import type { TemplateParts } from "./template-parts.ts";
import { standardWords } from "./words.ts";

export type Changes = Readonly<Record<string, string | null>>;

export async function listTemplates(ctx: Ctx, parts: TemplateParts): Promise<{ templates: MailTemplate[] }> {
  const templates: MailTemplate[] = [];
  const all = listMails(parts, ctx.clock.now());
  for (const language of parts.kept.languages) {
    const current = await listCurrent(ctx, language);
    templates.push(...all.map((template) => describe(template, language, current, all)));
  }
  return { templates };
}

/** Throws `template_not_found`. */
export function requireTemplate(all: readonly Template[], name: string): Template {
  const found = all.find(({ mail }) => mail.name === name);
  if (found === undefined) throw problem("template_not_found");
  return found;
}

/** Throws `template_not_found`, or `template_text_wrong` with a pointer to each fault; then nothing is changed. */
export async function editTemplate(
  ctx: Ctx,
  parts: TemplateParts,
  name: string,
  language: Language,
  changes: Changes,
): Promise<MailTemplate> {
  const all = listMails(parts, ctx.clock.now());
  const template = requireTemplate(all, name);
  checkChanges(template.keys, changes);
  await ctx.transaction(async (tx) => {
    for (const [key, words] of Object.entries(changes)) await write(tx, language, key as TextKey, words);
  });
  return describe(template, language, await listCurrent(ctx, language), all);
}

/** Throws also `template_version_missing`. */
export async function restoreText(
  ctx: Ctx,
  parts: TemplateParts,
  name: string,
  language: Language,
  input: { readonly key: string; readonly version: number },
): Promise<MailTemplate> {
  const rows = await listTextRows(ctx, language, [input.key]);
  const row = rows.find(({ version }) => version === input.version);
  if (input.version > 0 && row === undefined) throw problem("template_version_missing");
  return await editTemplate(ctx, parts, name, language, { [input.key]: row?.words ?? null });
}

export async function listVersions(
  ctx: Ctx,
  parts: TemplateParts,
  name: string,
  language: Language,
): Promise<{ versions: MailTextVersion[] }> {
  const rows = await listTextRows(ctx, language, requireTemplate(listMails(parts, ctx.clock.now()), name).keys);
  return {
    versions: rows.map(({ key, version, words, at, actor_kind, actor_id }) => ({
      key,
      version,
      words,
      at: at.toISOString(),
      by: { kind: actor_kind, id: actor_id },
    })),
  };
}

export function checkChanges(keys: readonly TextKey[], changes: Changes): void {
  const pointers = Object.entries(changes).flatMap(([key, words]) => {
    const pointer = `/body/texts/${key}`;
    if (!(keys as readonly string[]).includes(key)) {
      return [{ pointer, message: "is no text of this message. Use one of its keys." }];
    }
    return words === null ? [] : findFaults(key as TextKey, words).map((message) => ({ pointer, message }));
  });
  if (pointers.length > 0) throw problem("template_text_wrong", { pointers });
}

/** Words that are as they were leave no version. */
async function write(tx: TxCtx, language: Language, key: TextKey, given: string | null): Promise<void> {
  const words = given === standardWords(language, key) ? null : given;
  const before = (await listCurrent(tx, language)).get(key);
  if ((before?.words ?? null) === words) return;
  const version = (before?.version ?? 0) + 1;
  const { kind: actor_kind, id: actor_id } = tx.actor;
  await tx.db
    .insertInto("mail_text")
    .values({ language, key, version, words, at: isoInstant(tx.clock.now()), actor_kind, actor_id })
    .execute();
  const textHash = words === null ? null : createHash("sha256").update(words, "utf8").digest("hex");
  const data = { key, language, version, textHash };
  await tx.outbox.add(`mail-text/${language}/${key}`, { entry: { type: "mail-text.changed", data, subject: {} } });
}

function describe(
  { mail, keys }: Template,
  language: Language,
  current: ReadonlyMap<string, MailTextRow>,
  all: readonly Template[],
): MailTemplate {
  return {
    name: mail.name,
    title: mail.title,
    group: mail.group,
    language,
    texts: keys.map((key) => {
      const standard = standardWords(language, key);
      const { locked, placeholders } = rulesOf(key);
      const row = current.get(key);
      return {
        key,
        words: locked === null ? (row?.words ?? standard) : standard,
        standard,
        placeholders: placeholders.map((one) => ({ ...one })),
        oneLine: isOneLine(key),
        locked,
        version: row?.version ?? 0,
        sharedWith: all
          .filter((other) => other.mail.name !== mail.name && other.keys.includes(key))
          .map((other) => other.mail.title),
      };
    }),
  };
}
