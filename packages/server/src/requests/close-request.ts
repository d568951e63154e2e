/** A request ends before it is fulfilled: the person cancels it, or an operator for them. */
import { requestKind } from "@kept/contract/request-kinds";
import { acts } from "../fulfilment/acts.ts";
import { dropPlans, isBegun, listSteps } from "../fulfilment/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { decideRequest } from "./decide-request.ts";
import { mailJob } from "./message-names.ts";
import { type RequestRow, updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";

/** Possible until the run starts. An address that nobody has confirmed gets no further message. */
export function cancelRequest(ctx: Ctx, parts: RequestParts, requestId: string): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayCancel", async (tx, request) => {
    if ((await listSteps(tx, requestId)).some(isBegun)) {
      throw problem("request_state_wrong", { detail: "Part of it has been carried out already." });
    }
    return await endCancelled(tx, parts, request);
  });
}

/** The same within a change that is made already. */
export async function endCancelled(tx: TxCtx, parts: RequestParts, request: RequestRow): Promise<"cancelled"> {
  const { id } = request;
  await updateRequest(tx, id, { state: "cancelled", closed_at: isoInstant(tx.clock.now()), runs_at: null });
  await dropPlans(tx, id);
  const act = acts[requestKind(request.kind).act];
  if (act.through === "record") await act.dropped(tx, parts, request, "cancelled");
  const jobs = request.received_at === null ? [] : [mailJob(tx, id, "cancelled")];
  await recordEvent(tx, id, { type: "request.cancelled", data: {} }, jobs);
  return "cancelled";
}
