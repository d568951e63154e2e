/** What waiting for the person does to a clock: days that do not count, and starts that replace the first one. */
import type { ClockRule, PauseCause } from "./clock-rules.ts";
import { addBusinessDays, type Reading } from "./count-span.ts";
import type { Day } from "./days.ts";
import type { HolidayCalendar } from "./holiday-calendar.ts";

/** A question to the person, on civil dates of the controller's zone. */
export interface PauseDays {
  readonly cause: PauseCause;
  readonly askedOn: Day;
  /** Null: not answered yet; until then the pause moves nothing, so that no date drifts from day to day. */
  readonly answeredOn: Day | null;
  /** The doubt, or what is unclear, was written down; without it asking moves nothing (Art. 12(6) GDPR). */
  readonly reasoned: boolean;
}

export type ClockWarning =
  | "pause-not-prompt"
  | "pause-not-reasoned"
  | "pause-too-late"
  | "pause-without-effect"
  | "extension-too-late"
  | "extension-after-safe-date"
  | "extension-not-possible";

/** What a pause does in one reading. `from` and `to` are days that do not count, `to` excluded. */
export type PauseEffect =
  | { readonly type: "days"; readonly cause: PauseCause; readonly from: Day; readonly to: Day }
  | { readonly type: "anchor"; readonly cause: PauseCause; readonly day: Day };

/** The effect of one answered pause in a reading, or what stands in its way. */
export function pauseEffect(
  rule: ClockRule,
  pause: PauseDays,
  received: Day,
  calendar: HolidayCalendar,
  reading: Reading,
): PauseEffect | ClockWarning | null {
  const policy = rule.pauses[pause.cause];
  if (policy.effect === "none") return "pause-without-effect";
  if (!pause.reasoned) return "pause-not-reasoned";
  if (pause.answeredOn === null) return null;
  if (reading === "safe") {
    if (!policy.inSafe) return null;
    if (isLate(policy.promptDays, pause.askedOn, received, calendar)) return null;
  }
  const { cause, askedOn, answeredOn } = pause;
  switch (policy.effect) {
    case "suspend":
      return { type: "days", cause, from: askedOn, to: answeredOn };
    case "exclude":
      return { type: "days", cause, from: askedOn, to: answeredOn + 1 };
    case "restart":
      return { type: "anchor", cause, day: answeredOn };
    case "reflect": {
      const end = askedOn + (policy.days ?? 0);
      return { type: "anchor", cause, day: reading === "legal" ? end : Math.min(end, answeredOn) };
    }
    default:
      return policy.effect satisfies never;
  }
}

/** Whether asking came too late to be prompt. */
export function isLate(promptDays: number | null, askedOn: Day, received: Day, calendar: HolidayCalendar): boolean {
  return promptDays !== null && askedOn > addBusinessDays(received, promptDays, calendar, "public");
}

/** Days of the union of spans that lie on or after `from`; no day counts twice. */
export function countDays(spans: readonly { readonly from: Day; readonly to: Day }[], from: Day): number {
  let days = 0;
  let reached = from;
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const start = Math.max(span.from, reached);
    if (span.to <= start) continue;
    days += span.to - start;
    reached = span.to;
  }
  return days;
}
