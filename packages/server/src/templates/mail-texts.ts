/** The texts of all messages to people, each under a name of its own: what operators can edit. */
import { parentMailTexts } from "../children/parent-mail-texts.ts";
import { choiceMailTexts } from "../choices/choice-mail-texts.ts";
import { complaintMailTexts } from "../complaints/complaint-mail-texts.ts";
import { importMailTexts } from "../imports/import-mail-texts.ts";
import { mailboxMailTexts } from "../mailbox/mailbox-mail-texts.ts";
import { mandateMailTexts } from "../mandates/mandate-mail-texts.ts";
import type { Language } from "../platform/i18n/language.ts";
import { noticeMailTexts } from "../recipients/notice-mail-texts.ts";
import { requestMailTexts } from "../requests/mail-texts.ts";
import { transferMailTexts } from "../transfers/transfer-mail-texts.ts";

const join = (language: Language) => ({
  ...requestMailTexts.texts[language],
  ...mandateMailTexts.texts[language],
  ...mailboxMailTexts.texts[language],
  ...complaintMailTexts.texts[language],
  ...choiceMailTexts.texts[language],
  ...parentMailTexts.texts[language],
  ...noticeMailTexts.texts[language],
  ...transferMailTexts.texts[language],
  ...importMailTexts.texts[language],
});

export type MailTexts = ReturnType<typeof join>;
export type TextKey = keyof MailTexts & string;

/** As they are without any change. */
export const mailTexts: Readonly<Record<Language, MailTexts>> = { en: join("en"), de: join("de") };

/** Every noun's texts, so that a name that two of them use can be found. */
export const MAIL_TEXT_SETS = [
  requestMailTexts,
  mandateMailTexts,
  mailboxMailTexts,
  complaintMailTexts,
  choiceMailTexts,
  parentMailTexts,
  noticeMailTexts,
  transferMailTexts,
  importMailTexts,
];

export interface Placeholder {
  readonly name: string;
  readonly required: boolean;
  /** Why it may not be left out; null: it is merely wanted, or may be. */
  readonly why: string | null;
}

/** What is known of a text beside its words. */
interface TextRules {
  readonly placeholders: readonly Placeholder[];
  /** Why it stays as it is; null: it can be changed. */
  readonly locked: string | null;
}

const RULES: ReadonlyMap<string, TextRules> = new Map(
  MAIL_TEXT_SETS.flatMap((set) => {
    const { texts, placeholders, demands, locked } = set as {
      readonly texts: { readonly en: object };
      readonly placeholders: Readonly<Record<string, readonly string[]>>;
      readonly demands: Readonly<Record<string, Readonly<Record<string, string>>>>;
      readonly locked: Readonly<Record<string, string>>;
    };
    return Object.keys(texts.en).map((key): [string, TextRules] => [
      key,
      {
        placeholders: (placeholders[key] ?? []).map((given) => {
          const name = given.replace("?", "");
          return { name, required: name === given, why: demands[key]?.[name] ?? null };
        }),
        locked: locked[key] ?? null,
      },
    ]);
  }),
);

export function rulesOf(key: TextKey): TextRules {
  return RULES.get(key) ?? { placeholders: [], locked: null };
}

/** Keys whose words stand in one line: in a header field, on a button, before a value. */
export function isOneLine(key: TextKey): boolean {
  return !/(Text|Note|Nothing|There|Complexity|Number)$/.test(key);
}
