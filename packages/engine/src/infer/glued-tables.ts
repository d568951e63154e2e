/** Names of tables that are written in one word (`orderposition`, `userprofile`), as frameworks make them of classes. */
import { CATALOGUE, COLLECTIVES, DEALINGS, findPersonNoun, HELD, LOOKUPS, MACHINERY, ORGANISATIONS } from "./nouns.ts";

/** So many tables that begin like another are a habit. */
const HABIT = 3;
const SHORTEST = 3;

const NOUNS = [CATALOGUE, COLLECTIVES, DEALINGS, HELD, LOOKUPS, MACHINERY, ORGANISATIONS];

/** Nouns of rows that are of other rows. */
const DETAILS =
  /^(line|item|position|answer|option|entry|log|history|comment|note|rule|value|attribute|token|secret|result|link|membership|member|session|subscription|request|message|data|meta|device|key|property|field|list|price|variation|revision|translation|content|folder|draft|reaction|vote|view|activity|action|step|share|invite|invitation|relation|assignment|participation)$/;

/** Those who are not there, or not any more, are no users whose table has another name before. */
const AWAY = /^(pre|pending|invit|temp|archived|deleted|removed|former|old|unconfirmed|waiting)/;
/** A `userprofile` is the user. */
const SAME = /^(profile|account|login|info|data|detail|details|entity|record)$/;

function isNoun(word: string): boolean {
  return DETAILS.test(word) || findPersonNoun(word) !== undefined || NOUNS.some((nouns) => nouns.has(word));
}

/** The two words of which one is made: a table's name, or somebody, and a noun. */
function split(word: string, tables: ReadonlySet<string>): readonly [string, string] | undefined {
  if (isNoun(word)) return undefined;
  for (let at = word.length - SHORTEST; at >= SHORTEST; at--) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    if (tables.has(before) && isNoun(after) && !SAME.test(after)) return [before, after];
  }
  for (let at = SHORTEST; at <= word.length - SHORTEST; at++) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    const isSomebody = [before, after].some((noun) => findPersonNoun(noun)?.strength === "strong");
    if (isSomebody && isNoun(after) && !AWAY.test(before) && !SAME.test(after)) return [before, after];
  }
  return undefined;
}

/** The names as they were, or with these words apart where that is a habit of the schema. */
export function splitGlued(names: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const tables = new Set(names.flatMap((words) => words.at(-1) ?? []));
  const apart = names.map((words) => words.flatMap((word) => split(word, tables) ?? [word]));
  const begun = names.filter((words) => tables.has(split(words.at(-1) ?? "", tables)?.[0] ?? ""));
  return begun.length >= HABIT ? apart : names;
}
