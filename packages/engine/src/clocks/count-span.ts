/** Counting spans of time on the calendar, and moving an end that falls on a day off. */
import type { ClockRule, DayOne, Span } from "./clock-rules.ts";
import { addMonths, type Day } from "./days.ts";
import { type HolidayCalendar, isDayOff } from "./holiday-calendar.ts";

/** The two readings of a rule: what it is taken to say, and the earliest that can be argued. */
export type Reading = "legal" | "safe";

/** A day that was passed over, and why. */
export interface PassedDay {
  readonly day: Day;
  /** Name of the holiday; null: a Saturday or Sunday. */
  readonly holiday: string | null;
}

/** The last day of a span that begins with an event on `anchor`. */
export function spanEnd(span: Span, anchor: Day, dayOne: DayOne, calendar: HolidayCalendar, reading: Reading): Day {
  const early = dayOne === "same-day" ? 1 : 0;
  switch (span.unit) {
    case "months":
      return addMonths(anchor, span.count) - early;
    case "days":
      return anchor + span.count - early;
    case "business-days":
      // Which days are business days is rarely defined: passing over weekends only ends earlier.
      return addBusinessDays(anchor, span.count - early, calendar, reading === "legal" ? "public" : "none");
    case "hours":
      throw new Error("Hours are counted from an instant, not from a day.");
    default:
      return span.unit satisfies never;
  }
}

/** The last of so many days on which somebody works, counted from the day after. */
export function addBusinessDays(
  day: Day,
  count: number,
  calendar: HolidayCalendar,
  counts: "public" | "all" | "none",
): Day {
  let current = day;
  for (let left = count; left > 0; ) {
    current += 1;
    if (!isDayOff(calendar, current, counts)) left -= 1;
  }
  return current;
}

/**
 * Moves an end on a day off: on to the next working day in the legal reading (Reg. 1182/71 Art. 3(4)), back to the one before
 * in the safe one, where bank holidays are days off too.
 */
export function rollEnd(
  roll: ClockRule["roll"],
  end: Day,
  calendar: HolidayCalendar,
  reading: Reading,
): { readonly day: Day; readonly passed: readonly PassedDay[] } {
  if (roll === "none") return { day: end, passed: [] };
  const [step, counts] = reading === "legal" ? ([1, "public"] as const) : ([-1, "all"] as const);
  const passed: PassedDay[] = [];
  let day = end;
  while (isDayOff(calendar, day, counts)) {
    passed.push({ day, holiday: calendar.on(day)?.name ?? null });
    day += step;
  }
  return { day, passed };
}
