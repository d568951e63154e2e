/** Holidays of every country and subdivision, from the `date-holidays` package; one calendar is made per place and kept. */
import { createRequire } from "node:module";
import { type Day, formatDay, parseDay } from "@kept/engine/clocks/days";
import type { Holiday, HolidayCalendar } from "@kept/engine/clocks/holiday-calendar";
import type Holidays from "date-holidays";

const require = createRequire(import.meta.url);
const { version } = require("date-holidays/package.json") as { readonly version: string };

/** Version of the data, stored with every date; when it changes, open clocks are computed anew. */
export const HOLIDAY_DATA = `date-holidays ${version}`;
/** Stands in its place where there is no data. */
export const NO_HOLIDAY_DATA = "weekends only";

const calendars = new Map<string, HolidayCalendar>();

/** The calendar of a territory ("IE", "GB-SCT"); null where no data is known, and weekends are all that is free. */
export function holidayCalendar(territory: string | null): HolidayCalendar {
  const name = territory ?? "none";
  let calendar = calendars.get(name);
  if (calendar === undefined) {
    calendar = createCalendar(territory);
    calendars.set(name, calendar);
  }
  return calendar;
}

/** Whether holidays of a territory are known, subdivision included. */
export function hasHolidays(territory: string): boolean {
  return openHolidays(territory) !== null;
}

function openHolidays(territory: string): Holidays | null {
  const [country = "", subdivision] = territory.split("-");
  // A hundred modules, and the movements of the moon: not before somebody asks for a day.
  const Calendar = require("date-holidays") as typeof Holidays;
  const names = new Calendar();
  if (!Object.hasOwn(names.getCountries(), country)) return null;
  if (subdivision !== undefined && !Object.hasOwn(names.getStates(country) ?? {}, subdivision)) return null;
  return subdivision === undefined ? new Calendar(country) : new Calendar(country, subdivision);
}

function createCalendar(territory: string | null): HolidayCalendar {
  // A subdivision that is not known has the holidays of its country at least.
  const data = territory === null ? null : (openHolidays(territory) ?? openHolidays(territory.split("-")[0] ?? ""));
  if (data === null) return { territory: territory ?? "", version: NO_HOLIDAY_DATA, on: () => undefined };
  const holidays = new Map<Day, Holiday>();
  const read = new Set<number>();
  const readYearOf = (day: Day): void => {
    const year = Number(formatDay(day).slice(0, 4));
    if (read.has(year)) return;
    read.add(year);
    readYear(data, year, holidays);
  };
  const readBlocks = new Set<number>();
  return {
    territory: territory ?? "",
    version: HOLIDAY_DATA,
    on(day) {
      // A block is no longer than a year, so the years of its ends are all of its years.
      const block = Math.floor(day / BLOCK);
      if (!readBlocks.has(block)) {
        readBlocks.add(block);
        readYearOf(block * BLOCK);
        readYearOf(block * BLOCK + BLOCK - 1);
      }
      return holidays.get(day);
    },
  };
}

/** Days whose holidays are read together. */
const BLOCK = 365;

function readYear(data: Holidays, year: number, into: Map<Day, Holiday>): void {
  for (const { date, name, type } of data.getHolidays(year)) {
    if (type !== "public" && type !== "bank") continue;
    const day = parseDay(date.slice(0, 10));
    // A day that is both is a holiday by law.
    if (type === "public" || !into.has(day)) into.set(day, { name, kind: type });
  }
}
