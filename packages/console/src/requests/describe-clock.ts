/** A clock in words: what it asks for, under which rules, and step by step why its dates are what they are. */
import type { ClockStep, RequestClock } from "@kept/contract/request-clocks";
import { formatDay } from "../time/relative-time.ts";

export const REGIME_TEXTS = {
  eea: "EEA",
  uk: "United Kingdom",
  ch: "Switzerland",
  "us-ca": "California",
  default: "House rule",
} as const satisfies Record<RequestClock["regime"], string>;

const PURPOSES: Readonly<Record<string, string>> = { answer: "Answer", acknowledge: "Acknowledge receipt" };

const CAUSES = { identity: "who the person is", clarification: "what they mean", fee: "the fee" } as const;

const WARNINGS: Readonly<Record<string, string>> = {
  "pause-not-prompt": "The question was asked late: the safe date does not count the wait.",
  "pause-not-reasoned": "No reason was recorded, so the question moves nothing.",
  "pause-too-late": "It was asked after the time was over.",
  "pause-without-effect": "Under these rules no question stops the clock.",
  "extension-too-late": "The notice went out after the first period: nothing is extended.",
  "extension-after-safe-date": "The notice went out after the safe date: only the legal one is extended.",
  "extension-not-possible": "These rules know no extension.",
};

export function describePurpose(clock: Pick<RequestClock, "purpose">): string {
  return PURPOSES[clock.purpose] ?? clock.purpose;
}

export function describeWarning(warning: string): string {
  return WARNINGS[warning] ?? warning;
}

/** The steps of one reading, in order. */
export function explainReading(steps: readonly ClockStep[], reading: ClockStep["reading"]): readonly string[] {
  return steps.filter((step) => step.reading === reading).map(describeStep);
}

function describeStep(step: ClockStep): string {
  switch (step.code) {
    case "received":
      return `Arrived on ${formatDay(step.day)} (${step.zone}).`;
    case "restarted":
      return `Begins anew on ${formatDay(step.day)}, when ${CAUSES[step.cause]} was settled.`;
    case "counted":
      return `${describeSpan(step.span)} ${step.withFirstDay ? "from that day, itself counted" : "from the day after"}: ${formatDay(step.day)}.`;
    case "paused":
      return `${countOf(step.days, "day")} of waiting for the person (${step.causes.map((cause) => CAUSES[cause]).join(", ")}) added: ${formatDay(step.day)}.`;
    case "moved":
      return `Moved over ${describeDays(step.over)}: ${formatDay(step.day)}.`;
    case "extended":
      return `Extended: the notice went out on ${formatDay(step.noticeOn)}.`;
    case "hour-not-counted":
      return "The hour of the event is not counted.";
    default:
      return step satisfies never;
  }
}

function describeSpan({ unit, count }: { readonly unit: string; readonly count: number }): string {
  return countOf(count, unit.replace("-", " ").replace(/s$/, ""));
}

function describeDays(over: readonly { readonly day: string; readonly holiday: string | null }[]): string {
  const named = over.map(({ day, holiday }) => holiday ?? (new Date(day).getUTCDay() === 0 ? "Sunday" : "Saturday"));
  return named.join(", ");
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
