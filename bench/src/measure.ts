/** Measures several ways of doing one thing in turns, so that whatever disturbs the machine disturbs all of them. */
import type { Figures, Result, Spread } from "./scenario.ts";

/** One way of doing it. `run` answers how long each part of it took (milliseconds), by a name of its own. */
export interface Contestant {
  readonly name: string;
  readonly run: (round: number) => Promise<Readonly<Record<string, number>>>;
}

export interface Rounds {
  /** Rounds whose figures are thrown away. */
  readonly warmUp: number;
  readonly runs: number;
}

/** All figures by `contestant.part`, in the order of the rounds. */
export type Samples = ReadonlyMap<string, readonly number[]>;

/** Runs all contestants once in every round; who begins changes from round to round. */
export async function takeTurns(contestants: readonly Contestant[], { warmUp, runs }: Rounds): Promise<Samples> {
  const samples = new Map<string, number[]>();
  for (let round = 0; round < warmUp + runs; round += 1) {
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const contestant = contestants[(round + turn) % contestants.length];
      if (contestant === undefined) continue;
      const parts = await contestant.run(round);
      if (round < warmUp) continue;
      for (const [part, value] of Object.entries(parts)) {
        const name = `${contestant.name}.${part}`;
        samples.set(name, [...(samples.get(name) ?? []), value]);
      }
    }
  }
  return samples;
}

/** The figures of one contestant's part. Throws when there are none. */
export function samplesOf(samples: Samples, name: string): readonly number[] {
  const found = samples.get(name);
  if (found === undefined || found.length === 0) throw new Error(`nothing was measured under the name ${name}`);
  return found;
}

/** How long the work takes, in milliseconds. */
export async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** How much processor time the work takes of this process, in milliseconds: what else runs on the machine counts less. */
export async function timeProcessor(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** The middle value; of an even number of values the mean of the two in the middle. Throws on none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new Error("there is no median of no values");
  return (lower + upper) / 2;
}

/** Smallest and largest, rounded like every figure that is printed. */
export function spreadOf(values: readonly number[]): Spread {
  return { min: round(Math.min(...values)), max: round(Math.max(...values)) };
}

/** What every result says of both sides: medians, their ratio, the ratio of the best, smallest and largest. */
export function describeSides(ours: readonly number[], baseline: readonly number[]) {
  return {
    ...compareMedians(ours, baseline),
    bestRatio: compareFigures(Math.min(...ours), Math.min(...baseline)).ratio,
    spread: { ours: spreadOf(ours), baseline: spreadOf(baseline) },
  } satisfies Partial<Result>;
}

/** Medians of both sides and their ratio. */
export function compareMedians(ours: readonly number[], baseline: readonly number[]): Figures {
  return compareFigures(median(ours), median(baseline));
}

/** Two figures and their ratio, rounded for print. Throws when there is nothing to divide by. */
export function compareFigures(ours: number, baseline: number): Figures {
  if (!(baseline > 0)) throw new Error("the baseline is zero, so that there is no ratio");
  return { ours: round(ours), baseline: round(baseline), ratio: round(ours / baseline) };
}

/** Two decimals: more would pretend to a precision that no machine has. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
