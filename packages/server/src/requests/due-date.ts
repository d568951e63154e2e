/** By when a request has to be answered. Legal constants are rows of data (sources: CLOCKS of each regime). */
import type { RegimeName } from "@kept/engine/regimes/regime";
import { Temporal } from "../platform/clock.ts";

interface AnswerTime {
  readonly regime: RegimeName;
  readonly duration: string;
  /** Where the constant comes from. */
  readonly source: string;
}

const ANSWER_TIMES: readonly AnswerTime[] = [
  { regime: "eea", duration: "P1M", source: "Art. 12(3) GDPR; Regulation 1182/71 Art. 3" },
  { regime: "uk", duration: "P1M", source: "Art. 12A UK GDPR" },
  { regime: "ch", duration: "P30D", source: "Art. 18 DPO (Switzerland)" },
  { regime: "us-ca", duration: "P45D", source: "11 CCR 7021" },
  { regime: "default", duration: "P1M", source: "the strictest that the product knows" },
];

/**
 * The last safe day: counted from the day of receipt in the controller's zone; where it falls on a weekend, the Friday
 * before, so that no calendar of holidays can make it too late.
 */
export function dueDate(receivedAt: Temporal.Instant, zone: string, regimes: readonly RegimeName[]): string {
  const received = receivedAt.toZonedDateTimeISO(zone).toPlainDate();
  const ends = ANSWER_TIMES.filter((row) => regimes.includes(row.regime)).map((row) => received.add(row.duration));
  const earliest = ends.sort(Temporal.PlainDate.compare)[0] ?? received.add("P1M");
  return earliest.subtract({ days: Math.max(0, earliest.dayOfWeek - 5) }).toString();
}
