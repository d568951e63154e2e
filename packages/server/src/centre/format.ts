/** Days, instants and sizes as people read them. */
import type { Language } from "../platform/i18n/language.ts";

/** British order of day and month in English: unambiguous, since months are written out. */
const LOCALES = { en: "en-GB", de: "de-DE" } as const satisfies Record<Language, string>;

/** Made once for each language and zone: making one costs a hundred times what using it costs. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The zones of a company and of its people are few; were they many, the memory is not theirs. */
const MOST_FORMATS = 200;

function formatOf(name: string, language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name} ${language} ${options.timeZone}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat(LOCALES[language], options);
  if (formats.size >= MOST_FORMATS) formats.clear();
  formats.set(key, format);
  return format;
}

/** `2026-12-22` -> `22 December 2026`. */
export function formatDay(day: string, language: Language): string {
  return formatOf("day", language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

/** An ISO instant in a zone, with the zone's name: whoever reads it may be elsewhere. */
export function formatInstant(instant: string, language: Language, zone: string): string {
  return formatOf("instant", language, {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
    timeZoneName: "short",
  }).format(new Date(instant));
}

/** Parts of a day for the calendar leaf of the status page. */
export function dayParts(
  day: string,
  language: Language,
): { readonly day: string; readonly month: string; readonly year: string } {
  const date = new Date(`${day}T00:00:00Z`);
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(LOCALES[language], { ...options, timeZone: "UTC" }).format(date);
  return {
    day: part({ day: "numeric" }).replace(/\D/g, ""),
    month: part({ month: "long" }),
    year: part({ year: "numeric" }),
  };
}

export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language]).format(value);
}

/** `1234567` -> `1.2 MB`. */
export function formatBytes(bytes: number, language: Language): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return new Intl.NumberFormat(LOCALES[language], {
    style: "unit",
    unit: units[power] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}
