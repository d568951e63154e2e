/** Working days as we promise them: the business days of the controller's place, by the calendar that deadlines use. */
import { addBusinessDays } from "@kept/engine/clocks/count-span";
import { formatDay, parseDay } from "@kept/engine/clocks/days";
import type { KeptConfig } from "../kept-config.ts";
import { Temporal } from "../platform/clock.ts";
import { holidayCalendar } from "./holiday-calendars.ts";

/** The end, where the controller is, of the last of `days` business days after the day of `from`. */
export function afterBusinessDays(
  from: Temporal.Instant,
  days: number,
  { zone, country, subdivision }: KeptConfig["controller"],
): Temporal.Instant {
  const calendar = holidayCalendar(subdivision === undefined ? country : `${country}-${subdivision}`);
  const today = parseDay(from.toZonedDateTimeISO(zone).toPlainDate().toString());
  // Holidays by law: where only banks are closed, somebody may be expected to answer.
  const day = addBusinessDays(today, days, calendar, "public");
  return Temporal.PlainDate.from(formatDay(day + 1))
    .toZonedDateTime(zone)
    .toInstant()
    .subtract({ milliseconds: 1 });
}
