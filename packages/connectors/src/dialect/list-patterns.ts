/** Expressions that find keys in lists which are written as text, and take them out: read alike by every database that has expressions. */

/** What stands around a key in a list, whatever the list is written as. */
const AROUND = '\\]\\[{}",;|\\s';

/** A pattern, and what each place that it finds is replaced by. */
export interface ListPattern {
  readonly pattern: string;
  /** The place keeps what its first group holds; otherwise nothing. */
  readonly keepsGroup: boolean;
}

/** Splits a list into its words, whatever else stands in it. */
export function betweenWords(separator: string): string {
  return `[${AROUND}${escapeClass(separator)}]+`;
}

/** Finds one of these keys as a word. */
export function asWord(keys: readonly string[], separator: string): string {
  const edge = `[${AROUND}${escapeClass(separator)}]`;
  return `(^|${edge})(${anyOf(keys)})($|${edge})`;
}

/** Can the key be found as a word? Not where it may be written with signs of escape, or holds what stands between words. */
export function isWord(key: string, separator: string): boolean {
  return key !== "" && /^[\w.:@-]+$/.test(key) && ![...separator].some((sign) => key.includes(sign));
}

/** A string, an object without others in it, a number or a word. */
const ITEM = '"(?:[^"\\\\]|\\\\.)*"|\\{[^{}]*\\}|[-+.\\w]+';

/** A text that is a JSON array. */
export const JSON_LIST = `^\\s*\\[\\s*(?:(?:${ITEM})\\s*(?:,\\s*(?:${ITEM})\\s*)*)?\\]\\s*$`;

/** Takes keys out of a JSON array; a place holds the key with the comma after it, or whatever else stands there. */
export function withoutInJson(keys: readonly string[]): readonly ListPattern[] {
  const all = keys.map((key) => escapePattern(JSON.stringify(key).slice(1, -1))).join("|");
  const numbers = keys.filter((key) => /^-?\d/.test(key));
  const bare = numbers.length === 0 ? "" : `|(?:${anyOf(numbers)})(?![-+.\\w])`;
  const gone = `(?:"\\s*(?:${all})\\s*"${bare})`;
  return [
    { pattern: `${gone}\\s*(?:,\\s*)?|(?!${gone})(${ITEM})`, keepsGroup: true },
    { pattern: ",\\s*\\]\\s*$", keepsGroup: false },
  ];
}

/** What ends a JSON array that has lost its last key. */
export const CLOSED = "]";

/** Takes keys out of a text: those at its beginning with what follows them, all others with what stands before them. */
export function withoutInText(keys: readonly string[], separator: string): readonly ListPattern[] {
  const between = escapePattern(separator);
  const gone = `\\s*(?:${anyOf(keys)})\\s*`;
  return [
    { pattern: `^(?:${gone}(?:${between}\\s*|$))+`, keepsGroup: false },
    { pattern: `${between}${gone}(?=${between}|$)`, keepsGroup: false },
  ];
}

function anyOf(keys: readonly string[]): string {
  return keys.map(escapePattern).join("|");
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function escapeClass(separator: string): string {
  return separator.replace(/[\\^\]-]/g, "\\$&");
}
