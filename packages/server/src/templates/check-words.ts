/** Whether words can be sent: what is wrong with a text, and what to do about it. */
import { isOneLine, rulesOf, type TextKey } from "./mail-texts.ts";

/** Sentences, one for each fault; none: it can be sent. */
export function findFaults(key: TextKey, words: string): readonly string[] {
  const { locked, placeholders: known } = rulesOf(key);
  if (locked !== null) return [`cannot be changed. ${locked}`];
  if (words.trim() === "") return ["is empty. Write something, or go back to the standard text."];
  const used = new Set([...words.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name));
  const names = known.map(({ name }) => `{${name}}`).join(", ");
  const unknown = [...used].filter((name) => !known.some((one) => one.name === name));
  const missing = known.filter(({ name, required }) => required && !used.has(name));
  const rest = words.replaceAll(/\{[^{}]*\}/g, "");
  return [
    ...unknown.map((name) =>
      names === ""
        ? `has a placeholder {${name}}, and nothing stands in this text that could fill it. Take it out.`
        : `has a placeholder {${name}} that is not known here. Known: ${names}.`,
    ),
    ...missing.map(({ name, why }) => `lacks {${name}}. Put it where it is to stand.${why === null ? "" : ` ${why}`}`),
    ...(/[{}]/.test(rest) ? ["has a brace that opens or closes nothing. Write placeholders as {name}."] : []),
    ...(isOneLine(key) && /[\r\n]/.test(words) ? ["stands in one line. Take the line breaks out."] : []),
    ...(/\p{Cc}/u.test(words.replaceAll(/[\r\n\t]/g, ""))
      ? ["has characters that cannot be seen. Take them out."]
      : []),
  ];
}
