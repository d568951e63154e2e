/** What a change took away from a system, sealed: written inside the system's own transaction, before anything is changed. */
import type { Diff } from "@kept/engine/diff";
import { isoInstant } from "../platform/clock.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";

/** `change`: what a restriction or a rectification took away; `lift`: what giving it back did. */
export type DiffPurpose = "change" | "lift";

const place = (requestId: string, system: string, purpose: DiffPurpose) =>
  `fulfilment_diff/${requestId}/${system}/${purpose}`;

export async function saveDiff(
  tx: TxCtx,
  requestId: string,
  system: string,
  purpose: DiffPurpose,
  diff: Diff,
): Promise<void> {
  const sealed = sealJson(tx.keys, "fulfilment.diff", place(requestId, system, purpose), diff);
  await tx.db
    .insertInto("fulfilment_diff")
    .values({ request_id: requestId, system, purpose, part: 0, sealed, created_at: isoInstant(tx.clock.now()) })
    .onConflict((conflict) => conflict.columns(["request_id", "system", "purpose", "part"]).doUpdateSet({ sealed }))
    .execute();
}

export async function findDiff(
  ctx: Ctx,
  requestId: string,
  system: string,
  purpose: DiffPurpose,
): Promise<Diff | null> {
  const row = await ctx.db
    .selectFrom("fulfilment_diff")
    .select("sealed")
    .where("request_id", "=", requestId)
    .where("system", "=", system)
    .where("purpose", "=", purpose)
    .executeTakeFirst();
  if (row === undefined) return null;
  return openJson<Diff>(ctx.keys, "fulfilment.diff", place(requestId, system, purpose), row.sealed);
}

/** Systems in which a change of this request can be taken back. */
export async function listDiffs(ctx: Ctx | TxCtx, requestId: string): Promise<readonly string[]> {
  const rows = await ctx.db
    .selectFrom("fulfilment_diff")
    .select("system")
    .where("request_id", "=", requestId)
    .where("purpose", "=", "change")
    .orderBy("system")
    .execute();
  return rows.map(({ system }) => system);
}

/** Destroys what was kept of one system, for one purpose or altogether. */
export async function dropDiffs(
  tx: TxCtx,
  requestId: string,
  system: string,
  purposes: readonly DiffPurpose[],
): Promise<void> {
  await tx.db
    .deleteFrom("fulfilment_diff")
    .where("request_id", "=", requestId)
    .where("system", "=", system)
    .where("purpose", "in", [...purposes])
    .execute();
}
