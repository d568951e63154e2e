/** Days and moments in cells as people read them; CSV and JSON keep what the system gave. */
import type { PackageLanguage } from "./package-input.ts";

/** Months are written out, so that English needs no choice between the British and the American order of numbers. */
const LOCALES = { en: "en-GB", de: "de-DE" } as const satisfies Record<PackageLanguage, string>;

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
/** As ISO has it, and as SQL does: a blank in the middle, a zone or none. */
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;

export interface PackageFormat {
  readonly number: (value: number) => string;
  /** `2026-11-22` or an instant's day in UTC -> "22 November 2026". */
  readonly day: (text: string) => string;
  /** A day or a moment for reading; null for any other text. Moments with a zone are told in UTC. */
  readonly time: (text: string) => string | null;
}

export function createPackageFormat(language: PackageLanguage): PackageFormat {
  const locale = LOCALES[language];
  const number = new Intl.NumberFormat(locale);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const parts = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" } as const;
  const local = new Intl.DateTimeFormat(locale, { ...parts, timeZone: "UTC" });
  const zoned = new Intl.DateTimeFormat(locale, { ...parts, timeZone: "UTC", timeZoneName: "short" });
  return {
    number: (value) => number.format(value),
    day: (text) => day.format(new Date(text)),
    time: (text) => {
      if (DAY.test(text)) return formatKnown(day, `${text}T00:00:00Z`, text);
      const zone = MOMENT.exec(text)?.[1];
      if (!MOMENT.test(text)) return null;
      const iso = text.replace(" ", "T").replace(/([+-]\d{2})$/, "$1:00");
      return zone === undefined ? formatKnown(local, `${iso}Z`, text) : formatKnown(zoned, iso, text);
    },
  };
}

/** Null where the day does not exist: 31 February is somebody's text, and stays so. */
function formatKnown(format: Intl.DateTimeFormat, iso: string, given: string): string | null {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return null;
  const day = new Date(`${given.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== given.slice(0, 10)
    ? null
    : format.format(date);
}
