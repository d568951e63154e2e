/** Decisions about a request go one after the other, only where its state allows them, and watchers hear of the outcome. */
import { type RequestState, type RequestStateRow, requestState } from "@kept/contract/request-states";
import type { StepState } from "@kept/contract/requests";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { isInBatch, lockRequest, type RequestRow } from "./queries.ts";
import type { RequestParts } from "./request-parts.ts";

type Permission = {
  [K in keyof RequestStateRow]: RequestStateRow[K] extends boolean ? K : never;
}[keyof RequestStateRow];

/**
 * Runs `work` on the locked request and answers the state that it leaves.
 * Throws `request_not_found` or `request_state_wrong`.
 */
export async function decideRequest(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  may: Permission,
  work: (tx: TxCtx, request: RequestRow) => Promise<RequestState>,
): Promise<void> {
  const state = await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined) throw problem("request_not_found");
    if (!requestState(request.state)[may]) {
      throw problem("request_state_wrong", { detail: `It is in the state ${request.state}.` });
    }
    // More time may be taken all the same: it is the person's clock, and no part of the run.
    if (may !== "mayExtend") await requireOutsideBatch(tx, request);
    // What a worker has in hand is decided on when it is out of it: an erasure may be in the middle of its transaction.
    if (may !== "mayApprove" && (request.lease_until?.getTime() ?? 0) > tx.clock.now().epochMilliseconds) {
      throw problem("request_state_wrong", { detail: "It is being worked on just now. Try again in a minute." });
    }
    return work(tx, request);
  });
  publishState(ctx, parts, requestId, state);
}

/** Throws `request_state_wrong` for one that a batch carries out. */
export async function requireOutsideBatch(tx: TxCtx, request: RequestRow): Promise<void> {
  if (!(await isInBatch(tx, request))) return;
  throw problem("request_state_wrong", { detail: "A batch carries it out with others: decide on the batch." });
}

/** Tells watchers of this process where a request stands. */
export function publishState(ctx: Ctx, parts: RequestParts, requestId: string, state: RequestState): void {
  parts.feed.publish({ type: "state", requestId, state, at: isoInstant(ctx.clock.now()) });
}

/** Tells watchers of this process where one of its systems stands. */
export function publishStep(ctx: Ctx, parts: RequestParts, requestId: string, system: string, state: StepState): void {
  parts.feed.publish({ type: "step", requestId, system, state, at: isoInstant(ctx.clock.now()) });
}
