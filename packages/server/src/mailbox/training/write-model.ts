/** Learns the model anew from all letters, and packs it for the repository. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { MAIL_RIGHTS } from "@kept/contract/mailbox-classes";
import { FEATURE_COUNT } from "../classify/model/features.ts";
import type { ModelHead } from "../classify/model/letter-model.ts";
import { composeLetters, seededRandom } from "./compose-letters.ts";
import { readLessons } from "./read-letters.ts";
import { type TrainingOptions, toLesson, trainModel, type Weights } from "./train-model.ts";

const COPIES = 4;
const SEED = 20261127;
const OPTIONS: TrainingOptions = { rounds: 12, rate: 0.3, decay: 1e-5, onlyMeaning: 0.5, noRules: 0.3 };
/** So many are learned, each in another order, and their mean is taken: what only one of them believes counts less. */
const LEARNERS = 3;

/** Weights are whole numbers up to this. */
const LARGEST = 127;

export function learnModel(): Uint8Array {
  const random = seededRandom(SEED);
  const lessons = composeLetters(readLessons(), COPIES, random).map(toLesson);
  const learners = Array.from({ length: LEARNERS }, () => trainModel(lessons, random, OPTIONS));
  const learned = MAIL_RIGHTS.map(({ right }) => [right, meanWeights(learners.map((one) => one.get(right)))] as const);
  const packed = learned.map(([right, weights]) => {
    const most = weights.subarray(0, FEATURE_COUNT).reduce((sum, weight) => Math.max(sum, Math.abs(weight)), 0);
    const unit = most / LARGEST;
    const whole = Int8Array.from(weights.subarray(0, FEATURE_COUNT), (weight) => Math.round(weight / unit));
    return { right, bias: weights[FEATURE_COUNT] ?? 0, unit, whole };
  });
  const head: ModelHead = {
    digest: digestLessons(),
    rights: packed.map(({ right, bias, unit }) => ({ right, bias, unit })),
  };
  const bytes = Buffer.concat([
    Buffer.from(`${JSON.stringify(head)}\n`),
    ...packed.map(({ whole }) => Buffer.from(whole.buffer)),
  ]);
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_LGWIN]: 22 } });
}

function meanWeights(all: readonly (Weights | undefined)[]): Weights {
  const mean = new Float32Array(FEATURE_COUNT + 1);
  for (const weights of all) {
    for (const [index, weight] of weights?.entries() ?? []) mean[index] = (mean[index] ?? 0) + weight / all.length;
  }
  return mean;
}

/** Of all that the weights follow from: letters, and how they are read. A model with another one is out of date. */
export function digestLessons(): string {
  const folders = [join(import.meta.dirname), join(import.meta.dirname, "letters")];
  const classify = join(import.meta.dirname, "..", "classify");
  folders.push(...["concepts", "phrases", "model"].map((name) => join(classify, name)));
  const files = [
    ...folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /\.(?:ts|txt)$/.test(name) && !name.endsWith(".test.ts") && name !== "letter-model.ts")
        .sort()
        .map((name) => join(folder, name)),
    ),
    ...["words.ts", "find-rights.ts", "detect-language.ts", "legal-references.ts"].map((name) => join(classify, name)),
  ];
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file, "utf8").replace(/\r\n/g, "\n"));
  return hash.digest("hex");
}
