/**
 * When a clock ends, in both readings, with the steps that lead there. Pure: the same input gives the same dates on every
 * machine and at every time, so that recomputing is how changes (an answer, an extension, new holidays) are taken in.
 */
import type { ClockRule, PauseCause, Span } from "./clock-rules.ts";
import { type ClockWarning, countDays, isLate, type PauseDays, type PauseEffect, pauseEffect } from "./count-pauses.ts";
import { type Reading, rollEnd, spanEnd } from "./count-span.ts";
import { type Day, formatDay } from "./days.ts";
import type { HolidayCalendar } from "./holiday-calendar.ts";
import { localDay, nextHour, type TimeZones, utcDay } from "./time-zones.ts";

const HOUR_MILLISECONDS = 3_600_000;

export interface Pause {
  readonly cause: PauseCause;
  /** Milliseconds since 1970, as every instant here. */
  readonly askedAt: number;
  readonly answeredAt: number | null;
  readonly reasoned: boolean;
}

export interface ClockInput {
  /** When it reached the controller by any official channel. */
  readonly receivedAt: number;
  /** The zone of the controller's establishment. */
  readonly zone: string;
  /** The person's zone, where it is known: the safe reading takes the earliest date of all. */
  readonly personZone: string | null;
  readonly calendar: HolidayCalendar;
  readonly pauses: readonly Pause[];
  /** When the notice of an extension was accepted for delivery; null: there is none. */
  readonly extensionNoticeAt: number | null;
}

/** One step of an explanation; dates are ISO days. `reading` says which of the two ends it leads to. */
export type ClockStep = { readonly reading: Reading } & (
  | { readonly code: "received"; readonly day: string; readonly zone: string }
  | { readonly code: "restarted"; readonly cause: PauseCause; readonly day: string }
  | { readonly code: "counted"; readonly span: Span; readonly withFirstDay: boolean; readonly day: string }
  | { readonly code: "paused"; readonly causes: readonly PauseCause[]; readonly days: number; readonly day: string }
  | {
      readonly code: "moved";
      readonly day: string;
      readonly over: readonly { readonly day: string; readonly holiday: string | null }[];
    }
  | { readonly code: "extended"; readonly noticeOn: string }
  | { readonly code: "hour-not-counted"; readonly at: string }
);

export interface ComputedClock {
  readonly rule: string;
  /** ISO days, or ISO instants for clocks of hours. */
  readonly legal: string;
  readonly safe: string;
  readonly unit: "day" | "instant";
  readonly isExtended: boolean;
  /** A question that stops this clock has not been answered yet. */
  readonly isPaused: boolean;
  readonly warnings: readonly ClockWarning[];
  readonly steps: readonly ClockStep[];
  readonly zone: string;
  readonly zoneData: string;
  readonly territory: string;
  readonly holidayData: string;
}

/** Computes one clock. Never throws for any combination of pauses and extension: what has no effect is a warning. */
export function computeClock(rule: ClockRule, input: ClockInput, zones: TimeZones): ComputedClock {
  return rule.base.unit === "hours" ? hourClock(rule, input, zones) : dayClock(rule, input, zones);
}

function dayClock(rule: ClockRule, input: ClockInput, zones: TimeZones): ComputedClock {
  const day = (instant: number): Day => localDay(zones, instant, input.zone);
  const received = day(input.receivedAt);
  const pauses = input.pauses.map((pause): PauseDays => {
    const askedOn = Math.max(received, day(pause.askedAt));
    const answeredOn = pause.answeredAt === null ? null : Math.max(askedOn, day(pause.answeredAt));
    return { cause: pause.cause, askedOn, answeredOn, reasoned: pause.reasoned };
  });
  pauses.sort((a, b) => a.askedOn - b.askedOn);
  const noticeOn = input.extensionNoticeAt === null ? null : day(input.extensionNoticeAt);
  const warnings = new Set<ClockWarning>();
  const common = { rule, calendar: input.calendar, zone: input.zone, received, pauses, noticeOn, warnings };
  const legal = readDays({ ...common, reading: "legal", anchor: received });
  const safe = readDays({ ...common, reading: "safe", anchor: earliestDay(input, zones, received) });
  if (noticeOn !== null && legal.isExtended && !safe.isExtended) warnings.add("extension-after-safe-date");
  return {
    ...frame(rule, input, zones),
    legal: formatDay(legal.day),
    safe: formatDay(safe.day),
    unit: "day",
    isExtended: legal.isExtended,
    isPaused: pauses.some((pause) => pause.answeredOn === null && stops(rule, pause)),
    warnings: [...warnings],
    steps: [...legal.explain(), ...safe.explain()],
  };
}

function frame(rule: ClockRule, { zone, calendar }: ClockInput, zones: TimeZones) {
  return {
    rule: rule.id,
    zone,
    zoneData: zones.version,
    territory: calendar.territory,
    holidayData: calendar.version,
  };
}

function stops(rule: ClockRule, pause: PauseDays): boolean {
  return pause.reasoned && rule.pauses[pause.cause].effect !== "none";
}

/** Where an event is dated differently (by the person's clock, or in UTC), the safe reading counts from the earliest date. */
function earliestDay(input: ClockInput, zones: TimeZones, received: Day): Day {
  const person = input.personZone === null ? received : localDay(zones, input.receivedAt, input.personZone);
  return Math.min(received, person, utcDay(input.receivedAt));
}

