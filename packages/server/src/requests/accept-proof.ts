/** Enough has shown who asks. */

import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { readStanding } from "../verification/read-standing.ts";
import { findTwins, isSamePerson, mergeInto } from "./merge-request.ts";
import { lockRequest, type RequestRow, updateRequest } from "./queries.ts";
import { receiveRequest } from "./receive-request.ts";
import type { RequestParts } from "./request-parts.ts";

/** Identity is proven, and `how` says by what: the request begins, or joins another of the person's for the same. */
export async function acceptProof(tx: TxCtx, parts: RequestParts, request: RequestRow, how: string): Promise<void> {
  const twin = await findOwnTwin(tx, parts, request);
  if (twin === undefined) await receiveRequest(tx, parts, request.id, how);
  else await joinTwin(tx, parts, request, twin, how);
}

/** The oldest of the person's; one that only shares an identifier with it is an operator's to look at. */
async function findOwnTwin(tx: TxCtx, parts: RequestParts, request: RequestRow): Promise<RequestRow | undefined> {
  for (const twin of await findTwins(tx, request)) {
    if ((await isSamePerson(tx, request, twin)) && !(await isShort(tx, parts, twin))) return twin;
  }
  return undefined;
}

/** Held because less was shown for it than is needed: whoever has shown enough does not wait for it. */
async function isShort(tx: TxCtx, parts: RequestParts, twin: RequestRow): Promise<boolean> {
  const { doubt, proven, isEnough } = await readStanding(tx, parts.kept, twin);
  return doubt === null && proven.length > 0 && !isEnough;
}

/** Whoever asks twice for the same gets one answer, and no later than by the first clock. */
async function joinTwin(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
  twin: RequestRow,
  how: string,
): Promise<void> {
  const into = (await lockRequest(tx, twin.id)) ?? twin;
  await updateRequest(tx, request.id, { received_at: isoInstant(tx.clock.now()), verified_how: how });
  await mergeInto(tx, parts, request, into);
}
