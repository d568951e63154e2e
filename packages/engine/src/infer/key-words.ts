/** Which words of a column say "key", and which kinds of value can be keys of which. */
import type { ColumnKind } from "../schema.ts";

const KEY_WORDS: ReadonlySet<string> = new Set([
  "id",
  "uuid",
  "guid",
  "key",
  "nr",
  "no",
  "pk",
  "oid",
  "fk",
  "ref",
  "sk",
  "uid",
  "cod",
]);
interface KeyWords {
  readonly base: readonly string[];
  readonly keyed: boolean;
}

const stripped = new WeakMap<readonly string[], KeyWords>();

/** The words of a column that refers to something, without those that say "key": `fk_user_id` gives `user`. */
export function stripKeyWords(words: readonly string[]): KeyWords {
  let known = stripped.get(words);
  if (known === undefined) {
    known = readKeyWords(words);
    stripped.set(words, known);
  }
  return known;
}

function readKeyWords(words: readonly string[]): KeyWords {
  let start = 0;
  let end = words.length;
  while (end > 0 && KEY_WORDS.has(words[end - 1] as string)) end--;
  while (start < end && (KEY_WORDS.has(words[start] as string) || words[start] === "ref")) start++;
  let base = words.slice(start, end);
  // `user_id_from` and `id_user_from` say the same as `from_user_id`.
  const middle = base.indexOf("id");
  if (middle > 0) base = [...base.slice(middle + 1), ...base.slice(0, middle)];
  return { base, keyed: start > 0 || end < words.length || middle > 0 };
}

/** What stands before the noun where a key is written in one word. */
export const GLUE = /^(id|cod)/;

/** `idpes`, `codcli`: the key and what it is of in one word; or `tid`, with a letter or two for what it is of. */
export function isGluedKey(word: string): boolean {
  return (/^(id|cod)[a-z]{3,}$/.test(word) || isShortKey(word)) && !NO_KEY.test(word);
}

/** `uid`, `tid`, `pmid`: letters for a noun, and the word for a key. */
export function isShortKey(word: string): boolean {
  return /^[a-z]{1,2}id$/.test(word);
}

const NO_KEY =
  /^(uuid$|void$|paid$|said$|laid$|maid$|grid$|acid$|avid$|arid$|guid$|idea|ideal|ident|idle|idiom|codec|codex|coding|codigo|codice)/;

type KeyClass = "number" | "text" | "uuid" | "binary" | "none";

const KEY_CLASS: Readonly<Record<ColumnKind, KeyClass>> = {
  integer: "number",
  decimal: "number",
  text: "text",
  uuid: "uuid",
  binary: "binary",
  enum: "none",
  boolean: "none",
  date: "none",
  time: "none",
  timestamp: "none",
  json: "none",
  array: "none",
  other: "text",
};

/** Whether values of one column can be keys of the other. */
export function compareKinds(from: ColumnKind, to: ColumnKind): boolean {
  const a = KEY_CLASS[from];
  const b = KEY_CLASS[to];
  if (a === "none" || b === "none") return false;
  if (a === b) return true;
  return a !== "number" && b !== "number" && (a === "uuid" || b === "uuid");
}

/** Whether a column may hold a key at all. */
export function canBeKey(kind: ColumnKind): boolean {
  return KEY_CLASS[kind] !== "none";
}
