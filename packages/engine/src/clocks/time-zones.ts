/** What the engine asks of a time zone database: the caller's (Temporal on the server), with its version. */
import type { Day } from "./days.ts";

export interface TimeZones {
  /** Version of the zone data, stored with every date that was computed from it. */
  readonly version: string;
  /**
   * Milliseconds to add to UTC to get the wall clock of a zone at an instant.
   * @param instant milliseconds since 1970-01-01T00:00Z
   */
  offset(instant: number, zone: string): number;
}

const DAY_MILLISECONDS = 86_400_000;
const HOUR_MILLISECONDS = 3_600_000;

/** The civil date of an instant in a zone. */
export function localDay(zones: TimeZones, instant: number, zone: string): Day {
  return Math.floor((instant + zones.offset(instant, zone)) / DAY_MILLISECONDS);
}

/** The civil date in UTC. */
export function utcDay(instant: number): Day {
  return Math.floor(instant / DAY_MILLISECONDS);
}

/** The instant at which the next hour of the zone's wall clock begins: the hour of an event is not counted. */
export function nextHour(zones: TimeZones, instant: number, zone: string): number {
  const offset = zones.offset(instant, zone);
  return (Math.floor((instant + offset) / HOUR_MILLISECONDS) + 1) * HOUR_MILLISECONDS - offset;
}
