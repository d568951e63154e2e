/** An operator approves the plan that they looked at; the run starts at once or after the waiting period. */
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestState } from "@kept/contract/request-states";
import { acts } from "../fulfilment/acts.ts";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { hasSkipped } from "./control-run.ts";
import { decideRequest } from "./decide-request.ts";
import { mailJob } from "./message-names.ts";
import { updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import { findFee, updateFee } from "./request-fees.ts";
import type { RequestParts } from "./request-parts.ts";
import { listWithheldRows } from "./withhold-part.ts";

/**
 * Throws `plan_version_wrong` when the plan is not the one that was looked at, and `refusal_same_person` where refusals need
 * two people and this one left a part of the answer out: a refusal in pieces is one too.
 */
export function approveRequest(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  input: { readonly planVersion: number },
): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayApprove", async (tx, request): Promise<RequestState> => {
    if (request.held_at !== null) throw problem("request_held");
    const version = request.plan_version;
    if (version !== input.planVersion) {
      throw problem("plan_version_wrong", { detail: `The plan is at version ${version}.` });
    }
    if (parts.kept.requests.fourEyes.refusals && (await leftOut(tx, requestId))) {
      throw problem("refusal_same_person", { detail: "A part is left out by whoever approves." });
    }
    const act = acts[requestKind(request.kind).act];
    if (act.through === "record") await act.mayApprove?.(tx, request);
    // Who approves does it without a fee.
    const fee = await findFee(tx, requestId);
    if (fee?.state === "proposed") await updateFee(tx, fee, { state: "replaced" });
    const now = tx.clock.now();
    // The law's month goes on, so nobody waits twice: once approved, a plan that changed runs as soon as it is approved again.
    const waits = requestKind(request.kind).final && request.approved_version === null;
    const runsAt = waits ? addDuration(now, parts.kept.requests.erasureWaitingPeriod) : now;
    const isLater = Temporal.Instant.compare(runsAt, now) > 0;
    const state = isLater ? "waiting" : "running";
    const runsAtText = isLater ? isoInstant(runsAt) : null;
    await updateRequest(tx, requestId, { state, approved_version: version, runs_at: runsAtText });
    await recordEvent(tx, requestId, { type: "request.approved", data: { version, runsAt: runsAtText } }, [
      { name: "requests.run", payload: { requestId }, ...(runsAtText === null ? {} : { startAfter: runsAtText }) },
      ...(isLater ? [mailJob(tx, requestId, "scheduled")] : []),
    ]);
    return state;
  });
}

async function leftOut(tx: TxCtx, requestId: string): Promise<boolean> {
  if (await hasSkipped(tx, requestId)) return true;
  const { kind, id } = tx.actor;
  return (await listWithheldRows(tx, requestId)).some((row) => row.actor_kind === kind && row.actor_id === id);
}
