import type { ClockStep } from "@kept/contract/request-clocks";
import { expect, test } from "vitest";
import { explainReading } from "./describe-clock.ts";

const steps: ClockStep[] = [
  { reading: "legal", code: "extended", noticeOn: "2026-03-20" },
  { reading: "safe", code: "received", day: "2026-03-05", zone: "Europe/Berlin" },
  { reading: "safe", code: "counted", span: { unit: "months", count: 1 }, withFirstDay: false, day: "2026-04-05" },
  { reading: "safe", code: "paused", causes: ["identity"], days: 14, day: "2026-04-19" },
  {
    reading: "safe",
    code: "moved",
    day: "2026-04-02",
    over: [
      { day: "2026-04-05", holiday: null },
      { day: "2026-04-04", holiday: null },
      { day: "2026-04-03", holiday: "Karfreitag" },
    ],
  },
];

test("a reading is explained step by step, holidays by name", () => {
  expect(explainReading(steps, "safe")).toEqual([
    "Arrived on 5 Mar 2026 (Europe/Berlin).",
    "1 month from the day after: 5 Apr 2026.",
    "14 days of waiting for the person (who the person is) added: 19 Apr 2026.",
    "Moved over Sunday, Saturday, Karfreitag: 2 Apr 2026.",
  ]);
  expect(explainReading(steps, "legal")).toEqual(["Extended: the notice went out on 20 Mar 2026."]);
});

test("counting with the first day is said", () => {
  const step: ClockStep = {
    reading: "safe",
    code: "counted",
    span: { unit: "business-days", count: 10 },
    withFirstDay: true,
    day: "2026-04-03",
  };
  expect(explainReading([step], "safe")).toEqual(["10 business days from that day, itself counted: 3 Apr 2026."]);
});
