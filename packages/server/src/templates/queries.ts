/** The SQL of the words of messages. */
import type { Kysely, Selectable } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { MailTexts } from "./mail-texts.ts";
import type { TemplateTables } from "./tables.ts";
import { applyWords } from "./words.ts";

export type MailTextRow = Selectable<TemplateTables["mail_text"]>;

/** The newest first. */
export function listTextRows(
  ctx: Ctx | TxCtx,
  language: Language,
  keys: readonly string[],
): Promise<readonly MailTextRow[]> {
  return (ctx.db as Kysely<Database>)
    .selectFrom("mail_text")
    .selectAll()
    .where("language", "=", language)
    .where("key", "in", [...keys])
    .orderBy("at", "desc")
    .orderBy("key")
    .orderBy("version", "desc")
    .execute();
}

/** What counts now: the newest row of each key. */
export async function listCurrent(ctx: Ctx | TxCtx, language: Language): Promise<ReadonlyMap<string, MailTextRow>> {
  const rows = await (ctx.db as Kysely<Database>)
    .selectFrom("mail_text")
    .selectAll()
    .where("language", "=", language)
    .orderBy("version")
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}

/** The texts of messages in a language, as they are sent now. */
export async function loadMailTexts(ctx: Ctx | TxCtx, language: Language): Promise<MailTexts> {
  return applyWords(language, changedWords(await listCurrent(ctx, language)));
}

export function changedWords(rows: ReadonlyMap<string, MailTextRow>): Map<string, string> {
  return new Map([...rows].flatMap(([key, { words }]) => (words === null ? [] : [[key, words] as const])));
}
