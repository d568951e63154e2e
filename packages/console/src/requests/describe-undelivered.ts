/** Words for messages that did not arrive. */
import type { Undelivered } from "@kept/contract/requests";
import type { BadgeTone } from "../ui/badge.tsx";

interface Described {
  readonly label: string;
  readonly tone: BadgeTone;
  readonly says: string;
}

/** What it is called, and what to do. */
export function describeUndelivered({ way, why, isTriedAgain }: Undelivered): Described {
  if (isTriedAgain) {
    return {
      label: "Being tried again",
      tone: "warn",
      says: "See that the mail server works: it is tried again for a day.",
    };
  }
  switch (why) {
    case "bounced":
      return {
        label: "Came back",
        tone: "danger",
        says: "Their mailbox does not take it. Reach them another way; do not write to another address before it is proven to be theirs.",
      };
    case "refused":
      return {
        label: "Not taken",
        tone: "danger",
        says:
          way === "sms"
            ? "The gateway does not take this number. Reach them another way."
            : "See that the mail server works, then have them told another way: this message is not sent again.",
      };
    case "expired":
      return {
        label: "Too late",
        tone: "danger",
        says: "The gateway did not take it in time. See that it works, then reach the person another way.",
      };
    case "no_sender":
      return {
        label: "No gateway",
        tone: "danger",
        says: "No gateway for text messages is configured any more. Configure one, or reach the person another way.",
      };
    default:
      return why satisfies never;
  }
}
