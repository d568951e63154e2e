/** The only source of time, and the only place that knows where Temporal comes from. */
import type { TimeZones } from "@kept/engine/clocks/time-zones";
import { Temporal } from "temporal-polyfill";

export { Temporal };

export interface Clock {
  /** The present instant, to the millisecond (what the database keeps). */
  now(): Temporal.Instant;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Temporal.Instant.fromEpochMilliseconds(Date.now()),
};

export interface FixedClock extends Clock {
  set(instant: string): void;
  /** Moves on by an ISO 8601 duration. Days count 24 hours: it moves instants, not calendars. */
  advance(duration: string): void;
}

/** A clock that stands still until told otherwise: for tests and for replaying. */
export function fixedClock(start: string): FixedClock {
  let current = Temporal.Instant.from(start);
  return {
    now: () => current,
    set: (instant) => {
      current = Temporal.Instant.from(instant);
    },
    advance: (duration) => {
      current = addDuration(current, duration);
    },
  };
}

/** Adds an ISO 8601 duration to an instant in UTC; months and years follow the calendar. */
export function addDuration(instant: Temporal.Instant, duration: string): Temporal.Instant {
  return instant.toZonedDateTimeISO("UTC").add(Temporal.Duration.from(duration)).toInstant();
}

/** The text in which instants travel: UTC with milliseconds. */
export function isoInstant(instant: Temporal.Instant): string {
  return new Date(instant.epochMilliseconds).toISOString();
}

interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** Between two changes of its clocks a zone has one offset: found once, and found again for as long as it holds. */
const offsetSpans = new Map<string, OffsetSpan[]>();

/** Zones as the clock engine asks for them; the data is that of the JavaScript engine. */
export const timeZones: TimeZones = {
  version: `tzdata ${process.versions["tz"] ?? "of this system"}`,
  offset(instant, zone) {
    const spans = offsetSpans.get(zone) ?? [];
    for (const span of spans) if (span.from <= instant && instant < span.to) return span.offset;
    const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
    const span = {
      // `previous` looks strictly before, and the instant may be the change itself.
      from: at.add({ nanoseconds: 1 }).getTimeZoneTransition("previous")?.epochMilliseconds ?? -Infinity,
      to: at.getTimeZoneTransition("next")?.epochMilliseconds ?? Infinity,
      offset: at.offsetNanoseconds / 1e6,
    };
    offsetSpans.set(zone, [span, ...spans]);
    return span.offset;
  },
};
