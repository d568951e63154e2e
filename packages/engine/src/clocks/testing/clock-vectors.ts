/** The published golden vectors (docs/clock-vectors.json), as inputs of the engine. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ClockInput, ComputedClock, Pause } from "../compute-clock.ts";
import { type Holiday, type HolidayCalendar, listHolidays } from "../holiday-calendar.ts";

interface VectorPause extends Omit<Pause, "askedAt" | "answeredAt"> {
  readonly askedAt: string;
  readonly answeredAt: string | null;
}

export interface ClockVector {
  readonly id: string;
  readonly title: string;
  readonly rule: string;
  readonly calendar: string;
  readonly zone: string;
  readonly personZone: string | null;
  readonly receivedAt: string;
  readonly pauses: readonly VectorPause[];
  readonly extensionNoticeAt: string | null;
  readonly expect: Pick<ComputedClock, "legal" | "safe" | "isExtended" | "isPaused" | "warnings">;
}

interface VectorFile {
  readonly format: string;
  readonly holidayData: string;
  readonly calendars: Readonly<Record<string, readonly (Holiday & { readonly date: string })[]>>;
  readonly vectors: readonly ClockVector[];
}

const file = join(import.meta.dirname, "../../../../../docs/clock-vectors.json");

export const clockVectors = JSON.parse(readFileSync(file, "utf8")) as VectorFile;

/** The calendar that a vector is pinned to. */
export function vectorCalendar(territory: string): HolidayCalendar {
  const holidays = clockVectors.calendars[territory];
  if (holidays === undefined) throw new Error(`The vectors have no calendar of ${territory}.`);
  return listHolidays(territory, clockVectors.holidayData, holidays);
}

/** What the engine takes; the calendar may be another source of the same holidays. */
export function vectorInput(vector: ClockVector, calendar: HolidayCalendar): ClockInput {
  return {
    receivedAt: Date.parse(vector.receivedAt),
    zone: vector.zone,
    personZone: vector.personZone,
    calendar,
    pauses: vector.pauses.map(({ cause, askedAt, answeredAt, reasoned }) => ({
      cause,
      askedAt: Date.parse(askedAt),
      answeredAt: answeredAt === null ? null : Date.parse(answeredAt),
      reasoned,
    })),
    extensionNoticeAt: vector.extensionNoticeAt === null ? null : Date.parse(vector.extensionNoticeAt),
  };
}
