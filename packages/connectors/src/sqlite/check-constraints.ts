/** Check constraints out of a CREATE TABLE statement: SQLite keeps them nowhere else. */

/** Texts of the conditions, without their outer parentheses. */
export function readChecks(createStatement: string): readonly string[] {
  const checks: string[] = [];
  const tokens = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|\bCHECK\s*\(|[()]/gi;
  let depth = 0;
  let start = -1;
  let startDepth = 0;
  for (const token of createStatement.matchAll(tokens)) {
    const text = token[0];
    if (text === ")") {
      depth -= 1;
      if (start >= 0 && depth === startDepth) {
        checks.push(createStatement.slice(start, token.index).trim());
        start = -1;
      }
    } else if (text.endsWith("(")) {
      if (start < 0 && /^CHECK/i.test(text)) {
        start = token.index + text.length;
        startDepth = depth;
      }
      depth += 1;
    }
  }
  return checks;
}

/** The column and values of a check `column IN ('a', 'b')`, by which SQLite schemas spell an enumeration; else null. */
export function readEnumeration(check: string): { column: string; values: readonly string[] } | null {
  const match = /^\(?\s*["`[]?(\w+)["`\]]?\s+in\s*\(((?:\s*'(?:[^']|'')*'\s*,?)+)\)\s*\)?$/i.exec(check);
  if (match === null) return null;
  const values = [...(match[2] ?? "").matchAll(/'((?:[^']|'')*)'/g)].map((value) =>
    (value[1] ?? "").replaceAll("''", "'"),
  );
  return { column: match[1] ?? "", values };
}
