/** The list of values to which a check constraint holds a column. */

/** The values of `column IN ('a', 'b')` or `column = ANY (ARRAY['a', 'b'])`; null where no check says just that. */
export function allowedValues(checks: readonly string[], column: string): readonly string[] | null {
  for (const check of checks) {
    const bare = check.replace(/'(?:[^']|'')*'/g, "''");
    if (/\b(or|and|not|case|xor)\b/i.test(bare)) continue;
    const name = column.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const list = new RegExp(
      `^\\s*(?:check\\s*)?[\\s(]*["\`\\[]?${name}["\`\\]]?[\\s)]*(?:::[\\w ]+\\)*)?\\s*(?:in\\s*\\(|=\\s*any\\s*\\()`,
      "i",
    );
    const start = list.exec(check);
    if (start === null) continue;
    const values = [...check.slice(start[0].length).matchAll(/'((?:[^']|'')*)'/g)].map(([, text = ""]) =>
      text.replaceAll("''", "'"),
    );
    if (values.length > 0) return values;
  }
  return null;
}
