/** Something has shown who asks: the request goes on, or something else is needed as well. */
import { mandateHow, waitsForMandate } from "../mandates/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { acceptProof } from "../requests/accept-proof.ts";
import { takeAnswer } from "../requests/ask-person.ts";
import { listIndexHashes, type RequestRow } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { handOverStuck } from "./hand-over.ts";
import { forgetFailures } from "./locks.ts";
import { readStanding } from "./read-standing.ts";

/** A way that leaves nothing to compare: the link was opened, the app has signed. */
export async function giveProof(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
  tier: string,
): Promise<"proven" | "more"> {
  const now = isoInstant(tx.clock.now());
  await tx.db
    .insertInto("proof")
    .values({ request_id: request.id, id: tx.ids.next("prf"), tier, state: "proven", created_at: now, settled_at: now })
    .execute();
  return await settleProof(tx, parts, request, tier);
}

/** What follows once the proof of this tier has been written down. The request is locked. */
export async function settleProof(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
  tier: string,
): Promise<"proven" | "more"> {
  const { needed, reached, isEnough, proven } = await readStanding(tx, parts.kept, request);
  await forgetFailures(tx, await listIndexHashes(tx, request.id));
  // That a request was begun by one proof is what its verification says already.
  if (!isEnough || proven.length > 1 || request.state !== "unverified") {
    await recordEvent(tx, request.id, { type: "request.proof-given", data: { tier, reached, needed } });
  }
  // Enough of the person, and not yet of whoever acts for them.
  if (!isEnough || (await waitsForMandate(tx, request.id))) {
    await handOverStuck(tx, parts, request);
    return "more";
  }
  const how = [...proven, ...(await mandateHow(tx, request.id))].join(" + ");
  if (request.state === "unverified") await acceptProof(tx, parts, request, how);
  else await takeAnswer(tx, parts, request, `(${how})`, "proof");
  return "proven";
}
