/** Values that say nothing, within the limits that check constraints set: as they are where these allow it, else next to a limit. */
import { firstWithin, type Limit, limitsOf } from "./check-limits.ts";
import type { ColumnSchema } from "./schema.ts";

/** A number within the limits of these checks; undefined where none was found. */
export function limitedNumber(
  checks: readonly string[],
  { name, kind }: Pick<ColumnSchema, "name" | "kind">,
  wanted: string,
): string | undefined {
  const limits = limitsOf(checks, name).value;
  const near = numbersOf(limits).flatMap((limit) => {
    const whole = [Math.ceil(limit), Math.floor(limit), Math.floor(limit) + 1, Math.ceil(limit) - 1];
    return kind === "integer" ? whole : [...whole, limit];
  });
  const found = firstWithin([Number(wanted), ...near], limits, (number, literal) => number - readNumber(literal));
  return found === undefined ? undefined : String(found);
}

/** A day, or the beginning of one, within the limits of these checks; undefined where none was found. */
export function limitedDay(checks: readonly string[], column: string, wanted: string): string | undefined {
  const limits = limitsOf(checks, column).value;
  const end = wanted.slice(10);
  const near = limits.flatMap(({ literal }) => {
    const time = Date.parse(`${literal.slice(0, 10)}T00:00:00Z`);
    if (!isMoment(literal) || Number.isNaN(time)) return [];
    return [0, 1, -1].map((days) => new Date(time + days * DAY).toISOString().slice(0, 10) + end);
  });
  return firstWithin([wanted, ...near], limits, compareMoments);
}

/** A text whose length is within the limits of these checks; as it is where none was found, for the database has the last word. */
export function limitedText(checks: readonly string[], column: string, wanted: string): string {
  const limits = limitsOf(checks, column).length;
  const near = numbersOf(limits).flatMap((limit) => [limit, limit + 1, limit - 1]);
  const possible = [wanted.length, ...near].filter((size) => size >= 0 && size <= LONGEST);
  const size = firstWithin(possible, limits, (length, literal) => length - readNumber(literal)) ?? wanted.length;
  return wanted.padEnd(size, "x").slice(0, size);
}

const DAY = 86_400_000;
/** More than a placeholder should say. */
const LONGEST = 4_000;

const readNumber = (literal: string) => (literal.trim() === "" ? Number.NaN : Number(literal));
const numbersOf = (limits: readonly Limit[]) =>
  limits.map(({ literal }) => readNumber(literal)).filter((number) => Number.isFinite(number));

const isMoment = (literal: string) => /^\d{4}-\d\d-\d\d/.test(literal);

/** Orders two days, or moments, as far as both are told; NaN where the second is none. */
export function compareMoments(moment: string, literal: string): number {
  if (!isMoment(literal)) return Number.NaN;
  const [one, other] = [moment, literal].map((text) => `${text.replace("T", " ")} 00:00:00`.slice(0, 19)) as [
    string,
    string,
  ];
  return one < other ? -1 : Number(one > other);
}
