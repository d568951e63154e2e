/** The words of messages with what operators changed in them: the same texts, so that whoever composes a message need not know. */
import type { Language } from "../platform/i18n/language.ts";
import { type MailTexts, mailTexts, rulesOf, type TextKey } from "./mail-texts.ts";

/** The text as it is written down: with its placeholders in braces. */
export function standardWords(language: Language, key: TextKey): string {
  const text = mailTexts[language][key] as string | ((...values: readonly string[]) => string);
  return typeof text === "string" ? text : text(...rulesOf(key).placeholders.map(({ name }) => `{${name}}`));
}

/** All texts of a language. What is locked stays as it is, whatever a row says. */
export function applyWords(language: Language, changed: ReadonlyMap<string, string>): MailTexts {
  const standard = mailTexts[language];
  const own = Object.keys(standard).flatMap((name) => {
    const key = name as TextKey;
    const words = changed.get(key);
    const { locked, placeholders } = rulesOf(key);
    if (words === undefined || locked !== null) return [];
    const names = placeholders.map((placeholder) => placeholder.name);
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