interface ReadingInput {
  readonly rule: ClockRule;
  readonly reading: Reading;
  readonly anchor: Day;
  readonly received: Day;
  readonly calendar: HolidayCalendar;
  readonly zone: string;
  readonly pauses: readonly PauseDays[];
  readonly noticeOn: Day | null;
  readonly warnings: Set<ClockWarning>;
}

interface End {
  readonly day: Day;
  /** Written down for the end that counts only. */
  readonly explain: () => readonly ClockStep[];
}

function readDays(input: ReadingInput): End & { readonly isExtended: boolean } {
  const { rule, reading, noticeOn, warnings } = input;
  const effects: PauseEffect[] = [];
  let end = latestEnd(input, rule.base, effects);
  for (const pause of input.pauses) {
    if (reading === "legal") warnAboutAsking(input, pause);
    const effect = pauseEffect(rule, pause, input.received, input.calendar, reading);
    if (effect === null) continue;
    if (typeof effect === "string") warnings.add(effect);
    else if (pause.askedOn > end.day) warnings.add("pause-too-late");
    else {
      effects.push(effect);
      end = latestEnd(input, rule.base, effects);
    }
  }
  if (noticeOn === null) return { ...end, isExtended: false };
  if (rule.extended === null) {
    warnings.add("extension-not-possible");
    return { ...end, isExtended: false };
  }
  if (noticeOn > end.day) {
    if (reading === "legal") warnings.add("extension-too-late");
    return { ...end, isExtended: false };
  }
  // From the anchor, never from the end of the base: 31 January and three months is 30 April, not 28.
  const extended = latestEnd(input, rule.extended, effects);
  const step: ClockStep = { reading, code: "extended", noticeOn: formatDay(noticeOn) };
  return { day: extended.day, explain: () => [step, ...extended.explain()], isExtended: true };
}

function warnAboutAsking({ rule, received, calendar, warnings }: ReadingInput, pause: PauseDays): void {
  const policy = rule.pauses[pause.cause];
  if (policy.effect !== "none" && isLate(policy.promptDays, pause.askedOn, received, calendar)) {
    warnings.add("pause-not-prompt");
  }
}

/** Of the receipt and every new start, the one that ends latest: no pause can make an end earlier. */
function latestEnd(input: ReadingInput, span: Span, effects: readonly PauseEffect[]): End {
  let latest = endFrom(input, span, effects, input.anchor, null);
  for (const effect of effects) {
    if (effect.type !== "anchor") continue;
    const end = endFrom(input, span, effects, effect.day, effect.cause);
    if (end.day > latest.day) latest = end;
  }
  return latest;
}

function endFrom(
  { rule, reading, calendar, zone, anchor }: ReadingInput,
  span: Span,
  effects: readonly PauseEffect[],
  start: Day,
  restart: PauseCause | null,
): End {
  const dayOne = rule.dayOne[reading];
  const counted = spanEnd(span, start, dayOne, calendar, reading);
  const spans = effects.filter((effect) => effect.type === "days");
  const days = countDays(spans, start);
  const rolled = rollEnd(rule.roll, counted + days, calendar, reading);
  return {
    day: rolled.day,
    explain: () => {
      const steps: ClockStep[] = [{ reading, code: "received", day: formatDay(anchor), zone }];
      if (restart !== null) steps.push({ reading, code: "restarted", cause: restart, day: formatDay(start) });
      steps.push({ reading, code: "counted", span, withFirstDay: dayOne === "same-day", day: formatDay(counted) });
      if (days > 0) {
        const causes = [...new Set(spans.map((one) => one.cause))];
        steps.push({ reading, code: "paused", causes, days, day: formatDay(counted + days) });
      }
      if (rolled.passed.length > 0) {
        const over = rolled.passed.map(({ day, holiday }) => ({ day: formatDay(day), holiday }));
        steps.push({ reading, code: "moved", day: formatDay(rolled.day), over });
      }
      return steps;
    },
  };
}

/** Hours run through nights and weekends; nothing pauses or extends them (Reg. 1182/71 Art. 3(1), (2)(a)). */
function hourClock(rule: ClockRule, input: ClockInput, zones: TimeZones): ComputedClock {
  const length = rule.base.count * HOUR_MILLISECONDS;
  const start = nextHour(zones, input.receivedAt, input.zone);
  const legal = isoInstant(start + length);
  const safe = isoInstant(input.receivedAt + length);
  const received = formatDay(localDay(zones, input.receivedAt, input.zone));
  return {
    ...frame(rule, input, zones),
    legal,
    safe,
    unit: "instant",
    isExtended: false,
    isPaused: false,
    warnings: input.extensionNoticeAt === null ? [] : ["extension-not-possible"],
    steps: [
      { reading: "legal", code: "received", day: received, zone: input.zone },
      { reading: "legal", code: "hour-not-counted", at: isoInstant(start) },
      { reading: "legal", code: "counted", span: rule.base, withFirstDay: false, day: legal },
      { reading: "safe", code: "received", day: received, zone: input.zone },
      { reading: "safe", code: "counted", span: rule.base, withFirstDay: false, day: safe },
    ],
  };
}

function isoInstant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
