/** Identity is proven: planning begins. The clocks have run since the request arrived. */
import { requestKind } from "@kept/contract/request-kinds";
import { setClocks } from "../clocks/request-clocks.ts";
import { acts } from "../fulfilment/acts.ts";
import { beginRecord } from "../fulfilment/begin-record.ts";
import { createSteps } from "../fulfilment/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { mailJob } from "./message-names.ts";
import { lockRequest, updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";
import { systemsOf } from "./scope-rows.ts";

/** `how` says by what the identity was proven; it stands in the ledger and holds no personal data. */
export async function receiveRequest(tx: TxCtx, parts: RequestParts, requestId: string, how: string): Promise<void> {
  await updateRequest(tx, requestId, {
    state: "planning",
    received_at: isoInstant(tx.clock.now()),
    verified_how: how,
  });
  const request = await lockRequest(tx, requestId);
  if (request === undefined) throw new Error("a request that was just written is not there");
  const { dueOn } = await setClocks(tx, parts.kept, request);
  const act = acts[requestKind(request.kind).act];
  if (act.through === "systems") {
    await createSteps(tx, requestId, systemsOf(parts, request));
    await recordEvent(tx, requestId, { type: "request.verified", data: { how, dueOn } }, [
      mailJob(tx, requestId, "received"),
      { name: "requests.plan", payload: { requestId } },
    ]);
    return;
  }
  // What needs no search happens here and now: nobody waits for a worker.
  await recordEvent(tx, requestId, { type: "request.verified", data: { how, dueOn } });
  // Its clocks have just been set.
  await beginRecord(tx, parts, act, (await lockRequest(tx, requestId)) ?? request);
}
