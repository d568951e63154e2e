/** Working days that we promise respect weekends and holidays of the controller's place. */
import { expect, test } from "vitest";
import { Temporal } from "../platform/clock.ts";
import { testKept } from "../platform/testing/test-kept.ts";
import { afterBusinessDays } from "./business-days.ts";

const after = (from: string, days: number, place: { country: string; subdivision?: string; zone?: string }) =>
  afterBusinessDays(Temporal.Instant.from(from), days, {
    ...testKept.controller,
    zone: "Europe/Berlin",
    ...place,
  } as never)
    .toZonedDateTimeISO(place.zone ?? "Europe/Berlin")
    .toString({ timeZoneName: "never", offset: "never" });

test.each([
  // Friday to Tuesday, over a weekend.
  ["2026-11-20T10:00:00Z", 2, { country: "DE" }, "2026-11-24T23:59:59.999"],
  // Christmas falls on Friday and Saturday; the 24th and the 28th count.
  ["2026-12-23T10:00:00Z", 2, { country: "DE" }, "2026-12-28T23:59:59.999"],
  // Corpus Christi is a holiday in Bavaria and none in Berlin.
  ["2026-06-03T10:00:00Z", 1, { country: "DE", subdivision: "BY" }, "2026-06-05T23:59:59.999"],
  ["2026-06-03T10:00:00Z", 1, { country: "DE", subdivision: "BE" }, "2026-06-04T23:59:59.999"],
  // The day begins where the controller is: 23:30 UTC is the next day in Berlin.
  ["2026-11-23T23:30:00Z", 1, { country: "DE" }, "2026-11-25T23:59:59.999"],
])("%s and %i working days at %o", (from, days, place, end) => {
  expect(after(from, days, place)).toBe(end);
});
