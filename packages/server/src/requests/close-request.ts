/** A request ends before it is fulfilled: the person cancels it, or an operator for them. */
import { requestKind } from "@kept/contract/request-kinds";
import { acts } from "../fulfilment/acts.ts";
import { dropPlans, isBegun, listSteps } from "../fulfilment/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { decideRequest } from "./decide-request.ts";
import { mailJob } from "./message-names.ts";
import { updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";

/** Possible until the run starts. An address that nobody has confirmed gets no further message. */
export function cancelRequest(ctx: Ctx, parts: RequestParts, requestId: string): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayCancel", async (tx, request) => {
    if ((await listSteps(tx, requestId)).some(isBegun)) {
      throw problem("request_state_wrong", { detail: "Part of it has been carried out already." });
    }
    await updateRequest(tx, requestId, { state: "cancelled", closed_at: isoInstant(tx.clock.now()), runs_at: null });
    await dropPlans(tx, requestId);
    const act = acts[requestKind(request.kind).act];
    if (act.through === "record") await act.dropped(tx, parts, request, "cancelled");
    const jobs = request.received_at === null ? [] : [mailJob(tx, requestId, "cancelled")];
    await recordEvent(tx, requestId, { type: "request.cancelled", data: {} }, jobs);
    return "cancelled";
  });
}
