/** Reads identifiers as words: every spelling of a name (camelCase, snake_case, plural, prefixed) comes down to one form. */
import { ABBREVIATIONS, COMPOUND_WORDS, IRREGULAR_PLURALS, SAME_IN_PLURAL } from "./name-words.ts";

const BOUNDARY = /([\p{Ll}\d])(\p{Lu})|(\p{Lu})(\p{Lu}\p{Ll})|(\p{L})(\d)|(\d)(\p{L})/gu;
const MARKS = /\p{M}/gu;

const splitCache = new Map<string, readonly string[]>();

/**
 * The lower-case words of an identifier, without accents: `lastPostedUserID` gives `last posted user id`.
 * Words written together that everybody writes together (`firstname`, `userid`) come apart.
 */
export function splitWords(name: string): readonly string[] {
  const known = splitCache.get(name);
  if (known !== undefined) return known;
  const plain = name
    .normalize("NFD")
    .replace(MARKS, "")
    .replaceAll("ß", "ss")
    .replaceAll("OAuth", "Oauth")
    .replace(/(?<=\p{Ll})IDs?$/u, "Id");
  // Twice, because neighbouring boundaries share a letter.
  const spaced = plain.replace(BOUNDARY, "$1$3$5$7 $2$4$6$8").replace(BOUNDARY, "$1$3$5$7 $2$4$6$8");
  const words = spaced
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .flatMap((word) => COMPOUND_WORDS.get(word) ?? readDoneBy(word))
    .flatMap((word) => ABBREVIATIONS.get(word) ?? [word]);
  if (splitCache.size > 50_000) splitCache.clear();
  splitCache.set(name, words);
  return words;
}

/** `confirmedby` is two words, and so is `closedon`. */
function readDoneBy(word: string): readonly string[] {
  const [, done, how] = /^([a-z]{3,}ed)(by|on)$/.exec(word) ?? [];
  return done === undefined || how === undefined ? [word] : [done, how];
}

/** Remembers a pure reading of words. Names come from schemas, which are finite; the bound guards long-lived processes. */
function remember(read: (word: string) => string): (word: string) => string {
  const known = new Map<string, string>();
  return (word) => {
    let answer = known.get(word);
    if (answer === undefined) {
      answer = read(word);
      if (known.size > 50_000) known.clear();
      known.set(word, answer);
    }
    return answer;
  };
}

/** The singular of an English noun; a word that is no plural comes back as it is. */
export const toSingular = remember(readSingular);

function readSingular(word: string): string {
  const irregular = IRREGULAR_PLURALS.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length < 4 || SAME_IN_PLURAL.has(word)) return word;
  if (word.endsWith("ies")) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  if (/(ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  if (/(us|ss|is)$/.test(word)) return word;
  if (/(us|as)es$/.test(word))
    return /(bus|virus|status|bonus|campus|alias|canvas|atlas)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
  if (word.endsWith("s")) return word.slice(0, -1);
  return word;
}

/**
 * A word without its ending, so that plurals of other languages meet their singular: `kunde` and `kunden`, `cliente` and
 * `clienti`. Good enough to look a table up when nothing fits exactly, and never to tell two tables apart.
 */
export const toStem = remember(readStem);

function readStem(word: string): string {
  const singular = toSingular(word);
  const stem = singular.replace(/(innen|en|er|es|[aeiouns])$/, "").replace(/ss$/, "s");
  return stem.length >= 4 ? stem : singular;
}

/** Words every table name begins with (`wp_`, `db_prefix_`): as many as nearly all of four tables or more share. */
export function findCommonPrefix(names: readonly (readonly string[])[]): readonly string[] {
  if (names.length < 4) return [];
  const prefix: string[] = [];
  for (;;) {
    const counts = new Map<string, number>();
    for (const words of names) {
      const next = words[prefix.length];
      if (next === undefined || words.length <= prefix.length + 1) continue;
      if (prefix.every((word, at) => words[at] === word)) counts.set(next, (counts.get(next) ?? 0) + 1);
    }
    const [word, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ["", 0];
    if (count < names.length * 0.9) return prefix;
    prefix.push(word);
  }
}
