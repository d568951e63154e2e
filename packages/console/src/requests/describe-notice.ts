/** Notices to recipients in words. */
import type { ChannelKind, RecipientNotice, SettleNotice } from "@kept/contract/recipients";
import type { BadgeTone } from "../ui/badge.tsx";

export const CHANNELS: Readonly<Record<ChannelKind, string>> = {
  webhook: "Webhook",
  opendsr: "OpenDSR",
  email: "E-mail",
  "by-hand": "By hand",
};

/** What a recipient is told of. */
export const EVENTS = {
  erasure: "An erasure",
  rectification: "A correction",
  restriction: "A restriction",
  lift: "The end of a restriction",
  undo: "An erasure that was taken back",
} as const satisfies Record<RecipientNotice["event"], string>;

const ANSWERS = { done: "It did it.", "nothing-held": "It holds nothing.", cannot: "It cannot, or not all." } as const;
const REASONS = {
  impossible: "Impossible",
  disproportionate: "Disproportionate effort",
  undone: "The erasure was taken back, or the restriction lifted, before",
} as const;

/** A badge, and a sentence below it where there is more to say. */
export function describeNotice(notice: RecipientNotice): {
  readonly label: string;
  readonly tone: BadgeTone;
  readonly says: string;
} {
  const words = notice.words === null ? "" : ` “${notice.words}”`;
  if (notice.state === "answered") {
    const says = `${notice.answer === null ? "" : ANSWERS[notice.answer]}${words}`;
    return { label: "Answered", tone: notice.answer === "cannot" ? "warn" : "ok", says };
  }
  if (notice.state === "not-told") {
    return {
      label: "Not told",
      tone: notice.reason === "undone" ? "plain" : "warn",
      says: `${notice.reason === null ? "" : REASONS[notice.reason]}.${words}`,
    };
  }
  if (notice.state === "failed")
    return { label: "Not reached", tone: "danger", says: `${notice.problem ?? "unknown"}` };
  if (notice.state === "sent") {
    return notice.isLate
      ? { label: "Answer overdue", tone: "warn", says: "" }
      : { label: "Told", tone: "ok", says: "" };
  }
  const says = notice.problem === null ? "" : `Last try: ${notice.problem}. Tried again by itself.`;
  if (notice.channel === "by-hand") {
    return { label: notice.isLate ? "To tell, overdue" : "To tell", tone: notice.isLate ? "danger" : "warn", says };
  }
  return { label: notice.isLate ? "Overdue" : "Being told", tone: notice.isLate ? "danger" : "info", says };
}

export type Outcome = "done" | "nothing-held" | "cannot" | "impossible" | "disproportionate" | "try-again";

export const OUTCOMES: readonly { readonly value: Outcome; readonly label: string }[] = [
  { value: "done", label: "Told by hand: it did it" },
  { value: "nothing-held", label: "Told by hand: it holds nothing" },
  { value: "cannot", label: "Told by hand: it cannot, or not all" },
  { value: "impossible", label: "Cannot be told: impossible" },
  { value: "disproportionate", label: "Cannot be told: disproportionate effort" },
  { value: "try-again", label: "Try the channel again" },
];

/** What is sent; null while a reason lacks its facts. */
export function settlementOf(outcome: Outcome, words: string): SettleNotice | null {
  if (outcome === "try-again") return { outcome };
  if (outcome === "impossible" || outcome === "disproportionate") {
    return words === "" ? null : { outcome: "not-told", reason: outcome, words };
  }
  return { outcome: "answered", answer: outcome, words };
}
