/** The parts of a letter that are read by themselves: what somebody asks for stands in a sentence, or in two. Pure. */
import type { RuleHit } from "../find-rights.ts";
import type { Sentence } from "../words.ts";

export interface Window {
  readonly where: "subject" | "text";
  readonly sentences: readonly Sentence[];
  /** What the rules found in its sentences. */
  readonly rules: readonly RuleHit[];
}

/** A sentence with what the rules found in it. */
export interface ReadSentence extends Sentence {
  readonly rules: readonly RuleHit[];
}

/** A sentence longer than this is read in overlapping pieces: people who set no full stops. */
const MOST_WORDS = 32;
const STEP = 16;
/** A letter of not more words is also read as a whole. */
const SHORT_LETTER = 60;
const LONG_SUBJECT = 4;

export function toWindows(subject: readonly ReadSentence[], text: readonly ReadSentence[]): readonly Window[] {
  const subjects = subject.flatMap(cutLong);
  const pieces = text.flatMap(cutLong);
  // A subject of a word or two names a topic; only a longer one, or one that is the whole message, may ask by itself.
  const asking = subjects.filter((piece) => text.length === 0 || piece.words.length >= LONG_SUBJECT);
  const windows = [
    ...asking.map((piece) => toWindow("subject", [piece])),
    ...pieces.map((piece) => toWindow("text", [piece])),
  ];
  for (const [index, piece] of pieces.entries()) {
    const next = pieces[index + 1];
    if (next !== undefined) windows.push(toWindow("text", [piece, next]));
  }
  if (pieces.length > 2 && pieces.reduce((sum, piece) => sum + piece.words.length, 0) <= SHORT_LETTER) {
    windows.push(toWindow("text", pieces));
  }
  const [topic] = subjects;
  const [first] = pieces;
  if (topic !== undefined && first !== undefined) windows.push(toWindow("text", [topic, first]));
  return windows;
}

function toWindow(where: Window["where"], sentences: readonly ReadSentence[]): Window {
  return { where, sentences, rules: sentences.flatMap((sentence) => sentence.rules) };
}

function cutLong(sentence: ReadSentence): readonly ReadSentence[] {
  const { words, rules } = sentence;
  if (words.length <= MOST_WORDS) return [sentence];
  const folded = sentence.line.trim().split(" ");
  const pieces: ReadSentence[] = [];
  for (let from = 0; from < words.length; from += STEP) {
    const to = from + MOST_WORDS;
    pieces.push({ words: words.slice(from, to), line: ` ${folded.slice(from, to).join(" ")} `, rules });
    if (to >= words.length) break;
  }
  return pieces;
}
