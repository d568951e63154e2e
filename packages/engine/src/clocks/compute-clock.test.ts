import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CLOCK_RULES, clockRule, rulesFor } from "./clock-rules.ts";
import { type ClockInput, computeClock, type Pause } from "./compute-clock.ts";
import { addMonths, dayOfWeek, formatDay, parseDay } from "./days.ts";
import { listHolidays } from "./holiday-calendar.ts";
import { clockVectors, vectorCalendar, vectorInput } from "./testing/clock-vectors.ts";
import { intlTimeZones } from "./testing/intl-time-zones.ts";

const numRuns = Number(process.env["KEPT_PROPERTY_RUNS"] ?? 300);

describe("days", () => {
  test("are the days of the Gregorian calendar", () => {
    fc.assert(
      fc.property(fc.integer({ min: parseDay("0001-01-01"), max: parseDay("9999-12-31") }), (day) => {
        const text = formatDay(day);
        expect(text).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
        expect(parseDay(text)).toBe(day);
        expect(dayOfWeek(day) % 7).toBe(new Date(day * 86_400_000).getUTCDay());
      }),
      { numRuns: 2_000 },
    );
  });
  test("refuse what is no day", () => {
    for (const text of ["2026-02-29", "2026-13-01", "2026-1-1", "2026-04-31", "tomorrow"]) {
      expect(() => parseDay(text)).toThrow();
    }
  });
  test("keep the day of the month, or take the month's last", () => {
    expect(formatDay(addMonths(parseDay("2026-01-31"), 1))).toBe("2026-02-28");
    expect(formatDay(addMonths(parseDay("2024-01-31"), 1))).toBe("2024-02-29");
    expect(formatDay(addMonths(parseDay("2026-12-15"), 1))).toBe("2027-01-15");
  });
});

describe("golden vectors", () => {
  test.each(clockVectors.vectors)("$id $title", (vector) => {
    const { legal, safe, isExtended, isPaused, warnings } = computeClock(
      clockRule(vector.rule),
      vectorInput(vector, vectorCalendar(vector.calendar)),
      intlTimeZones,
    );
    expect({ legal, safe, isExtended, isPaused, warnings }).toEqual(vector.expect);
  });
});

test("an explanation names the anchor, the span, the pause, and every day that was passed over", () => {
  const vector = clockVectors.vectors.find(({ id }) => id === "12");
  if (vector === undefined) throw new Error("no vector 12");
  const { steps } = computeClock(clockRule(vector.rule), vectorInput(vector, vectorCalendar("DE")), intlTimeZones);
  expect(steps.filter(({ reading }) => reading === "legal")).toEqual([
    { reading: "legal", code: "received", day: "2026-03-05", zone: "Europe/Berlin" },
    { reading: "legal", code: "counted", span: { unit: "months", count: 1 }, withFirstDay: false, day: "2026-04-05" },
    { reading: "legal", code: "paused", causes: ["identity"], days: 14, day: "2026-04-19" },
    { reading: "legal", code: "moved", day: "2026-04-20", over: [{ day: "2026-04-19", holiday: null }] },
  ]);
  expect(steps.at(-1)).toEqual({
    reading: "safe",
    code: "moved",
    day: "2026-04-02",
    over: [
      { day: "2026-04-05", holiday: null },
      { day: "2026-04-04", holiday: null },
      { day: "2026-04-03", holiday: "Karfreitag" },
    ],
  });
});

describe("the table of rules", () => {
  test("has each id once, and a source and a date of checking for each", () => {
    expect(new Set(CLOCK_RULES.map(({ id }) => id)).size).toBe(CLOCK_RULES.length);
    for (const { source, checked, from } of CLOCK_RULES) {
      expect(source).not.toBe("");
      expect(formatDay(parseDay(checked))).toBe(checked);
      expect(formatDay(parseDay(from))).toBe(from);
    }
  });
  test("opens several clocks for one request, and the product's own where a regime has none", () => {
    expect(rulesFor("right", ["eea", "us-ca"]).map(({ id }) => id)).toEqual([
      "eea.right.answer",
      "eea.right.acknowledge",
      "us-ca.right.answer",
      "us-ca.right.acknowledge",
    ]);
    expect(rulesFor("marketing-statement", ["eea"]).map(({ id }) => id)).toEqual([
      "default.marketing-statement.answer",
    ]);
  });
});

const ZONES = ["Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kathmandu", "Pacific/Apia", "UTC"];
const FROM = Date.parse("2024-01-01T00:00:00Z");
const TO = Date.parse("2027-06-30T00:00:00Z");
const DAY = 86_400_000;

const instant = fc.integer({ min: FROM, max: TO });
const holidays = fc
  .uniqueArray(fc.integer({ min: FROM / DAY, max: TO / DAY + 200 }), { maxLength: 60 })
  .chain((days) =>
    fc.tuple(...days.map((day) => fc.constantFrom("public", "bank").map((kind) => ({ day, kind }) as const))),
  )
  .map((days) =>
    listHolidays(
      "XX",
      "drawn",
      days.map(({ day, kind }) => ({ date: formatDay(day), name: "a holiday", kind })),
    ),
  );
