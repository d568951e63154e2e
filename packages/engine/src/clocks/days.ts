/**
 * Calendar days as numbers: days since 1 January 1970 in the proleptic Gregorian calendar. Deadlines are civil dates, so no
 * clock, zone or `Date` is needed to count them, and a hundred thousand are counted in a moment.
 */

/** Days since 1970-01-01; a whole number. */
export type Day = number;

const DAYS_BEFORE_1970 = 719_468;
const DAYS_OF_ERA = 146_097;

/** Throws for what is not an ISO date with four digits of year. */
export function parseDay(text: string): Day {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) throw new Error(`"${text}" is not a date such as 2026-03-05.`);
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    throw new Error(`"${text}" is not a day of the calendar.`);
  }
  return toDay(year, month, day);
}

/** The ISO date of a day. */
export function formatDay(day: Day): string {
  const [year, month, date] = fromDay(day);
  return `${String(year).padStart(4, "0")}-${month < 10 ? "0" : ""}${month}-${date < 10 ? "0" : ""}${date}`;
}

/** The same day of the month so many months later; where the month has no such day, its last (Reg. 1182/71 Art. 3(2)(c)). */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = fromDay(day);
  const total = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(total / 12), (total % 12) + 1];
  return toDay(toYear, toMonth, Math.min(date, daysInMonth(toYear, toMonth)));
}

/** 1 Monday to 7 Sunday. */
export function dayOfWeek(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

export function isWeekend(day: Day): boolean {
  return dayOfWeek(day) > 5;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

// Years begin in March here, so that the day a leap year adds is the last of its year.
function toDay(year: number, month: number, day: number): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * DAYS_OF_ERA +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    DAYS_BEFORE_1970
  );
}

function fromDay(day: Day): readonly [year: number, month: number, day: number] {
  const z = day + DAYS_BEFORE_1970;
  const era = Math.floor(z / DAYS_OF_ERA);
  const dayOfEra = z - era * DAYS_OF_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1];
}
