/** Splits the scripts of command-line clients into statements, with what those clients do themselves: COPY data, DELIMITER. */

export type ScriptPart =
  | { readonly kind: "statement"; readonly text: string }
  /** Rows of a COPY block; null where the block says \N. */
  | { readonly kind: "copy"; readonly target: string; readonly rows: readonly (readonly (string | null)[])[] };

export interface ScriptDialect {
  /** Strings end at a quote only if no backslash stands before it. */
  readonly backslashEscapes: boolean;
  /** `$tag$ ... $tag$` is a string. */
  readonly dollarQuotes: boolean;
}

/** Statements in order, without comments between them; backslash commands of psql are left out. */
export function splitScript(script: string, dialect: ScriptDialect): readonly ScriptPart[] {
  const parts: ScriptPart[] = [];
  let delimiter = ";";
  let start = 0;
  let position = 0;
  let hasText = false;

  const finish = (end: number) => {
    if (hasText) parts.push({ kind: "statement", text: script.slice(start, end).trim() });
    hasText = false;
  };
  while (position < script.length) {
    const char = script[position] ?? "";
    const next = script[position + 1] ?? "";
    const lineStart = position === 0 || script[position - 1] === "\n";
    if (script.startsWith(delimiter, position)) {
      const text = script.slice(start, position).trim();
      const copy = /^COPY\s+([\s\S]+?)\s+FROM\s+stdin$/i.exec(stripComments(text));
      position += delimiter.length;
      if (copy === null) {
        finish(position - delimiter.length);
      } else {
        const dataStart = script.indexOf("\n", position) + 1;
        const dataEnd = script.indexOf("\n\\.", dataStart - 1);
        parts.push({ kind: "copy", target: copy[1] ?? "", rows: readCopyRows(script.slice(dataStart, dataEnd)) });
        position = dataEnd + 3;
        hasText = false;
      }
      start = position;
    } else if (char === "-" && next === "-") {
      position = endOf(script, "\n", position);
    } else if (char === "#" && dialect.backslashEscapes) {
      position = endOf(script, "\n", position);
    } else if (char === "/" && next === "*") {
      // MySQL runs what stands in such a comment.
      if (script[position + 2] === "!") hasText = true;
      position = endOf(script, "*/", position);
    } else if (char === "'" || char === '"' || char === "`") {
      hasText = true;
      position = endOfQuoted(script, position, dialect.backslashEscapes && char !== "`");
    } else if (dialect.dollarQuotes && char === "$") {
      hasText = true;
      const tag = /^\$\w*\$/.exec(script.slice(position, position + 64))?.[0];
      position = tag === undefined ? position + 1 : endOf(script, tag, position + tag.length);
    } else if (lineStart && !hasText && char === "\\") {
      position = endOf(script, "\n", position);
      start = position;
    } else if (lineStart && !hasText && /^DELIMITER\s/i.test(script.slice(position, position + 10))) {
      const end = endOf(script, "\n", position);
      delimiter = script.slice(position + 10, end).trim();
      position = end;
      start = position;
    } else {
      if (!/\s/.test(char)) hasText = true;
      position += 1;
    }
  }
  finish(script.length);
  return parts;
}

/** Text without line comments; enough to recognise what a statement is. */
function stripComments(text: string): string {
  return text.replace(/^\s*--.*$/gm, "").trim();
}

function endOf(script: string, needle: string, from: number): number {
  const found = script.indexOf(needle, from);
  return found < 0 ? script.length : found + needle.length;
}

function endOfQuoted(script: string, from: number, backslashEscapes: boolean): number {
  const quote = script[from];
  let position = from + 1;
  while (position < script.length) {
    if (backslashEscapes && script[position] === "\\") position += 2;
    else if (script[position] !== quote) position += 1;
    else if (script[position + 1] === quote) position += 2;
    else return position + 1;
  }
  return position;
}

const copyEscapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v" };

function readCopyRows(block: string): readonly (readonly (string | null)[])[] {
  if (block.trim() === "") return [];
  return block
    .replace(/\n$/, "")
    .split("\n")
    .map((line) =>
      line
        .split("\t")
        .map((field) =>
          field === "\\N" ? null : field.replace(/\\(.)/g, (_, escaped: string) => copyEscapes[escaped] ?? escaped),
        ),
    );
}
