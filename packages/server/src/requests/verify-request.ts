/** The person confirms by the link in their mailbox. */

import { isoInstant } from "../platform/clock.ts";
import { redeemLink } from "../platform/crypto/signed-links.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { findTwins, mergeInto } from "./merge-request.ts";
import { lockRequest, type RequestRow, updateRequest } from "./queries.ts";
import { receiveRequest } from "./receive-request.ts";
import { LINKS } from "./request-links.ts";
import type { RequestParts } from "./request-parts.ts";

export type VerifyResult =
  | { readonly ok: true; readonly request: RequestRow }
  | { readonly ok: false; readonly reason: "unknown" | "expired" | "used" };

/** The link works once; of two clicks one confirms and the other finds it used. */
export function verifyRequest(ctx: Ctx, parts: RequestParts, token: string): Promise<VerifyResult> {
  return ctx.transaction(async (tx): Promise<VerifyResult> => {
    const link = await redeemLink(tx, LINKS.verify, token);
    if (!link.ok) return link;
    const request = await lockRequest(tx, link.subject);
    if (request === undefined || request.state !== "unverified") return { ok: false, reason: "used" };
    await acceptProof(tx, parts, request, "link");
    return { ok: true, request };
  });
}

/** Identity is proven, and `how` says by what: the request begins, or joins another of the person's for the same. */
export async function acceptProof(tx: TxCtx, parts: RequestParts, request: RequestRow, how: string): Promise<void> {
  const twin = (await findTwins(tx, request))[0];
  if (twin === undefined) await receiveRequest(tx, parts, request.id, how);
  else await joinTwin(tx, parts, request, twin, how);
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
