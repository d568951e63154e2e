/**
 * An erasure that goes through while a restriction stands that has only marked: what the law keeps stays marked for the law, and a
 * lift leaves it so (Art. 18 and 5(1)(e) GDPR). While the erasure can still be taken back the lift waits, since what comes back
 * comes back as it was.
 */
import type { ErasurePlan, RowRef } from "@kept/engine/rights";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { listIndexHashes } from "../requests/queries.ts";
import { hashRows, listStanding } from "./standing-restrictions.ts";

const place = (restrictionId: string, system: string, erasureId: string) =>
  `fulfilment_kept_mark/${restrictionId}/${system}/${erasureId}`;

/** What an erasure left marked for the law, for each restriction of the same person that stands in the system. */
export async function keepMarks(
  tx: TxCtx,
  erasureId: string,
  system: string,
  done: readonly ErasurePlan[],
): Promise<void> {
  const subjects = done.flatMap((plan) => plan.subjects);
  const hashes = [...(await listIndexHashes(tx, erasureId)), ...hashRows(tx.keys, system, subjects)];
  const standing = new Set((await listStanding(tx, system, hashes)).map(({ requestId }) => requestId));
  const marked = done.flatMap((plan) => plan.marked ?? []);
  for (const restriction of [...standing].sort()) {
    const sealed = sealJson(tx.keys, "fulfilment.kept-mark", place(restriction, system, erasureId), marked);
    await tx.db
      .insertInto("fulfilment_kept_mark")
      .values({ restriction_id: restriction, system, erasure_id: erasureId, sealed })
      .onConflict((conflict) => conflict.columns(["restriction_id", "system", "erasure_id"]).doUpdateSet({ sealed }))
      .execute();
  }
}

/** What a lift leaves marked in this system. */
export async function listKeptMarks(ctx: Ctx, restrictionId: string, system: string): Promise<readonly RowRef[]> {
  const rows = await ctx.db
    .selectFrom("fulfilment_kept_mark")
    .select(["erasure_id", "sealed"])
    .where("restriction_id", "=", restrictionId)
    .where("system", "=", system)
    .execute();
  return rows.flatMap(({ erasure_id: erasure, sealed }) =>
    openJson<readonly RowRef[]>(ctx.keys, "fulfilment.kept-mark", place(restrictionId, system, erasure), sealed),
  );
}

/** Until when an erasure of the same person can be taken back that went through while this restriction stood; null: none can. */
export async function undoableUntil(ctx: Ctx, restrictionId: string): Promise<Date | null> {
  const row = await ctx.db
    .selectFrom("fulfilment_kept_mark")
    .innerJoin("fulfilment_undo", "fulfilment_undo.request_id", "fulfilment_kept_mark.erasure_id")
    .select("fulfilment_undo.until")
    .where("restriction_id", "=", restrictionId)
    .where("fulfilment_undo.state", "in", ["collecting", "open", "undoing"])
    .orderBy("fulfilment_undo.until", "desc")
    .executeTakeFirst();
  return row?.until ?? null;
}

/** The erasure was taken back in these systems: the law keeps nothing marked by it. */
export async function dropKeptMarks(tx: TxCtx, erasureId: string, systems: readonly string[]): Promise<void> {
  if (systems.length === 0) return;
  await tx.db
    .deleteFrom("fulfilment_kept_mark")
    .where("erasure_id", "=", erasureId)
    .where("system", "in", systems)
    .execute();
}
