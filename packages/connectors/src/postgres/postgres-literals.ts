/** Names and arrays as Postgres reads them. */

/** A quoted identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The text of an array, for a parameter that is cast to an array type. */
export function arrayLiteral(values: readonly string[]): string {
  if (values.length === 0) return "{}";
  // Hardly any key holds a quote: one look at all of them, instead of one at each.
  const escaped = /[\\"]/.test(values.join("")) ? values.map((value) => value.replace(/[\\"]/g, "\\$&")) : values;
  return `{"${escaped.join('","')}"}`;
}
