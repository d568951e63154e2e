/**
 * What words mean, whatever the language: `Konto`, `cuenta` and `account` are all `account`. So a letter in a language of
 * which few were learned from is understood by those in another. One line a concept, its words after the colon: `word`,
 * `word*` any ending, `two+words` that follow each other.
 */
import type { MailLanguage } from "@kept/contract/mailbox-classes";
import { fold } from "../words.ts";
import { dutch } from "./dutch.ts";
import { english } from "./english.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import { italian } from "./italian.ts";
import { polish } from "./polish.ts";
import { portuguese } from "./portuguese.ts";
import { spanish } from "./spanish.ts";

export const CONCEPT_TABLES: Readonly<Record<MailLanguage, string>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  it: italian,
  nl: dutch,
  pt: portuguese,
  pl: polish,
};

interface ConceptTable {
  readonly whole: ReadonlyMap<string, readonly string[]>;
  readonly beginnings: ReadonlyMap<string, readonly string[]>;
}

const LONGEST = 4;
const SHORTEST_BEGINNING = 2;
const TABLES = new Map<string, ConceptTable>(
  Object.entries(CONCEPT_TABLES).map(([language, text]) => [language, readTable(text)]),
);

function readTable(text: string): ConceptTable {
  const whole = new Map<string, string[]>();
  const beginnings = new Map<string, string[]>();
  for (const line of text.trim().split("\n")) {
    const [concept = "", words = ""] = line.split(":");
    for (const entry of words.trim().split(" ")) {
      const isBeginning = entry.endsWith("*");
      const key = (isBeginning ? entry.slice(0, -1) : entry).split("+").map(fold).join(" ");
      const table = isBeginning ? beginnings : whole;
      table.set(key, [...(table.get(key) ?? []), concept]);
    }
  }
  return { whole, beginnings };
}

export interface ConceptAt {
  readonly concept: string;
  /** Index of the first of its words. */
  readonly at: number;
}

/**
 * @param words folded
 * @param languages what they mean in any of these
 */
export function findConcepts(words: readonly string[], languages: readonly MailLanguage[]): readonly ConceptAt[] {
  const found: ConceptAt[] = [];
  for (const language of languages) {
    const table = TABLES.get(language);
    if (table === undefined) continue;
    for (let at = 0; at < words.length; at += 1) {
      for (const concept of conceptsAt(table, words, at)) {
        if (!found.some((other) => other.at === at && other.concept === concept)) found.push({ concept, at });
      }
    }
  }
  return found.sort((left, right) => left.at - right.at);
}

/** The longest words win, and whole words before beginnings. */
function conceptsAt(table: ConceptTable, words: readonly string[], at: number): readonly string[] {
  for (let length = Math.min(LONGEST, words.length - at); length > 0; length -= 1) {
    const text = words.slice(at, at + length).join(" ");
    const whole = table.whole.get(text);
    if (whole !== undefined) return whole;
    // A beginning of several words reaches into the last of them.
    const least = length === 1 ? SHORTEST_BEGINNING : text.lastIndexOf(" ") + 1 + SHORTEST_BEGINNING;
    for (let end = text.length; end >= least; end -= 1) {
      const begun = table.beginnings.get(text.slice(0, end));
      if (begun !== undefined) return begun;
    }
  }
  return [];
}
