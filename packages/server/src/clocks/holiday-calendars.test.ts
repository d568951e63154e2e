import { clockRule } from "@kept/engine/clocks/clock-rules";
import { computeClock } from "@kept/engine/clocks/compute-clock";
import { parseDay } from "@kept/engine/clocks/days";
import { clockVectors, vectorInput } from "@kept/engine/clocks/testing/clock-vectors";
import { expect, test } from "vitest";
import { timeZones } from "../platform/clock.ts";
import { hasHolidays, holidayCalendar } from "./holiday-calendars.ts";

// The engine proves the vectors with the holidays that they bring; here the library that runs in production has to agree.
test.each(clockVectors.vectors)("the installed holidays and zones give vector $id", (vector) => {
  const { legal, safe } = computeClock(
    clockRule(vector.rule),
    vectorInput(vector, holidayCalendar(vector.calendar)),
    timeZones,
  );
  expect({ legal, safe }).toEqual({ legal: vector.expect.legal, safe: vector.expect.safe });
});

test("a subdivision has holidays of its own, and a place without data has none", () => {
  expect(holidayCalendar("DE-BY").on(parseDay("2026-06-04"))).toEqual({ name: "Fronleichnam", kind: "public" });
  expect(holidayCalendar("DE").on(parseDay("2026-06-04"))).toBeUndefined();
  expect(holidayCalendar("IE").on(parseDay("2026-04-03"))?.kind).toBe("bank");
  expect(holidayCalendar(null).on(parseDay("2026-12-25"))).toBeUndefined();
  expect([hasHolidays("GB-SCT"), hasHolidays("GB-XXX"), hasHolidays("ZZ")]).toEqual([true, false, false]);
});
