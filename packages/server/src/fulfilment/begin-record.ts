/** A right that is answered in what Kept itself keeps begins, and ends at once where nobody has anything to decide. */
import type { RequestState } from "@kept/contract/request-states";
import type { TxCtx } from "../platform/ctx.ts";
import type { RequestRow } from "../requests/queries.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import type { RecordAct } from "./act.ts";
import { finishRequest } from "./finish-request.ts";

/** Answers the state that the request is in now. */
export async function beginRecord(
  tx: TxCtx,
  parts: RequestParts,
  act: RecordAct,
  request: RequestRow,
): Promise<RequestState> {
  return (await act.begin(tx, parts, request)) ?? (await finishRequest(tx, parts, request));
}
