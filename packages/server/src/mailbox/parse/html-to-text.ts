/** HTML of a message as plain text. Nothing is fetched, nothing is run; what a mail program marks as quoted gets `> `. */

const SKIPPED = new Set(["script", "style", "head", "title", "template", "noscript", "svg", "object"]);
const BREAKS = new Set(
  "address article blockquote body br center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tr ul".split(
    " ",
  ),
);
/** Elements without an end tag. */
const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
/** How mail programs mark what they quote. */
const QUOTED =
  /\b(?:gmail_quote|gmail_extra|yahoo_quoted|moz-cite-prefix|protonmail_quote|tutanota_quote|appendonsend|divRplyFwdMsg|OLK_SRC_BODY_SECTION|WordSection1-reply|zmail_extra)\b/i;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  shy: "",
  zwnj: "",
  zwj: "",
  euro: "€",
  copy: "©",
  reg: "®",
  hellip: "…",
  mdash: "—",
  ndash: "–",
  lsquo: "‘",
  rsquo: "’",
  sbquo: "‚",
  ldquo: "“",
  rdquo: "”",
  bdquo: "„",
  laquo: "«",
  raquo: "»",
  middot: "·",
  bull: "•",
  deg: "°",
  sect: "§",
  szlig: "ß",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  Auml: "Ä",
  Ouml: "Ö",
  Uuml: "Ü",
  aacute: "á",
  eacute: "é",
  iacute: "í",
  oacute: "ó",
  uacute: "ú",
  Aacute: "Á",
  Eacute: "É",
  Iacute: "Í",
  Oacute: "Ó",
  Uacute: "Ú",
  agrave: "à",
  egrave: "è",
  igrave: "ì",
  ograve: "ò",
  ugrave: "ù",
  Agrave: "À",
  Egrave: "È",
  acirc: "â",
  ecirc: "ê",
  icirc: "î",
  ocirc: "ô",
  ucirc: "û",
  ccedil: "ç",
  Ccedil: "Ç",
  ntilde: "ñ",
  Ntilde: "Ñ",
  atilde: "ã",
  otilde: "õ",
  euml: "ë",
  iuml: "ï",
  aring: "å",
  oslash: "ø",
  aelig: "æ",
  oelig: "œ",
  iexcl: "¡",
  iquest: "¿",
  ordf: "ª",
  ordm: "º",
  lstrok: "ł",
  zacute: "ź",
  sacute: "ś",
};

/** Characters of HTML that are looked at: more is no letter to a company. */
const MOST = 1_000_000;

/**
 * @param html untrusted
 * @returns lines of text; quoted parts begin with `> `
 */
export function htmlToText(html: string): string {
  const source = html.slice(0, MOST).replace(/<!--[\s\S]*?(?:-->|$)/g, "");
  const lines: string[] = [];
  let line = "";
  /** Open elements; quoted ones and skipped ones count until they are closed. */
  const open: { readonly name: string; readonly quoted: boolean; readonly skipped: boolean }[] = [];
  let quotes = 0;
  let skips = 0;
  const flush = () => {
    const text = line.replace(/[ \t\r\n\f]+/g, " ").trim();
    if (text !== "" || lines.at(-1) !== "") lines.push(text === "" ? "" : `${"> ".repeat(Math.min(quotes, 3))}${text}`);
    line = "";
  };
  const close = (count: number) => {
    for (const element of open.splice(open.length - count)) {
      if (element.quoted) quotes -= 1;
      if (element.skipped) skips -= 1;
    }
  };
  for (const [whole, end, name = "", attributes = "", text] of source.matchAll(
    /<(\/?)([a-zA-Z][a-zA-Z0-9:-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|<![^>]*>|([^<]+|<)/g,
  )) {
    if (text !== undefined) {
      if (skips === 0) line += decodeEntities(text);
      continue;
    }
    if (name === "") continue;
    const tag = name.toLowerCase();
    if (BREAKS.has(tag) && line.trim() !== "") flush();
    else if (tag === "br" || tag === "p") flush();
    if (tag === "td" || tag === "th") line += " ";
    if (end === "/") {
      const from = open.findLastIndex((element) => element.name === tag);
      if (from >= 0) close(open.length - from);
    } else if (!VOID.has(tag) && !whole.endsWith("/>") && open.length < 500) {
      const quoted = tag === "blockquote" || QUOTED.test(attributes);
      const skipped = SKIPPED.has(tag);
      open.push({ name: tag, quoted, skipped });
      if (quoted) quotes += 1;
      if (skipped) skips += 1;
    }
  }
  flush();
  return lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,10});?/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return ENTITIES[name] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : "";
  });
}
