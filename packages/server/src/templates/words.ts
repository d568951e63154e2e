/** The words of messages with what operators changed in them: the same texts, so that whoever composes a message need not know. */
import type { Language } from "../platform/i18n/language.ts";
import { mailTexts } from "../requests/mail-texts.ts";
import { LOCKED, type MailTexts, PLACEHOLDERS, type TextKey } from "./template-list.ts";

export interface Placeholder {
  readonly name: string;
  readonly required: boolean;
}

export function placeholdersOf(key: TextKey): readonly Placeholder[] {
  return (PLACEHOLDERS[key] ?? []).map((name) => ({ name: name.replace("?", ""), required: !name.endsWith("?") }));
}

/** The text as it is written down: with its placeholders in braces. */
export function standardWords(language: Language, key: TextKey): string {
  const text = mailTexts[language][key] as string | ((...values: readonly string[]) => string);
  return typeof text === "string" ? text : text(...placeholdersOf(key).map(({ name }) => `{${name}}`));
}

/** All texts of a language. What is locked stays as it is, whatever a row says. */
export function applyWords(language: Language, changed: ReadonlyMap<string, string>): MailTexts {
  const standard = mailTexts[language];
  const own = Object.keys(standard).flatMap((name) => {
    const key = name as TextKey;
    const words = changed.get(key);
    if (words === undefined || LOCKED[key] !== undefined) return [];
    const names = placeholdersOf(key).map((placeholder) => placeholder.name);
    const text =
      typeof standard[key] === "string" ? words : (...values: readonly string[]) => fillIn(words, names, values);
    return [[key, text] as const];
  });
  return { ...standard, ...Object.fromEntries(own) };
}

/** Once through, so that a value that looks like a placeholder stays a value. */
function fillIn(words: string, names: readonly string[], values: readonly string[]): string {
  return words.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const at = names.indexOf(name);
    return at < 0 ? whole : (values[at] ?? "");
  });
}
