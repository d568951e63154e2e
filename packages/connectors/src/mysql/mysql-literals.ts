/** Names as MySQL reads them. */

/** A quoted identifier. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}
