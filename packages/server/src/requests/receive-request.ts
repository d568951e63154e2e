/** Identity is proven: the clock starts, and planning begins. */
import { createSteps } from "../fulfilment/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { dueDate } from "./due-date.ts";
import { mailJob } from "./message-names.ts";
import { updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";

/** `how` says by what the identity was proven; it stands in the ledger and holds no personal data. */
export async function receiveRequest(tx: TxCtx, parts: RequestParts, requestId: string, how: string): Promise<void> {
  const now = tx.clock.now();
  const dueOn = dueDate(now, parts.kept.controller.zone, parts.kept.regimes);
  await updateRequest(tx, requestId, {
    state: "planning",
    received_at: isoInstant(now),
    due_on: dueOn,
    verified_how: how,
  });
  await createSteps(tx, requestId, parts.systems.names);
  await recordEvent(tx, requestId, { type: "request.verified", data: { how, dueOn } }, [
    mailJob(tx, requestId, "received"),
    { name: "requests.plan", payload: { requestId } },
  ]);
}
