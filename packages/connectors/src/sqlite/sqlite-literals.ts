/** Names and key sets as SQLite reads them. */

/** A quoted identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A JSON scalar: an integer where the text is one that SQLite can hold, else a string. */
export function jsonScalar(text: string): string {
  return /^(0|-?[1-9]\d{0,17})$/.test(text) ? text : JSON.stringify(text);
}
