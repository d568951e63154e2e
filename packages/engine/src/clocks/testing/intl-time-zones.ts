/** Time zones of the JavaScript engine, for tests: the offset read back from a formatted instant. */
import type { TimeZones } from "../time-zones.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

export const intlTimeZones: TimeZones = {
  version: "of this JavaScript engine",
  offset(instant, zone) {
    let format = formats.get(zone);
    if (format === undefined) {
      format = new Intl.DateTimeFormat("en", {
        timeZone: zone,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      });
      formats.set(zone, format);
    }
    const part = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const [year, month, day] = [part.get("year") ?? 0, part.get("month") ?? 1, part.get("day") ?? 1];
    const wall = Date.UTC(year, month - 1, day, part.get("hour"), part.get("minute"), part.get("second"));
    return wall - Math.floor(instant / 1000) * 1000;
  },
};
