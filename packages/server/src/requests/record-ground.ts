/** On what a right rests, as the person said or an operator reads it. It is for the record, and decides nothing by itself. */

import { requestState } from "@kept/contract/request-states";
import { groundsOf, type RightGround } from "@kept/contract/right-ground-rows";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { lockRequest, updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import { openDetails, sealDetails } from "./request-details.ts";

/** Throws `ground_of_other_right`, and `request_state_wrong` once the request is closed. */
export async function recordGround(
  ctx: Ctx,
  requestId: string,
  { ground }: { readonly ground: RightGround | null },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined) throw problem("request_not_found");
    if (requestState(request.state).phase === "closed") throw problem("request_state_wrong");
    checkGround(request.kind, ground);
    const details = { ...openDetails(tx.keys, request), ground };
    await updateRequest(tx, requestId, { sealed_details: sealDetails(tx.keys, requestId, details) });
    await recordEvent(tx, requestId, { type: "request.ground-recorded", data: {} });
  });
}

/** Throws `ground_of_other_right`. */
export function checkGround(kind: string, ground: RightGround | null): void {
  if (ground === null || groundsOf(kind).some((row) => row.ground === ground)) return;
  throw problem("ground_of_other_right");
}
