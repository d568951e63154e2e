/** Texts as sentences of comparable words, and patterns of phrases that are found in them. Pure. */

export interface Sentence {
  /** As they stood. */
  readonly words: readonly string[];
  /** As they are compared, with a space before each and one at the end. */
  readonly line: string;
}

const WORD = /[\p{L}\p{N}]+/gu;
/** An end of a sentence: its mark, then space and a capital; an empty line; the beginning of a point of a list. */
const SENTENCE_END = /(?<=[.!?…])\s+(?=\p{Lu}|["'«„¿¡])|\n\s*\n|\n(?=\s*(?:[-*•–]|\d{1,2}[.)])\s)/u;
/** A text longer than this says no more. */
const MOST_LETTERS = 20_000;

/** Cuts a text into sentences. Line ends within one do not count: programs break lines where they like. */
export function toSentences(text: string): readonly Sentence[] {
  return text
    .slice(0, MOST_LETTERS)
    .split(SENTENCE_END)
    .flatMap((part): Sentence[] => {
      const words = part.match(WORD) ?? [];
      return words.length === 0 ? [] : [{ words, line: ` ${words.map(fold).join(" ")} ` }];
    });
}

/** One spelling for all: small, without accents, and ä, ae and a are the same. */
export function fold(word: string): string {
  return word
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/ł/g, "l")
    .replace(/[øö]/g, "o")
    .replace(/æ/g, "a")
    .replace(/œ/g, "o")
    .replace(/([aou])e/g, "$1");
}

export interface Match {
  /** The words as they stood. */
  readonly text: string;
  /** Index of the first word, and of the one after the last. */
  readonly from: number;
  readonly to: number;
}

export interface Pattern {
  readonly source: string;
  /** Its words may stand in any order. */
  readonly isLoose: boolean;
  /** It is looked for in two sentences that follow each other: what it says is seldom said in one. */
  readonly isAcross: boolean;
  find(sentence: Sentence): Match | null;
}

/** Compiles a pattern; its syntax is described where phrases are declared. */
export function compilePattern(source: string): Pattern {
  const isAcross = source.startsWith("~ ");
  const groups = (isAcross ? source.slice(2) : source).split(" & ");
  return groups.length === 1 ? compileSequence(source) : compileCloseness(source, groups, isAcross);
}

function compileSequence(source: string): Pattern {
  let body = "";
  for (const token of source.trim().split(/\s+/)) {
    if (token === "…") body += "(?: [^ ]+){0,6}?";
    else body += ` (?:${token.split("|").map(alternative).join("|")})`;
  }
  const expression = new RegExp(`${body}(?= )`);
  return {
    source,
    isLoose: false,
    isAcross: false,
    find(sentence) {
      const found = expression.exec(sentence.line);
      if (found === null) return null;
      const from = countWords(sentence.line.slice(0, found.index));
      return toMatch(sentence, from, from + countWords(found[0]));
    },
  };
}

/** Words of all groups stand within so many words. */
const CLOSE = 14;
const CLOSE_ACROSS = 28;

function compileCloseness(source: string, groups: readonly string[], isAcross: boolean): Pattern {
  const close = isAcross ? CLOSE_ACROSS : CLOSE;
  const expressions = groups.map(
    (group) => new RegExp(` (?:${group.trim().split("|").map(alternative).join("|")})(?= )`, "g"),
  );
  return {
    source,
    isLoose: true,
    isAcross,
    find(sentence) {
      const places: (readonly (readonly [from: number, to: number])[])[] = [];
      for (const expression of expressions) {
        const found = [...sentence.line.matchAll(expression)].map((match) => {
          const from = countWords(sentence.line.slice(0, match.index));
          return [from, from + countWords(match[0])] as const;
        });
        if (found.length === 0) return null;
        places.push(found);
      }
      for (const [first] of places[0] ?? []) {
        const near = places.map(
          (group) => group.toSorted((a, b) => Math.abs(a[0] - first) - Math.abs(b[0] - first))[0],
        );
        const from = Math.min(...near.map((place) => place?.[0] ?? 0));
        const to = Math.max(...near.map((place) => place?.[1] ?? 0));
        if (to - from <= close) return toMatch(sentence, from, to);
      }
      return null;
    },
  };
}

/** Each sentence with the one that follows it. */
export function joinFollowing(sentences: readonly Sentence[]): readonly Sentence[] {
  return sentences.map((sentence, index) => {
    const next = sentences[index + 1];
    if (next === undefined) return sentence;
    return { words: [...sentence.words, ...next.words], line: `${sentence.line}${next.line.slice(1)}` };
  });
}

function toMatch(sentence: Sentence, from: number, to: number): Match {
  return { text: sentence.words.slice(from, to).join(" "), from, to };
}

function alternative(text: string): string {
  return text
    .split("+")
    .map((word) => (word.endsWith("*") ? `${fold(word.slice(0, -1))}[^ ]*` : fold(word)))
    .join(" ");
}

function countWords(line: string): number {
  return line.split(" ").filter((word) => word !== "").length;
}
