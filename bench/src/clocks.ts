/** How long it takes to compute the clocks of many open requests anew, against plain month arithmetic in the same library. */
import { type ClockRule, rulesFor } from "@kept/engine/clocks/clock-rules";
import { type ClockInput, computeClock, type Pause } from "@kept/engine/clocks/compute-clock";
import { addMonths, formatDay } from "@kept/engine/clocks/days";
import type { RegimeName } from "@kept/engine/regimes/regime";
import { holidayCalendar } from "@kept/server/clocks/holiday-calendars";
import { Temporal, timeZones } from "@kept/server/platform/clock";
import { compareFigures, compareMedians, describeSides, median, round, samplesOf, takeTurns } from "./measure.ts";
import type { Scenario } from "./scenario.ts";

interface OpenRequest {
  readonly rules: readonly ClockRule[];
  readonly input: ClockInput;
}

const DAY = 86_400_000;
const FIRST = Date.parse("2025-01-01T08:15:00Z");
const PLACES: readonly (readonly [regimes: readonly RegimeName[], zone: string, territory: string])[] = [
  [["eea"], "Europe/Berlin", "DE-BE"],
  [["eea"], "Europe/Dublin", "IE"],
  [["uk"], "Europe/London", "GB-SCT"],
  [["ch"], "Europe/Zurich", "CH-ZH"],
  [["us-ca"], "America/Los_Angeles", "US-CA"],
  [["eea", "uk", "us-ca"], "Europe/Berlin", "DE-BE"],
];

/** Requests spread over two years; every fourth one was asked something, every tenth is extended. */
function openRequests(count: number): readonly OpenRequest[] {
  return Array.from({ length: count }, (_, index) => {
    const [regimes, zone, territory] = PLACES[index % PLACES.length] ?? PLACES[0] ?? [[], "UTC", "IE"];
    const receivedAt = FIRST + (index % 730) * DAY + (index % 1440) * 60_000;
    const pauses: Pause[] =
      index % 4 === 0
        ? [{ cause: "identity", askedAt: receivedAt + DAY, answeredAt: receivedAt + 9 * DAY, reasoned: true }]
        : [];
    const extensionNoticeAt = index % 10 === 0 ? receivedAt + 20 * DAY : null;
    const input = {
      receivedAt,
      zone,
      personZone: null,
      calendar: holidayCalendar(territory),
      pauses,
      extensionNoticeAt,
    };
    return { rules: rulesFor("right", regimes), input };
  });
}

/** One pass over all; answers how many clocks there were, so that nothing is optimised away. */
function computeAll(requests: readonly OpenRequest[]): number {
  let clocks = 0;
  for (const { rules, input } of requests) {
    for (const rule of rules) clocks += computeClock(rule, input, timeZones).safe === "" ? 0 : 1;
  }
  return clocks;
}

/** The least that could be called a deadline: the day of receipt in UTC and a month, as text, once for every clock. */
function addMonthToAll(requests: readonly OpenRequest[]): number {
  let clocks = 0;
  for (const { rules, input } of requests) {
    for (const _ of rules) clocks += formatDay(addMonths(Math.floor(input.receivedAt / DAY), 1)) === "" ? 0 : 1;
  }
  return clocks;
}

function addMonthWithTemporal(requests: readonly OpenRequest[]): number {
  let clocks = 0;
  for (const { rules, input } of requests) {
    for (const _ of rules) {
      const received = Temporal.Instant.fromEpochMilliseconds(input.receivedAt).toZonedDateTimeISO(input.zone);
      clocks += received.toPlainDate().add({ months: 1 }).toString() === "" ? 0 : 1;
    }
  }
  return clocks;
}

function timed(work: () => number, expected: number): number {
  const start = performance.now();
  if (work() !== expected) throw new Error("not every clock was computed");
  return performance.now() - start;
}

export const clocks: Scenario = {
  name: "clocks",
  title: "the clocks of 100,000 open requests computed anew in one pass; a quarter and half of them for comparison",
  async run(options) {
    const most = options.rows ?? 100_000;
    const sizes = [Math.ceil(most / 4), Math.ceil(most / 2), most] as const;
    const runs = options.runs ?? 7;
    options.onProgress(`computing the clocks of ${sizes.join(", ")} requests in turns`);
    const all = openRequests(most);
    const count = (size: number) => all.slice(0, size).reduce((sum, { rules }) => sum + rules.length, 0);
    const contestants = sizes.map((size) => {
      const requests = all.slice(0, size);
      const expected = count(size);
      return {
        name: String(size),
        run: async () => ({
          clocks: timed(() => computeAll(requests), expected),
          months: timed(() => addMonthToAll(requests), expected),
          temporal: timed(() => addMonthWithTemporal(requests), expected),
        }),
      };
    });
    const samples = await takeTurns(contestants, { warmUp: 2, runs });
    const of = (size: number, part: string) => samplesOf(samples, `${size}.${part}`);
    return {
      name: "clocks",
      unit: "ms",
      ...describeSides(of(most, "clocks"), of(most, "months")),
      runs,
      database: "none",
      rows: most,
      against: "plain month arithmetic of the same library: no zone, no holidays, no readings, no explanation",
      also: {
        temporal: {
          ...compareMedians(of(most, "clocks"), of(most, "temporal")),
          against: "one month added with Temporal in the controller's zone, without holidays or readings",
        },
        linear: {
          ...compareFigures(median(of(most, "clocks")), median(of(sizes[0], "clocks")) * 4),
          against: "four times our own figure for a quarter: above 1, the cost grows faster than their number",
        },
        half: {
          ...compareFigures(median(of(sizes[1], "clocks")), median(of(sizes[0], "clocks")) * 2),
          against: "half of them against twice a quarter",
        },
      },
      details: { clocks: count(most), perClockMicroseconds: round((median(of(most, "clocks")) / count(most)) * 1000) },
    };
  },
};
