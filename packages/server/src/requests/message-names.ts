/** The messages that requests send, by name, and the job that sends one. */
import type { NewJob, TxCtx } from "../platform/ctx.ts";

export const MESSAGE_NAMES = [
  "confirm",
  "code",
  "doubt",
  "received",
  "scheduled",
  "stopped",
  "package_ready",
  "package_part",
  "partly_done",
  "erased",
  "undone",
  "restricted",
  "rectified",
  "lift_notice",
  "recorded",
  "stated",
  "reviewed",
  "nothing_found",
  "refused",
  "cancelled",
  "question",
  "extended",
  "fee_quote",
  "merged",
  "lapsed",
  "status_link",
] as const;

export type MessageName = (typeof MESSAGE_NAMES)[number];

/** The job that writes to the person; put it into the outbox with the change that it tells of. */
export function mailJob(tx: TxCtx, requestId: string, message: MessageName) {
  return {
    name: "requests.mail",
    payload: { requestId, message, messageId: tx.ids.next("msg") },
  } as const satisfies NewJob;
}
