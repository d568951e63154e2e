/** Makes style sheets harmless: addresses that may not be loaded lead nowhere. */

const ADDRESS = /(?:https?:)?\/\/[^\s"'),;]+/gi;

/** CSS may write any character as an escape: `\68ttps`, and put a line break into a string. */
const ESCAPE = /\\(?:([0-9a-f]{1,6})\s?|\r?\n)/gi;

/**
 * @param refuse the purpose for which an address may not be loaded; null: it may
 * @returns the text itself when there is nothing to change
 */
export function rewriteCss(css: string, refuse: (address: string) => string | null): string {
  const replace = (text: string) =>
    text.replace(ADDRESS, (address) => (refuse(address) === null ? address : "about:invalid"));
  if (!css.includes("\\")) return replace(css);
  // With escapes in it the text is changed only if what they hide may not be loaded.
  const decoded = css.replace(ESCAPE, (_, hex?: string) =>
    hex === undefined ? "" : String.fromCodePoint(Number.parseInt(hex, 16) || 0xfffd),
  );
  return replace(decoded) === decoded ? css : replace(decoded);
}
