/** What a scenario is and what it answers: a figure of ours against a figure of a baseline, measured in the same run. */

export interface ScenarioOptions {
  /** Rows (or tables) of the data set; null: the scenario's own number for the database at hand. */
  readonly rows: number | null;
  /** Measured runs of each side; null: the scenario's own number. */
  readonly runs: number | null;
  /** Which part of its data to take, of a scenario that knows parts; null or absent: all of it. */
  readonly only?: string | null;
  /** Told what goes on, for people who wait. */
  readonly onProgress: (what: string) => void;
}

/** Smallest and largest of the runs, in the result's unit. */
export interface Spread {
  readonly min: number;
  readonly max: number;
}

export interface Figures {
  readonly ours: number;
  readonly baseline: number;
  /** Ours divided by the baseline: below 1 is better than the baseline. */
  readonly ratio: number;
}

export interface Result extends Figures {
  readonly name: string;
  readonly unit: "ms" | "MB" | "bytes" | "lines";
  /** The ratio of the smallest figures: what a busy machine disturbs least. */
  readonly bestRatio: number;
  /** Measured runs of each side, without warm-up. */
  readonly runs: number;
  readonly spread: { readonly ours: Spread; readonly baseline: Spread };
  /** Where it ran and on how much. */
  readonly database: string;
  readonly rows: number;
  /** What the baseline is, in a sentence. */
  readonly against: string;
  /** Further comparisons of the same run, by name, each with its own baseline or part of the work. */
  readonly also: Readonly<Record<string, Figures & { readonly against: string }>>;
  /** Anything else that was measured. */
  readonly details: Readonly<Record<string, number | string>>;
  /** Further fields of the line of JSON. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

export interface Scenario {
  readonly name: string;
  /** What is done, in a sentence. */
  readonly title: string;
  readonly run: (options: ScenarioOptions) => Promise<Result | readonly Result[]>;
}

/** A bad request to the harness: printed as it stands, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
