/** Whether a row has to stay, and until when. Dates are ISO days; the caller says what today is. */
import type { Retention } from "./model.ts";

export interface Retained {
  /** Last day on which it is kept; null when the map states no period or the row has no start. */
  readonly until: string | null;
  readonly reason: string;
}

/** Answers null once the period is over. `started` is the row's value of `retain.from`, as text. */
export function checkRetention(retain: Retention, started: string | null, today: string): Retained | null {
  const { years, months, days, reason } = retain;
  const start = started === null ? null : /^(\d{4})-(\d{2})-(\d{2})/.exec(started);
  if (start === null || years + months + days === 0) return { until: null, reason };
  const until = addPeriod([Number(start[1]), Number(start[2]), Number(start[3])], retain);
  return until < today ? null : { until, reason };
}

/** Adds years, months, then days; a day that the month lacks becomes its last day. */
function addPeriod([year, month, day]: readonly [number, number, number], retain: Retention): string {
  const total = year * 12 + (month - 1) + retain.years * 12 + retain.months;
  const last = new Date(Date.UTC(Math.floor(total / 12), (total % 12) + 1, 0)).getUTCDate();
  const end = new Date(Date.UTC(Math.floor(total / 12), total % 12, Math.min(day, last) + retain.days));
  return end.toISOString().slice(0, 10);
}
