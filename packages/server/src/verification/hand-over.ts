/**
 * Whoever has shown something, and of whom more is asked than they can show, is not dropped without a word (Art. 12(4) GDPR;
 * 11 CCR 7060): their request is planned and held, and an operator answers it as it is, asks for more, or refuses it in writing.
 */

import type { KeptConfig } from "../kept-config.ts";
import { waitsForMandate } from "../mandates/queries.ts";
import { addDuration } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { putOnHold } from "../requests/hold-request.ts";
import { lockRequest, type RequestRow } from "../requests/queries.ts";
import { receiveRequest } from "../requests/receive-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { listProofs } from "./queries.ts";
import type { Standing } from "./read-standing.ts";
import { readStanding } from "./read-standing.ts";

/** Unverified requests are forgotten when nobody has used the link for so long. */
const UNVERIFIED_LIFETIME = "P7D";

const REASON =
  "Less was shown of who asks than is asked for this right. Lift the hold to answer at what was shown, ask the person for more, or refuse.";

/** Requests that were sent before this moment, and that nobody has confirmed, have waited long enough. */
export function unverifiedBefore(ctx: Ctx, kept: KeptConfig): Date {
  const now = ctx.clock.now();
  const lifetime = [UNVERIFIED_LIFETIME, kept.requests.verificationLinkLifetime]
    .map((duration) => addDuration(now, duration).epochMilliseconds - now.epochMilliseconds)
    .reduce((longest, one) => Math.max(longest, one), 0);
  return new Date(now.epochMilliseconds - lifetime);
}

/** Something was shown, and nobody else has to show anything first. */
export async function isForOperator(tx: TxCtx, requestId: string): Promise<boolean> {
  const hasShown = (await listProofs(tx, requestId)).some(({ state }) => state === "proven");
  return hasShown && !(await waitsForMandate(tx, requestId));
}

/** At once, where no way is left by which the person could show more. The request is locked. */
export async function handOverStuck(tx: TxCtx, parts: RequestParts, request: RequestRow): Promise<void> {
  if (request.state !== "unverified") return;
  const standing = await readStanding(tx, parts.kept, request);
  if (standing.isEnough || standing.offers.length > 0 || !(await isForOperator(tx, request.id))) return;
  await handOver(tx, parts, request, standing);
}

/** Those that would lapse now. */
export async function handOverUnproven(ctx: Ctx, parts: RequestParts): Promise<void> {
  const rows = await ctx.db
    .selectFrom("request")
    .select("id")
    .where("state", "=", "unverified")
    .where("submitted_at", "<=", unverifiedBefore(ctx, parts.kept))
    .where("id", "in", (from) => from.selectFrom("proof").select("request_id").where("state", "=", "proven"))
    .orderBy("id")
    .limit(100)
    .execute();
  for (const { id } of rows) {
    await ctx.transaction(async (tx) => {
      const request = await lockRequest(tx, id);
      if (request?.state !== "unverified" || !(await isForOperator(tx, id))) return;
      await handOver(tx, parts, request, await readStanding(tx, parts.kept, request));
    });
  }
}

/** It joins no other request: that one may have been answered to somebody who has shown more. */
async function handOver(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
  { reached, needed, proven }: Standing,
): Promise<void> {
  await recordEvent(tx, request.id, { type: "request.proof-short", data: { reached, needed } });
  await putOnHold(tx, request.id, REASON);
  await receiveRequest(tx, parts, request.id, proven.join(" + "));
}
