/** Whether words can be sent: what is wrong with a text, and what to do about it. */
import { isOneLine, LOCKED, type TextKey } from "./template-list.ts";
import { placeholdersOf } from "./words.ts";

/** Sentences, one for each fault; none: it can be sent. */
export function findFaults(key: TextKey, words: string): readonly string[] {
  const locked = LOCKED[key];
  if (locked !== undefined) return [`cannot be changed. ${locked}`];
  if (words.trim() === "") return ["is empty. Write something, or go back to the standard text."];
  const known = placeholdersOf(key);
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
    ...missing.map(({ name }) => `lacks {${name}}. Put it where it is to stand.`),
    ...(/[{}]/.test(rest) ? ["has a brace that opens or closes nothing. Write placeholders as {name}."] : []),
    ...(isOneLine(key) && /[\r\n]/.test(words) ? ["stands in one line. Take the line breaks out."] : []),
    ...(/\p{Cc}/u.test(words.replaceAll(/[\r\n\t]/g, ""))
      ? ["has characters that cannot be seen. Take them out."]
      : []),
  ];
}
