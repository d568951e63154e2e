/** What a change took away from a system, sealed: written inside the system's own transaction, before anything is changed. */
import type { Diff } from "@kept/engine/diff";
import { isoInstant } from "../platform/clock.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";

/** `change`: what a restriction or a rectification took away; `lift`: what giving it back did. */
export type DiffPurpose = "change" | "lift";

/** The run that is under way, or was cut off. Of a restriction that was carried out again each run that is done has a part of its own. */
const UNDER_WAY = 0;

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
    .values({ request_id: requestId, system, purpose, part: UNDER_WAY, sealed, created_at: isoInstant(tx.clock.now()) })
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
    .where("part", "=", UNDER_WAY)
    .executeTakeFirst();
  if (row === undefined) return null;
  return openJson<Diff>(ctx.keys, "fulfilment.diff", place(requestId, system, purpose), row.sealed);
}

/** Systems in which a change of this request can be taken back. */
export async function listDiffs(ctx: Ctx | TxCtx, requestId: string): Promise<readonly string[]> {
  const rows = await ctx.db
    .selectFrom("fulfilment_diff")
    .select("system")
    .distinct()
    .where("request_id", "=", requestId)
    .where("purpose", "=", "change")
    .orderBy("system")
    .execute();
  return rows.map(({ system }) => system);
}

/** The change under way is done, and is kept beside those that were done before. */
export async function keepDiff(tx: TxCtx, requestId: string, system: string): Promise<void> {
  const last = await findLast(tx, requestId, system);
  await tx.db
    .updateTable("fulfilment_diff")
    .set({ part: (last?.part ?? UNDER_WAY) + 1 })
    .where("request_id", "=", requestId)
    .where("system", "=", system)
    .where("purpose", "=", "change")
    .where("part", "=", UNDER_WAY)
    .execute();
}

/** What was changed there last, and not taken back yet. */
export async function findLastDiff(
  ctx: Ctx,
  requestId: string,
  system: string,
): Promise<{ readonly part: number; readonly diff: Diff } | null> {
  const row = await findLast(ctx, requestId, system);
  if (row === undefined) return null;
  const diff = openJson<Diff>(ctx.keys, "fulfilment.diff", place(requestId, system, "change"), row.sealed);
  return { part: row.part, diff };
}

function findLast(ctx: Ctx | TxCtx, requestId: string, system: string) {
  return (ctx as Ctx).db
    .selectFrom("fulfilment_diff")
    .select(["part", "sealed"])
    .where("request_id", "=", requestId)
    .where("system", "=", system)
    .where("purpose", "=", "change")
    .orderBy("part", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The lift of that part is done: it and what it did are destroyed. */
export async function dropLifted(tx: TxCtx, requestId: string, system: string, part: number): Promise<void> {
  await tx.db
    .deleteFrom("fulfilment_diff")
    .where("request_id", "=", requestId)
    .where("system", "=", system)
    .where((where) =>
      where.or([where("purpose", "=", "lift"), where.and([where("purpose", "=", "change"), where("part", "=", part)])]),
    )
    .execute();
}

/** Forgets the change under way: it never happened, or need not be taken back. */
export async function dropDiff(tx: TxCtx, requestId: string, system: string): Promise<void> {
  await tx.db
    .deleteFrom("fulfilment_diff")
    .where("request_id", "=", requestId)
    .where("system", "=", system)
    .where("purpose", "=", "change")
    .where("part", "=", UNDER_WAY)
    .execute();
}
