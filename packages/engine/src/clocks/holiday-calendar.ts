/** Which days are no working days in a place. Where the days come from, and how they are kept current, is the caller's. */
import { type Day, isWeekend, parseDay } from "./days.ts";

export interface Holiday {
  readonly name: string;
  /** `public`: by law. `bank`: offices close though the law does not say so (Good Friday in Ireland, 24 December in Germany). */
  readonly kind: "public" | "bank";
}

export interface HolidayCalendar {
  /** Country and, where holidays differ within it, subdivision: "IE", "GB-SCT". */
  readonly territory: string;
  /** Version of the data, stored with every date that was computed from it. */
  readonly version: string;
  on(day: Day): Holiday | undefined;
}

/** A calendar of listed dates: for golden vectors, and for operators' own closing days. */
export function listHolidays(
  territory: string,
  version: string,
  holidays: readonly (Holiday & { readonly date: string })[],
): HolidayCalendar {
  const days = new Map(holidays.map((holiday) => [parseDay(holiday.date), holiday]));
  return { territory, version, on: (day) => days.get(day) };
}

/**
 * Whether nobody is expected to act on a day.
 * @param counts which days count beside weekends: holidays by law, or bank holidays too, or none
 */
export function isDayOff(calendar: HolidayCalendar, day: Day, counts: "public" | "all" | "none"): boolean {
  if (isWeekend(day)) return true;
  if (counts === "none") return false;
  const holiday = calendar.on(day);
  return holiday !== undefined && (counts === "all" || holiday.kind === "public");
}
