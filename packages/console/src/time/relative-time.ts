/** Times as people say them: "3 hours ago" beside the exact moment. */

const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const absolute = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long" });
const moment = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
});
const dayOnly = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** "in 2 days", "5 minutes ago", "just now". Both in milliseconds or as ISO text. */
export function relativeTime(at: string | number, now: number = Date.now()): string {
  const seconds = (new Date(at).getTime() - now) / 1000;
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return "just now";
}

/** The moment in full, in the reader's own zone. */
export function absoluteTime(at: string): string {
  return absolute.format(new Date(at));
}

/** "22 Nov 2026, 12:28 CET", in the reader's own zone. */
export function formatMoment(at: string): string {
  return moment.format(new Date(at));
}

/** A calendar day ("22 Dec 2026"), which has no zone. */
export function formatDay(day: string): string {
  return dayOnly.format(new Date(`${day}T00:00:00Z`));
}
