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
  const scores = new Map<MailLanguage, number>(MAIL_LANGUAGES.map((language) => [language, 0]));
  const add = (language: MailLanguage, weight: number) => scores.set(language, (scores.get(language) ?? 0) + weight);
  for (const word of sentences.flatMap((sentence) => sentence.line.trim().split(" ")).slice(0, MOST_WORDS)) {
    // A word of many languages says little about each.
    const languages = COMMON.get(word) ?? [];
    for (const language of languages) add(language, 1 / languages.length);
  }
  for (const language of votes) add(language, 1);
  const [best, second] = [...scores].sort((left, right) => right[1] - left[1]);
  return best !== undefined && best[1] > (second?.[1] ?? 0) ? best[0] : null;
}
