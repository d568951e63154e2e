/** The key of a row as a command writes it. */

/** Its parts, of which there are so many: separated by commas; a comma of a part's own is written `\,`. One part is taken as it is. */
export function splitKey(text: string, parts: number): string[] {
  if (parts === 1) return [text];
  return text.split(/(?<!\\),/).map((part) => part.replaceAll("\\,", ","));
}
