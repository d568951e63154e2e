import fc from "fast-check";
import { expect, test } from "vitest";
import { Temporal, timeZones } from "./clock.ts";

const ZONES = ["Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca", "UTC"];
const DAY = 86_400_000;

test("offsets are those of Temporal, in whatever order they are asked for, at changes of the clock too", () => {
  const changes = ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-11-01T09:00:00Z", "2011-12-30T10:00:00Z"];
  const instant = fc.oneof(
    fc.integer({ min: 0, max: 25_000 * DAY }),
    fc.constantFrom(...changes.map((text) => Date.parse(text))).chain((at) => fc.constantFrom(at - 1, at, at + 1)),
  );
  fc.assert(
    fc.property(instant, fc.constantFrom(...ZONES), (at, zone) => {
      const asked = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
      expect(timeZones.offset(at, zone)).toBe(asked);
    }),
    { numRuns: 2_000 },
  );
});
