/** Dates of the generated data: all of them count back from one fixed day, so that the data never changes with the calendar. */
import type { Random } from "./random.ts";

/** "Now" in the generated data, as milliseconds since 1970. */
export const baseTime: number = Date.UTC(2026, 10, 1, 12);

const dayLength = 86_400_000;

/** The instant `days` (may be fractional) before the base date, as ISO 8601 in UTC to the second. */
export function daysAgo(days: number): string {
  return toTimestamp(baseTime - days * dayLength);
}

/** The calendar day `days` before the base date (negative: after it), as YYYY-MM-DD. */
export function dayAgo(days: number): string {
  return daysAgo(days).slice(0, 10);
}

/** `instant` moved on by `days`, but never past the base date. */
export function laterBy(instant: string, days: number): string {
  return toTimestamp(Math.min(Date.parse(instant) + days * dayLength, baseTime));
}

/** A random instant from `instant` to the base date; early ones are as likely as late ones. */
export function someTimeAfter(random: Random, instant: string): string {
  const start = Date.parse(instant);
  return toTimestamp(start + random.next() * (baseTime - start));
}

function toTimestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