const pause = (from: number): fc.Arbitrary<Pause> =>
  fc
    .record({
      cause: fc.constantFrom("identity", "clarification", "fee"),
      askedAt: fc.integer({ min: 0, max: 100 * DAY }).map((later) => from + later),
      answeredAt: fc.option(fc.integer({ min: 0, max: 60 * DAY })),
      reasoned: fc.boolean(),
    })
    .map((drawn) => ({ ...drawn, answeredAt: drawn.answeredAt === null ? null : drawn.askedAt + drawn.answeredAt }));
const rule = fc.constantFrom(...CLOCK_RULES);
const input: fc.Arbitrary<ClockInput> = instant.chain((receivedAt) =>
  fc.record({
    receivedAt: fc.constant(receivedAt),
    zone: fc.constantFrom(...ZONES),
    personZone: fc.option(fc.constantFrom(...ZONES)),
    calendar: holidays,
    pauses: fc.array(pause(receivedAt), { maxLength: 4 }),
    extensionNoticeAt: fc.option(fc.integer({ min: 0, max: 120 * DAY }).map((later) => receivedAt + later)),
  }),
);
const compute = (drawn: Parameters<typeof computeClock>[0], given: ClockInput) =>
  computeClock(drawn, given, intlTimeZones);

describe("laws", () => {
  test("the safe date is never later than the legal one", () => {
    fc.assert(
      fc.property(rule, input, (drawn, given) => {
        const { legal, safe } = compute(drawn, given);
        expect(safe <= legal, `${safe} <= ${legal}`).toBe(true);
      }),
      { numRuns: numRuns * 4 },
    );
  });
  test("what is received later is not due earlier", () => {
    fc.assert(
      fc.property(rule, input, fc.nat(40 * DAY), (drawn, given, later) => {
        const first = compute(drawn, { ...given, pauses: [] });
        const second = compute(drawn, { ...given, pauses: [], receivedAt: given.receivedAt + later });
        expect(first.legal <= second.legal).toBe(true);
        expect(first.safe <= second.safe).toBe(true);
      }),
      { numRuns: numRuns * 4 },
    );
  });
  test("computing again gives the same, whatever order the pauses come in", () => {
    fc.assert(
      fc.property(rule, input, (drawn, given) => {
        expect(compute(drawn, given)).toEqual(compute(drawn, structuredCloneInput(given)));
        const reversed = compute(drawn, { ...given, pauses: [...given.pauses].reverse() });
        expect([reversed.legal, reversed.safe]).toEqual([compute(drawn, given).legal, compute(drawn, given).safe]);
      }),
      { numRuns },
    );
  });
  test("an extension never ends before the base", () => {
    fc.assert(
      fc.property(rule, input, (drawn, given) => {
        const base = compute(drawn, { ...given, extensionNoticeAt: null });
        const extended = compute(drawn, given);
        expect(extended.legal >= base.legal).toBe(true);
        expect(extended.safe >= base.safe).toBe(true);
      }),
      { numRuns: numRuns * 2 },
    );
  });
  test("one more pause never makes either date earlier", () => {
    fc.assert(
      fc.property(
        rule,
        input.chain((given) => fc.tuple(fc.constant(given), pause(given.receivedAt))),
        (drawn, [given, more]) => {
          const before = compute(drawn, given);
          const after = compute(drawn, { ...given, pauses: [...given.pauses, more] });
          expect(after.legal >= before.legal, `${after.legal} >= ${before.legal}`).toBe(true);
          expect(after.safe >= before.safe, `${after.safe} >= ${before.safe}`).toBe(true);
        },
      ),
      { numRuns: numRuns * 4 },
    );
  });
  test("California is not moved by any pause", () => {
    const california = CLOCK_RULES.filter(({ regime }) => regime === "us-ca");
    fc.assert(
      fc.property(fc.constantFrom(...california), input, (drawn, given) => {
        const { legal, safe, isPaused } = compute(drawn, given);
        const without = compute(drawn, { ...given, pauses: [] });
        expect([legal, safe, isPaused]).toEqual([without.legal, without.safe, false]);
      }),
      { numRuns },
    );
  });
  test("the anchor is the civil date of the zone on both sides of its changes of the clock", () => {
    const changes = [
      ["Europe/Berlin", "2026-03-28T23:30:00Z", "2026-03-29"],
      ["Europe/Berlin", "2026-10-24T21:59:59Z", "2026-10-24"],
      ["Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25"],
      ["America/Los_Angeles", "2026-03-08T07:59:59Z", "2026-03-07"],
      ["America/Los_Angeles", "2026-11-02T07:59:59Z", "2026-11-01"],
      ["America/Los_Angeles", "2026-11-02T08:00:00Z", "2026-11-02"],
      ["Asia/Kathmandu", "2026-06-01T18:15:00Z", "2026-06-02"],
    ] as const;
    for (const [zone, received, day] of changes) {
      const calendar = listHolidays("XX", "none", []);
      const { steps } = compute(clockRule("us-ca.right.answer"), {
        receivedAt: Date.parse(received),
        zone,
        personZone: null,
        calendar,
        pauses: [],
        extensionNoticeAt: null,
      });
      expect(steps[0]).toEqual({ reading: "legal", code: "received", day, zone });
    }
  });
});

function structuredCloneInput(given: ClockInput): ClockInput {
  return { ...given, pauses: structuredClone(given.pauses) };
}
