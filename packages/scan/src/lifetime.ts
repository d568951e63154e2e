/** How long something stays, read from the words of a declaration. */

const DAY = 86_400;
/** A month is taken at its longest: a declaration in months is not held to days. */
const UNITS: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: DAY,
  week: 7 * DAY,
  month: 31 * DAY,
  year: 366 * DAY,
};
const WORDS: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3, six: 6, twelve: 12 };

/**
 * Seconds: `14 months`, `one year`, `1 year and 1 month`; 0 for `session` and its like; null when no length is told.
 * @param text English
 */
export function readLifetime(text: string): number | null {
  const lower = text.toLowerCase();
  let seconds = 0;
  let found = false;
  for (const [, amount = "", unit = ""] of lower.matchAll(
    /\b(\d+(?:\.\d+)?|an?|one|two|three|six|twelve)\s+(second|minute|hour|day|week|month|year)s?\b/g,
  )) {
    found = true;
    seconds += (WORDS[amount] ?? Number(amount)) * (UNITS[unit] ?? 0);
  }
  if (found) return seconds;
  return /\bsession\b|\bvisit\b|browser is closed|close (?:the|your) browser/.test(lower) ? 0 : null;
}

/** The largest unit that fits, rounded: `13 months`. */
export function sayLifetime(seconds: number | null): string {
  if (seconds === null) return "until it is removed";
  if (seconds === 0) return "until the browser is closed";
  const [unit, size] = Object.entries(UNITS).findLast(([, length]) => seconds >= length * 0.9) ?? ["second", 1];
  const count = Math.max(1, Math.round(seconds / size));
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
