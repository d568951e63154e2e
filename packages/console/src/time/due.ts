/** How much time is left to answer, in words and in urgency; colour never says it alone. */

/** From no hurry to too late; `none` where no clock runs. */
type DueTone = "none" | "calm" | "soon" | "urgent" | "overdue";

export interface Due {
  readonly tone: DueTone;
  readonly text: string;
  /** Whole days; negative when the day has passed; null where no clock runs. */
  readonly daysLeft: number | null;
}

const DAY = 86_400_000;
/** Less than this many days left is urgent, respectively soon. */
const URGENT_DAYS = 4;
const SOON_DAYS = 11;

/** Days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** Today in the reader's zone, as `YYYY-MM-DD`. */
export function today(now: Date = new Date()): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

/** @param request `dueOn` is the last day to answer; a closed request has no clock any more */
export function describeDue(
  request: { readonly dueOn: string | null; readonly closedAt: string | null },
  day: string = today(),
): Due {
  if (request.dueOn === null) return { tone: "none", text: "no clock yet", daysLeft: null };
  if (request.closedAt !== null) {
    const late = daysBetween(request.dueOn, request.closedAt.slice(0, 10));
    if (late > 0) return { tone: "overdue", text: `answered ${countDays(late)} late`, daysLeft: null };
    return { tone: "none", text: "answered in time", daysLeft: null };
  }
  const daysLeft = daysBetween(day, request.dueOn);
  if (daysLeft < 0) return { tone: "overdue", text: `${countDays(-daysLeft)} overdue`, daysLeft };
  if (daysLeft === 0) return { tone: "urgent", text: "due today", daysLeft };
  const tone = daysLeft < URGENT_DAYS ? "urgent" : daysLeft < SOON_DAYS ? "soon" : "calm";
  return { tone, text: `${countDays(daysLeft)} left`, daysLeft };
}

function countDays(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}
