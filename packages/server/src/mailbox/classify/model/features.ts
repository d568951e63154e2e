/**
 * What a part of a letter is described by, for the model: its words and pairs of words, beginnings and middles of words,
 * what the words mean in any language, and which rules spoke. Each is a number below {@link FEATURE_COUNT}. Pure.
 */
import type { MailLanguage } from "@kept/contract/mailbox-classes";
import { findConcepts } from "../concepts/read-concepts.ts";
import type { Window } from "./windows.ts";

/** Power of two. Two features that share a number share a weight; with so many numbers that is rare. */
export const FEATURE_COUNT = 1 << 15;

export interface Features {
  readonly ids: Uint16Array;
  readonly values: Float32Array;
  /** By feature: index of the word that it comes from; -1 where it comes from none. */
  readonly words: Int16Array;
  /** By feature: its place in {@link GROUP_NAMES}. */
  readonly groups: Uint8Array;
}

/** How much each group counts as a whole, however many features it has. */
const GROUPS = { word: 1, pair: 0.7, letters: 0.8, concept: 1.2, concepts: 1.5, rule: 1.2 } as const;
type Group = keyof typeof GROUPS;
export const GROUP_NAMES = Object.keys(GROUPS) as readonly Group[];

const LETTERS = [4, 5] as const;
/** Concepts that stand further apart than so many concepts say nothing together. */
const REACH = 4;

/** @param languages that the letter may be written in */
export function describeWindow(window: Window, languages: readonly MailLanguage[]): Features {
  const found = new Map<Group, Map<number, number>>();
  const add = (group: Group, text: string, word: number) => {
    const rows = found.get(group) ?? new Map<number, number>();
    found.set(group, rows);
    const id = hash(`${group} ${text}`);
    if (!rows.has(id)) rows.set(id, word);
  };
  const words = window.sentences.flatMap((sentence) => sentence.line.trim().split(" ")).map(withoutDigits);
  for (const [index, word] of words.entries()) {
    add("word", word, index);
    const next = words[index + 1];
    if (next !== undefined) add("pair", `${word} ${next}`, index);
    const padded = `_${word}_`;
    for (const length of LETTERS) {
      for (let from = 0; from + length <= padded.length; from += 1)
        add("letters", padded.slice(from, from + length), index);
    }
  }
  const concepts = findConcepts(words, languages);
  for (const [index, { concept, at }] of concepts.entries()) {
    add("concept", concept, at);
    for (let far = 1; far <= REACH; far += 1) {
      const other = concepts[index + far];
      if (other === undefined) break;
      if (other.concept === concept) continue;
      // Next to each other their order says who does what to whom; further apart only that both are there.
      if (far === 1) add("concepts", `${concept}>${other.concept}`, at);
      add("concepts", [concept, other.concept].sort().join("&"), at);
      const third = far === 1 ? concepts[index + 2] : undefined;
      if (third !== undefined) add("concepts", `${concept}>${other.concept}>${third.concept}`, at);
    }
  }
  for (const { rule, weight } of window.rules) add("rule", `${rule} ${weight}`, -1);
  if (window.rules.length === 0) add("rule", "none", -1);
  return pack(found);
}

function pack(found: ReadonlyMap<Group, ReadonlyMap<number, number>>): Features {
  const size = [...found.values()].reduce((sum, rows) => sum + rows.size, 0);
  const features: Features = {
    ids: new Uint16Array(size),
    values: new Float32Array(size),
    words: new Int16Array(size),
    groups: new Uint8Array(size),
  };
  let index = 0;
  for (const [group, rows] of found) {
    const value = GROUPS[group] / Math.sqrt(rows.size);
    for (const [id, word] of rows) {
      features.ids[index] = id;
      features.values[index] = value;
      features.words[index] = word;
      features.groups[index] = GROUP_NAMES.indexOf(group);
      index += 1;
    }
  }
  return features;
}

/** Numbers of orders and customers are all alike; those of articles and ages are short. */
function withoutDigits(word: string): string {
  return /^\d{3,}$/.test(word) ? "0" : word;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return (value ^ (value >>> 15)) & (FEATURE_COUNT - 1);
}
