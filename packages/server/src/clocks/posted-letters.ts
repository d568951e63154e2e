/** Letters that went by post: when they count as sent, and when as arrived. */
import { ANSWER_BY_POST, postDelivery } from "@kept/engine/clocks/post-delivery";
import type { KeptConfig } from "../kept-config.ts";
import { Temporal } from "../platform/clock.ts";
import { afterBusinessDays } from "./business-days.ts";

/** At noon where the controller is: the post is emptied once a day. */
export function postedAt(controller: KeptConfig["controller"], day: string): Temporal.Instant {
  const noon = { timeZone: controller.zone, plainTime: "12:00" };
  return Temporal.PlainDate.from(day).toZonedDateTime(noon).toInstant();
}

/** The same, for a day that may be today: never an hour that is still to come. */
export function postedBy(controller: KeptConfig["controller"], day: string, now: Temporal.Instant): Temporal.Instant {
  const noon = postedAt(controller, day);
  return Temporal.Instant.compare(noon, now) < 0 ? noon : now;
}

/** Until when an answer by post is waited for, to a question that is to be answered by `closesAt`. */
export function answerAwaitedUntil(controller: KeptConfig["controller"], closesAt: Temporal.Instant): Temporal.Instant {
  return afterBusinessDays(closesAt, ANSWER_BY_POST.count, controller);
}

/**
 * The end of the day on which a letter is taken to have arrived. Where several regimes may apply it is the latest of their
 * days: nobody's time to answer is cut short because we do not know where they live.
 */
export function presumedArrival(
  controller: KeptConfig["controller"],
  day: string,
  regimes: readonly string[],
): Temporal.Instant {
  const sent = postedAt(controller, day);
  const arrivals = (regimes.length === 0 ? ["default"] : regimes).map((regime) => {
    const { unit, count } = postDelivery(regime);
    if (unit === "business-days") return afterBusinessDays(sent, count, controller);
    const last = Temporal.PlainDate.from(day).add({ days: count + 1 });
    return last.toZonedDateTime(controller.zone).toInstant().subtract({ milliseconds: 1 });
  });
  return arrivals.reduce((latest, one) => (Temporal.Instant.compare(one, latest) > 0 ? one : latest));
}
