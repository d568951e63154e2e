/** In which language a text is written, by its short words. Pure. */
import { MAIL_LANGUAGES, type MailLanguage } from "@kept/contract/mailbox-classes";
import { PHRASE_TABLES } from "./phrases/phrase-tables.ts";
import { fold, type Sentence } from "./words.ts";

/** Word -> the languages that it is common in. */
const COMMON = new Map<string, MailLanguage[]>();
for (const table of PHRASE_TABLES) {
  for (const word of new Set(table.common.split(" ").map(fold))) {
    COMMON.set(word, [...(COMMON.get(word) ?? []), table.language]);
  }
}

const MOST_WORDS = 2_000;

/**
 * @param votes languages that phrases of the text were found in
 * @returns null when the text has too few words that tell, or when two languages are alike (Spanish and Portuguese)
 */
export function detectLanguage(sentences: readonly Sentence[], votes: readonly MailLanguage[]): MailLanguage | null {
  const [best, second] = rankLanguages(sentences, votes);
  return best !== undefined && best[1] > (second?.[1] ?? 0) ? best[0] : null;
}

/** Below this nothing is said yet of the language. */
const TELLING = 1.5;
/** A language that has this part of what the best has may be the language. */
const LIKELY = 0.5;

/** Every language that a text may be written in; all of them when its words do not tell. */
export function likelyLanguages(
  sentences: readonly Sentence[],
  votes: readonly MailLanguage[],
): readonly MailLanguage[] {
  const ranked = rankLanguages(sentences, votes);
  const most = ranked[0]?.[1] ?? 0;
  if (most < TELLING) return MAIL_LANGUAGES;
  return ranked.filter(([, score]) => score >= most * LIKELY).map(([language]) => language);
}

function rankLanguages(
  sentences: readonly Sentence[],
  votes: readonly MailLanguage[],
): readonly (readonly [MailLanguage, number])[] {
  const scores = new Map<MailLanguage, number>(MAIL_LANGUAGES.map((language) => [language, 0]));
  const add = (language: MailLanguage, weight: number) => scores.set(language, (scores.get(language) ?? 0) + weight);
  for (const word of sentences.flatMap((sentence) => sentence.line.trim().split(" ")).slice(0, MOST_WORDS)) {
    // A word of many languages says little about each.
    const languages = COMMON.get(word) ?? [];
    for (const language of languages) add(language, 1 / languages.length);
  }
  for (const language of votes) add(language, 1);
  return [...scores].sort((left, right) => right[1] - left[1]);
}
