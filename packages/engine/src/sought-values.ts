/** Values of a person as a residue scan looks for them: one pattern for the store, and the exact test of what it gives. */

/** A value that identifies the person; the category decides how it may be written. */
export interface SoughtValue {
  /** A category of the taxonomy, or `text` for any other text. */
  readonly category: string;
  readonly value: string;
}

export interface SoughtOptions {
  /** `ada+news@example.org` counts as `ada@example.org`. Off by default: some providers give the two to two people. */
  readonly plusTags: boolean;
}

export interface Sought {
  /**
   * A regular expression in what Postgres, MySQL, MariaDB and JavaScript read alike, matched without regard to case. It
   * matches every text that holds a value, and some others: {@link Sought.find} decides.
   */
  readonly pattern: string;
  /** Categories of the values that the text holds. */
  find(text: string | null): readonly string[];
  /** How many values were too short to be looked for inside other text. */
  readonly short: number;
}

/** A text that was cut off here cannot be judged, and counts as a find. In characters. */
export const LONGEST_TEXT = 200_000;

/** Shorter values stand in too many words to mean the person, unless nothing else is in the cell. */
const SHORTEST = 4;
/** Fewer digits are no telephone number that could be told from an amount. */
const FEWEST_DIGITS = 6;

const CATEGORY_OF_IDENTIFIER: Readonly<Record<string, string>> = {
  email: "contact.email",
  phone: "contact.phone",
  username: "identity.username",
};

/** The category whose ways of writing apply to an identifier of this kind. */
export function categoryOfIdentifier(kind: string): string {
  return CATEGORY_OF_IDENTIFIER[kind] ?? "text";
}

interface Test {
  readonly category: string;
  readonly pattern: string;
  readonly isIn: (text: string) => boolean;
}

/** Prepares a search for all of the values at once; null when there is nothing to look for. */
export function prepareSought(values: readonly SoughtValue[], options: SoughtOptions): Sought | null {
  const tests = values.flatMap((value) => prepareTest(value, options));
  if (tests.length === 0) return null;
  const pattern = [...new Set(tests.map((test) => test.pattern))].join("|");
  return {
    pattern,
    find(text) {
      if (text === null) return [];
      const forms = readings(text);
      const found = tests.filter(({ isIn }) => forms.some(isIn)).map(({ category }) => category);
      return found.length > 0 || text.length < LONGEST_TEXT ? [...new Set(found)] : [tests[0]?.category ?? ""];
    },
    short: values.filter(({ value }) => value.trim() !== "" && [...value.trim()].length < SHORTEST).length,
  };
}

function prepareTest({ category, value }: SoughtValue, options: SoughtOptions): readonly Test[] {
  const text = value.normalize("NFC").trim();
  if (text === "") return [];
  if (category === "contact.phone") return preparePhone(text);
  const at = text.lastIndexOf("@");
  if (category === "contact.email" && at > 0) {
    const tag = options.plusTags ? "(?:(?:\\+|%2b)[^@ ]{0,64})?" : "";
    const [name, domain] = [text.slice(0, at), text.slice(at + 1)];
    const isIn = matches(
      `(?<![\\p{L}\\p{N}_]|[\\p{L}\\p{N}][.%+-])${escapeText(name)}${tag}@${escapeText(domain)}(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])`,
    );
    const pattern = `${loosen(name, true)}${tag}(?:@|%40)${loosen(domain, true)}`;
    return [{ category, pattern, isIn }];
  }
  if ([...text].length < SHORTEST) {
    const isIn = matches(`^\\s*"?${escapeText(text)}"?\\s*$|[[{:,]\\s*"${escapeText(text)}"\\s*[\\]},]`);
    return [{ category, pattern: `(?:^|["\\s])${loosen(text)}(?:["\\s]|$)`, isIn }];
  }
  return [
    { category, pattern: loosen(text), isIn: matches(`(?<![\\p{L}\\p{N}_])${escapeText(text)}(?![\\p{L}\\p{N}_])`) },
  ];
}

/** Letters of every language take long to compile: only what is asked is. */
function matches(pattern: string): Test["isIn"] {
  let compiled: RegExp | null = null;
  return (text) => {
    compiled ??= new RegExp(pattern, "iu");
    return compiled.test(text);
  };
}

/** A telephone number in any way of writing it: with blanks, dots, dashes, brackets, `+`, `00` or a trunk zero. */
function preparePhone(text: string): readonly Test[] {
  const wanted = significantDigits(text);
  if (wanted.length < FEWEST_DIGITS) return [];
  const tail = wanted.slice(-FEWEST_DIGITS);
  const pattern = [...tail].join("[^0-9]{0,3}");
  const run = /[+(]?\d(?:[\s()./-]{0,3}\d)*/g;
  const isIn = (given: string) => {
    for (const [digits] of given.matchAll(run)) if (isSamePhone(significantDigits(digits), wanted)) return true;
    return false;
  };
  return [{ category: "contact.phone", pattern, isIn }];
}

/** Digits without what only says how to dial: `+`, `00`, a trunk zero, `(0)` after the country. */
function significantDigits(text: string): string {
  return text.replace(/\(0\)/g, "").replace(/\D/g, "").replace(/^0+/, "");
}

/** One is the other, or the other without its country. Countries have one to three digits (ITU-T E.164). */
function isSamePhone(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return short.length >= FEWEST_DIGITS && long.length - short.length <= 3 && long.endsWith(short);
}

/** The text, and what it says where JSON, an address on the web or a store's way of printing bytes has escaped parts of it. */
function readings(text: string): readonly string[] {
  const forms = [text.normalize("NFC")];
  if (text.includes("\\u"))
    forms.push(
      text
        .replace(/\\u([0-9a-f]{4})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
        .normalize("NFC"),
    );
  if (/\\[0-7]{3}/.test(text)) forms.push(text.replace(/(?:\\[0-7]{3})+/g, readOctal).normalize("NFC"));
  if (/%[0-9a-f]{2}/i.test(text)) forms.push(text.replace(/(?:%[0-9a-f]{2})+/gi, readPercent));
  return forms;
}

function readOctal(escaped: string): string {
  const bytes = escaped.match(/[0-7]{3}/g) ?? [];
  return new TextDecoder().decode(Uint8Array.from(bytes, (digits) => Number.parseInt(digits, 8)));
}

function readPercent(escaped: string): string {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return escaped;
  }
}

/**
 * The text as a store looks for it. What is not ASCII may stand there in other cases, forms and escapes, of which stores
 * know little, so anything short passes for it, as long as enough of the text remains.
 */
function loosen(text: string, isEnough = false): string {
  const ascii = text.replace(/[^\x20-\x7e]/g, "");
  if (!isEnough && ascii.length < SHORTEST) {
    return `(?:${[...new Set([text, text.toLowerCase(), text.toUpperCase()])].map(escapeText).join("|")})`;
  }
  return text
    .split(/([^\x20-\x7e]+)/)
    .map((part, position) => (position % 2 === 0 ? escapeText(part) : `.{1,${Math.min(250, [...part].length * 12)}}`))
    .join("");
}

/** The text as a regular expression that matches nothing else. */
export function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
