/** Working days as an acknowledgement promises them: Monday to Friday in the controller's zone. */
import type { Temporal } from "../platform/clock.ts";

/** The end of the last of `days` working days after the day of `from`. */
export function afterWorkingDays(from: Temporal.Instant, days: number, zone: string): Temporal.Instant {
  let day = from.toZonedDateTimeISO(zone).toPlainDate();
  for (let left = days; left > 0; ) {
    day = day.add({ days: 1 });
    if (day.dayOfWeek <= 5) left -= 1;
  }
  return day.add({ days: 1 }).toZonedDateTime(zone).toInstant().subtract({ milliseconds: 1 });
}
