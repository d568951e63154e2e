/** A request ends before it is fulfilled: an operator refuses it, or the person (or an operator for them) cancels it. */
import type { RefusalReason } from "@kept/contract/requests";
import { dropPlans, isBegun, listSteps } from "../fulfilment/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { decideRequest } from "./decide-request.ts";
import { mailJob } from "./message-names.ts";
import { type RequestRow, updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";

/** The person is told the reason in the operator's words, with the authority and the courts (Art. 12(4) GDPR). */
export function refuseRequest(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  input: { readonly reason: RefusalReason; readonly text: string },
): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayRefuse", async (tx) => {
    await updateRequest(tx, requestId, {
      state: "refused",
      closed_at: isoInstant(tx.clock.now()),
      refusal_reason: input.reason,
      sealed_refusal: sealJson(tx.keys, "request.refusal", `request/${requestId}`, input.text),
    });
    await dropPlans(tx, requestId);
    await recordEvent(tx, requestId, { type: "request.refused", data: { reason: input.reason } }, [
      mailJob(tx, requestId, "refused"),
    ]);
    return "refused";
  });
}

/** The words of a refusal; empty when there are none. */
export function refusalText(keys: Keyring, request: RequestRow): string {
  return request.sealed_refusal === null
    ? ""
    : openJson<string>(keys, "request.refusal", `request/${request.id}`, request.sealed_refusal);
}

/** Possible until the run starts. An address that nobody has confirmed gets no further message. */
export function cancelRequest(ctx: Ctx, parts: RequestParts, requestId: string): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayCancel", async (tx, request) => {
    if ((await listSteps(tx, requestId)).some(isBegun)) {
      throw problem("request_state_wrong", { detail: "Part of it has been carried out already." });
    }
    await updateRequest(tx, requestId, { state: "cancelled", closed_at: isoInstant(tx.clock.now()), runs_at: null });
    await dropPlans(tx, requestId);
    const jobs = request.received_at === null ? [] : [mailJob(tx, requestId, "cancelled")];
    await recordEvent(tx, requestId, { type: "request.cancelled", data: {} }, jobs);
    return "cancelled";
  });
}
