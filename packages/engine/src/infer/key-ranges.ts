/**
 * Tells by their ranges which of several tables small numbers are keys of. Values drawn from a table's keys spread over them
 * all (the test of randomness of Zhang et al., On Multi-Column Foreign Key Discovery, PVLDB 2010, reduced to the range): forty
 * authors that are all among the first fourteen of six hundred users, and spread over fourteen clinicians, are clinicians.
 */

/** Fewer distinct values than this fall anywhere by chance. */
const ENOUGH = 6;
/** The values do not spread over the keys: so seldom would they by chance. */
const BY_CHANCE = 0.001;
/** They do: they span this share of them. */
const SPANNED = 0.6;

/** How values lie among keys. */
export interface KeyRange {
  /** The values are too few among too many keys to be drawn from them. */
  readonly huddled: boolean;
  /** They span the keys. */
  readonly spread: boolean;
  /** Share of the keys that lie among the values. */
  readonly within: number;
}

/** Compares distinct values of a column with a sample of the keys they may refer to; null where that tells nothing. */
export function readKeyRange(values: readonly string[], keys: readonly string[]): KeyRange | null {
  const numbers = values.map(Number).filter((value) => Number.isFinite(value) && value !== 0);
  if (numbers.length < ENOUGH || keys.length < ENOUGH) return null;
  const least = Math.min(...numbers);
  const most = Math.max(...numbers);
  const within = keys.filter((key) => Number(key) >= least && Number(key) <= most).length / keys.length;
  return { huddled: within ** numbers.length < BY_CHANCE && within < 0.5, spread: within >= SPANNED, within };
}
