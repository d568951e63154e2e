/**
 * Learns, right by right, which features of a part of a letter speak for it: logistic regression, with steps that shrink
 * as a weight was corrected often (AdaGrad). Of a letter only the part that speaks loudest for a right is learned from, for
 * it or against it: nobody says which of its sentences asks. The same letters give the same weights.
 */
import { MAIL_RIGHTS, type MailRightName } from "@kept/contract/mailbox-classes";
import { findRights } from "../classify/find-rights.ts";
import { describeLetter } from "../classify/model/describe-letter.ts";
import { FEATURE_COUNT, type Features, GROUP_NAMES } from "../classify/model/features.ts";
import { toSentences } from "../classify/words.ts";
import type { Random } from "./compose-letters.ts";
import type { TaughtLetter } from "./read-letters.ts";

export interface Lesson {
  readonly windows: readonly Features[];
  readonly rights: ReadonlySet<MailRightName>;
}

/** A lesson with a smaller error than this is known, and passed over for so many rounds. */
const KNOWN = 0.02;
const RESTS = 3;

/** Weights of one right; the last is what it starts from. */
export type Weights = Float32Array;

export function toLesson(letter: TaughtLetter): Lesson {
  const subject = toSentences(letter.subject);
  const text = toSentences(letter.text);
  const found = { subject: findRights(subject, "subject"), text: findRights(text, "text") };
  return {
    windows: describeLetter(subject, text, found).map(({ features }) => features),
    rights: new Set(letter.rights),
  };
}

export interface TrainingOptions {
  readonly rounds: number;
  readonly rate: number;
  /** Pulls weights toward nothing. */
  readonly decay: number;
  /** How often only meanings are looked at, no words: what is learned in one language then holds in all. */
  readonly onlyMeaning: number;
  /** How often rules are not looked at, so that nothing depends on them alone. */
  readonly noRules: number;
}

const MEANINGS = ["concept", "concepts"];
/** By group of features: 1 where it is looked at. */
type Mask = Uint8Array;

function drawMask(random: Random, { onlyMeaning, noRules }: TrainingOptions): Mask {
  const isOnlyMeaning = random() < onlyMeaning;
  const isNoRules = random() < noRules;
  return Uint8Array.from(GROUP_NAMES, (name) =>
    name === "rule" ? Number(!isNoRules) : Number(!isOnlyMeaning || MEANINGS.includes(name)),
  );
}

export function trainModel(
  lessons: readonly Lesson[],
  random: Random,
  options: TrainingOptions,
): ReadonlyMap<MailRightName, Weights> {
  return new Map(MAIL_RIGHTS.map(({ right }) => [right, trainRight(lessons, right, random, options)]));
}

function trainRight(
  lessons: readonly Lesson[],
  right: MailRightName,
  random: Random,
  options: TrainingOptions,
): Weights {
  const { rounds, rate, decay } = options;
  const weights = new Float32Array(FEATURE_COUNT + 1);
  const corrected = new Float32Array(FEATURE_COUNT + 1).fill(1e-2);
  weights[FEATURE_COUNT] = -3;
  const order = lessons.map((_, index) => index);
  const rests = new Uint8Array(lessons.length);
  for (let round = 0; round < rounds; round += 1) {
    shuffle(order, random);
    for (const index of order) {
      const rest = rests[index] ?? 0;
      if (rest > 0) {
        rests[index] = rest - 1;
        continue;
      }
      const lesson = lessons[index];
      const mask = drawMask(random, options);
      const loudest = lesson === undefined ? undefined : findLoudest(lesson.windows, weights, mask);
      if (lesson === undefined || loudest === undefined) continue;
      const isAsked = lesson.rights.has(right);
      const error = (isAsked ? 1 : 0) - 1 / (1 + Math.exp(-loudest.score));
      if (Math.abs(error) < KNOWN) {
        rests[index] = RESTS;
        continue;
      }
      const { ids, values, groups } = loudest.features;
      for (let at = 0; at < ids.length; at += 1) {
        if (mask[groups[at] ?? 0] === 0) continue;
        const id = ids[at] ?? 0;
        const gradient = error * (values[at] ?? 0) - decay * (weights[id] ?? 0);
        const sum = (corrected[id] ?? 0) + gradient * gradient;
        corrected[id] = sum;
        weights[id] = (weights[id] ?? 0) + (rate * gradient) / Math.sqrt(sum);
      }
      corrected[FEATURE_COUNT] = (corrected[FEATURE_COUNT] ?? 0) + error * error;
      weights[FEATURE_COUNT] =
        (weights[FEATURE_COUNT] ?? 0) + (rate * error) / Math.sqrt(corrected[FEATURE_COUNT] ?? 1);
    }
  }
  return weights;
}

export function findLoudest(
  windows: readonly Features[],
  weights: Weights,
  mask?: Mask,
): { readonly features: Features; readonly score: number } | undefined {
  let best: { features: Features; score: number } | undefined;
  for (const features of windows) {
    const score = scoreWindow(features, weights, mask);
    if (best === undefined || score > best.score) best = { features, score };
  }
  return best;
}

function scoreWindow({ ids, values, groups }: Features, weights: Weights, mask?: Mask): number {
  let score = weights[FEATURE_COUNT] ?? 0;
  for (let at = 0; at < ids.length; at += 1) {
    if (mask === undefined || mask[groups[at] ?? 0] !== 0) score += (weights[ids[at] ?? 0] ?? 0) * (values[at] ?? 0);
  }
  return score;
}

function shuffle(items: number[], random: Random): void {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [items[index], items[other]] = [items[other] ?? 0, items[index] ?? 0];
  }
}
