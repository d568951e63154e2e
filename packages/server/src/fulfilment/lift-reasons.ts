/** Why a lift that is due waits all the same: marks are one column, and may have several reasons. */
import type { Ctx } from "../platform/ctx.ts";
import { listIndexHashes } from "../requests/queries.ts";
import { undoableUntil } from "./kept-marks.ts";
import { listRestrictedRows, listStanding } from "./standing-restrictions.ts";

/** What a lift waits for, as the restriction shows it. */
export interface Trouble {
  readonly code: string;
  readonly message: string;
}

/** What another restriction or an erasure still needs of what this one did: it is lifted when that is over, by itself. */
export async function findReasonToWait(
  ctx: Ctx,
  requestId: string,
  systems: readonly string[],
): Promise<Trouble | null> {
  const until = await undoableUntil(ctx, requestId);
  if (until !== null) {
    const day = until.toISOString().slice(0, 10);
    const message = `What was erased since can be taken back until ${day}, and would come back restricted. The lift goes on by itself then.`;
    return { code: "erasure_undoable", message };
  }
  const row = await ctx.db
    .selectFrom("fulfilment_restriction")
    .select("since")
    .where("request_id", "=", requestId)
    .executeTakeFirst();
  const since = row?.since.toISOString() ?? "";
  for (const system of systems) {
    const hashes = [...(await listIndexHashes(ctx, requestId)), ...(await listRestrictedRows(ctx, requestId, system))];
    // What the first had marked already the second did not write down: lifted in this order nothing is in use too early.
    const later = (await listStanding(ctx, system, hashes)).find(
      (one) => one.requestId !== requestId && (one.since > since || (one.since === since && one.requestId > requestId)),
    );
    if (later !== undefined) {
      const message = `The restriction ${later.name} of the same person came later, and needs what this one did. Lift that first; then this is lifted by itself.`;
      return { code: "restriction_stands", message };
    }
  }
  return null;
}
