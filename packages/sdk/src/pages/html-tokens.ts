/** Cuts HTML into tags and what is between them, as browsers do (HTML, 13.2.5), chunk by chunk. */

export interface Attribute {
  readonly name: string;
  /** As it stands, entities not decoded; null when there is no `=`. */
  readonly raw: string | null;
  /** Quote around the value; empty when there is none. */
  readonly quote: string;
}

export type Token =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "tag";
      /** In lower case. */
      readonly name: string;
      readonly attributes: readonly Attribute[];
      readonly selfClosing: boolean;
      readonly text: string;
    }
  /** A start tag whose content is not markup, with that content; the end tag follows as text. */
  | {
      readonly kind: "raw";
      readonly name: string;
      readonly attributes: readonly Attribute[];
      readonly text: string;
      readonly content: string;
    };

const RAW = new Set(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"]);

/** Gives tokens as soon as they are whole; `end` gives what is left. */
export interface Tokenizer {
  push(chunk: string): readonly Token[];
  end(): readonly Token[];
}

export function createTokenizer(): Tokenizer {
  let buffer = "";
  const read = (isEnd: boolean): readonly Token[] => {
    const tokens: Token[] = [];
    for (;;) {
      const taken = takeToken(buffer, isEnd);
      if (taken === null) return tokens;
      tokens.push(taken.token);
      buffer = buffer.slice(taken.length);
      if (buffer === "") return tokens;
    }
  };
  return {
    push(chunk) {
      buffer += chunk;
      return read(false);
    },
    end: () => (buffer === "" ? [] : read(true)),
  };
}

type Taken = { readonly token: Token; readonly length: number } | null;

const text = (content: string): Taken => ({ token: { kind: "text", text: content }, length: content.length });

function takeToken(buffer: string, isEnd: boolean): Taken {
  const start = buffer.indexOf("<");
  if (start < 0) return buffer === "" ? null : text(buffer);
  if (start > 0) return text(buffer.slice(0, start));
  const rest = () => (isEnd ? text(buffer) : null);
  if (buffer.length < 4 && !isEnd) return null;
  if (buffer.startsWith("<!--")) {
    // `<!-->` and `<!--->` are whole comments.
    const end = /^<!--(?:-?>|[\s\S]*?--!?>)/.exec(buffer);
    return end === null ? rest() : text(end[0]);
  }
  if (/^<[!?/]/.test(buffer)) {
    const end = buffer.indexOf(">");
    return end < 0 ? rest() : text(buffer.slice(0, end + 1));
  }
  if (!/^<[a-z]/i.test(buffer)) return text("<");
  const tag = readTag(buffer);
  // A tag that the page never ends is dropped by browsers too.
  if (tag === null) return isEnd ? { token: { kind: "text", text: "" }, length: buffer.length } : null;
  if (!RAW.has(tag.name)) return { token: { kind: "tag", ...tag }, length: tag.text.length };
  const close = new RegExp(`</${tag.name}(?=[\\s/>])`, "i").exec(buffer.slice(tag.text.length));
  if (close === null && !isEnd) return null;
  const content = buffer.slice(tag.text.length, close === null ? undefined : tag.text.length + close.index);
  const { name, attributes, text: source } = tag;
  return { token: { kind: "raw", name, attributes, text: source, content }, length: source.length + content.length };
}

interface Tag {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly selfClosing: boolean;
  readonly text: string;
}

const ATTRIBUTE = /[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*)|(?=>)))?/y;

/** Null when the tag does not end in the text. */
function readTag(source: string): Tag | null {
  const name = /^<([^\s/>]+)/.exec(source)?.[1] ?? "";
  let at = 1 + name.length;
  const attributes: Attribute[] = [];
  for (;;) {
    const space = /[\s/]*/y;
    space.lastIndex = at;
    const gap = space.exec(source)?.[0] ?? "";
    const next = source[at + gap.length];
    if (next === undefined) return null;
    if (next === ">") {
      const end = at + gap.length + 1;
      return { name: name.toLowerCase(), attributes, selfClosing: gap.endsWith("/"), text: source.slice(0, end) };
    }
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(source);
    // A quote that is not closed yet, or a value that may go on.
    if (found === null || ATTRIBUTE.lastIndex >= source.length || isCut(source, ATTRIBUTE.lastIndex, found))
      return null;
    const [, key = "", double, single, bare] = found;
    const raw = double ?? single ?? bare ?? (found[0].includes("=") ? "" : null);
    attributes.push({
      name: key.toLowerCase(),
      raw,
      quote: double !== undefined ? '"' : single !== undefined ? "'" : "",
    });
    at = ATTRIBUTE.lastIndex;
  }
}

/** `name=` was read without its value, because the quote after it is still open. */
function isCut(source: string, end: number, found: RegExpExecArray): boolean {
  return found[2] === undefined && found[3] === undefined && found[4] === undefined && /^\s*=/.test(source.slice(end));
}

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  colon: ":",
  sol: "/",
  period: ".",
  Tab: "\t",
  NewLine: "\n",
  quot: '"',
  apos: "'",
  lt: "<",
  gt: ">",
  nbsp: "\u00a0",
  quest: "?",
  num: "#",
  equals: "=",
  comma: ",",
  semi: ";",
  lpar: "(",
  rpar: ")",
  bsol: "\\",
  commat: "@",
  lowbar: "_",
};

/** The value that browsers see, as far as addresses and styles can be written. */
export function decodeEntities(value: string): string {
  return value.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));?/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
    },
  );
}

/** For an attribute's value in double quotes. */
export function encodeAttribute(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
}
