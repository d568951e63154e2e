/**
 * The model that says which rights a letter asks for, learned from written letters (`mailbox/training`). A weight for each
 * feature and right, in eighths of bits: small enough for the repository, and the same on every machine.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { MAIL_RIGHTS, type MailRightName } from "@kept/contract/mailbox-classes";
import type { DescribedWindow } from "./describe-letter.ts";
import { FEATURE_COUNT, type Features } from "./features.ts";

export const MODEL_FILE = join(import.meta.dirname, "letter-model.bin");

export interface LetterModel {
  /** Of what it was learned from. */
  readonly digest: string;
  readonly rights: ReadonlyMap<MailRightName, RightModel>;
}

interface RightModel {
  readonly bias: number;
  /** What one unit of a weight is worth. */
  readonly unit: number;
  readonly weights: Int8Array;
}

/** The first line of the file: JSON; the weights follow, right after right. */
export interface ModelHead {
  readonly digest: string;
  readonly rights: readonly { readonly right: MailRightName; readonly bias: number; readonly unit: number }[];
}

export function readModel(file: Uint8Array): LetterModel {
  const bytes = brotliDecompressSync(file);
  const end = bytes.indexOf(10);
  const head = JSON.parse(bytes.subarray(0, end).toString("utf8")) as ModelHead;
  const rights = head.rights.map(({ right, bias, unit }, index) => {
    const from = bytes.byteOffset + end + 1 + index * FEATURE_COUNT;
    return [right, { bias, unit, weights: new Int8Array(bytes.buffer, from, FEATURE_COUNT) }] as const;
  });
  return { digest: head.digest, rights: new Map(rights) };
}

let known: LetterModel | null = null;

/** Read once, when the first letter comes. */
export function letterModel(): LetterModel {
  known ??= readModel(readFileSync(MODEL_FILE));
  return known;
}

export interface AskedRight {
  readonly right: MailRightName;
  /** From 0 to 1. */
  readonly probability: number;
  readonly where: "subject" | "text";
  /** The words that spoke for it most, as they stood. */
  readonly words: string;
  /** The part of the letter that speaks loudest for it. */
  readonly loudest: DescribedWindow;
}

/** How surely each right is asked for, the surest first. */
export function findAsked(windows: readonly DescribedWindow[], model = letterModel()): readonly AskedRight[] {
  return MAIL_RIGHTS.flatMap(({ right }): AskedRight[] => {
    const learned = model.rights.get(right);
    const [loudest, score] = learned === undefined ? [undefined, 0] : findLoudest(windows, learned);
    if (loudest === undefined || learned === undefined) return [];
    const { where } = loudest.window;
    return [{ right, probability: 1 / (1 + Math.exp(-score)), where, words: tellingWords(loudest, learned), loudest }];
  }).sort((left, right) => right.probability - left.probability);
}

function findLoudest(
  windows: readonly DescribedWindow[],
  learned: RightModel,
): readonly [DescribedWindow | undefined, number] {
  let best: DescribedWindow | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const one of windows) {
    const score = scoreWindow(one.features, learned);
    if (score > most) [best, most] = [one, score];
  }
  return [best, most];
}

function scoreWindow({ ids, values }: Features, { bias, unit, weights }: RightModel): number {
  let score = 0;
  for (let at = 0; at < ids.length; at += 1) score += (weights[ids[at] ?? 0] ?? 0) * (values[at] ?? 0);
  return bias + score * unit;
}

/** So many words are shown to whoever asks why. */
const MOST_TOLD = 6;

function tellingWords({ window, features }: DescribedWindow, { weights }: RightModel): string {
  const words = window.sentences.flatMap((sentence) => sentence.words);
  const worth = new Float32Array(words.length);
  for (let at = 0; at < features.ids.length; at += 1) {
    const word = features.words[at] ?? -1;
    if (word >= 0) {
      worth[word] = (worth[word] ?? 0) + (weights[features.ids[at] ?? 0] ?? 0) * (features.values[at] ?? 0);
    }
  }
  const best = [...worth.keys()].filter((word) => (worth[word] ?? 0) > 0);
  const told = best.sort((left, right) => (worth[right] ?? 0) - (worth[left] ?? 0)).slice(0, MOST_TOLD);
  return joinWords(
    words,
    told.sort((left, right) => left - right),
  );
}

/** Words that follow each other as they stood, `…` between others. */
function joinWords(words: readonly string[], places: readonly number[]): string {
  return places.reduce((text, place, index) => {
    const before = places[index - 1];
    const gap = before === undefined ? "" : place === before + 1 ? " " : " … ";
    return `${text}${gap}${words[place] ?? ""}`;
  }, "");
}
