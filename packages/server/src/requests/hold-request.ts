/** A request is held, for the law or until an operator has looked at it: nothing of it is carried out until the hold is lifted. Its clocks go on. */
import { requestState } from "@kept/contract/request-states";
import { isoInstant } from "../platform/clock.ts";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { lockRequest, type RequestRow, updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";

/** Throws `request_state_wrong` for a request that is closed, or is being carried out. */
export async function holdRequest(ctx: Ctx, requestId: string, input: { readonly reason: string }): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined) throw problem("request_not_found");
    if (requestState(request.state).phase === "closed" || request.state === "running")
      throw problem("request_state_wrong");
    await putOnHold(tx, requestId, input.reason);
  });
}

/** The same within a change that is made already. */
export async function putOnHold(tx: TxCtx, requestId: string, reason: string): Promise<void> {
  await updateRequest(tx, requestId, {
    held_at: isoInstant(tx.clock.now()),
    sealed_hold: sealJson(tx.keys, "request.hold", `request/${requestId}`, reason),
  });
  await recordEvent(tx, requestId, { type: "request.held", data: {} });
}

/** What was approved goes on where it stood. */
export async function liftHold(ctx: Ctx, requestId: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined) throw problem("request_not_found");
    if (request.held_at === null) throw problem("request_state_wrong", { detail: "It is not held." });
    await updateRequest(tx, requestId, { held_at: null, sealed_hold: null });
    const jobs =
      request.state === "waiting"
        ? [{ name: "requests.run", payload: { requestId }, ...startAfter(request) } as const]
        : [];
    await recordEvent(tx, requestId, { type: "request.hold-lifted", data: {} }, jobs);
  });
}

function startAfter({ runs_at: runsAt }: RequestRow): { readonly startAfter?: string } {
  return runsAt === null ? {} : { startAfter: runsAt.toISOString() };
}

/** Why it is held; null when it is not. */
export function describeHold(keys: Keyring, request: RequestRow): { reason: string; at: string } | null {
  if (request.held_at === null || request.sealed_hold === null) return null;
  const reason = openJson<string>(keys, "request.hold", `request/${request.id}`, request.sealed_hold);
  return { reason, at: request.held_at.toISOString() };
}
