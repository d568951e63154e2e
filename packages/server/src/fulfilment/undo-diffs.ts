/** What an erasure took away from a system, and what taking it back did: sealed under the window's own key. */
import type { Diff } from "@kept/engine/diff";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { openUndoable, sealUndoable } from "./undo-key.ts";
import { leaveTogether, listTogether, settleTogether, type TogetherPlace } from "./undo-together.ts";

/** One transaction of a run in a system. */
export interface UndoPart {
  readonly requestId: string;
  readonly system: string;
  /** Its place among those of the run in this system, from 0. */
  readonly part: number;
  /** It was one for several people, and what it took away is kept together with what others lost. */
  readonly together?: TogetherPlace;
}

/** `erasure`: what the transaction took away; `undo`: what giving it back did. */
type Purpose = "erasure" | "undo";

const place = ({ requestId, system, part }: UndoPart, purpose: Purpose) =>
  `fulfilment_diff/${requestId}/${system}/${purpose}/${part}`;

/** What is to be sealed, with the key of whose window. */
export interface SealedDiff {
  readonly key: Uint8Array;
  readonly of: UndoPart;
  readonly purpose: Purpose;
  readonly diff: Diff;
}

/** Later calls for the same part replace earlier ones. */
export async function saveUndoDiff(
  tx: TxCtx,
  key: Uint8Array,
  of: UndoPart,
  purpose: Purpose,
  diff: Diff,
): Promise<void> {
  await saveUndoDiffs(tx, [{ key, of, purpose, diff }]);
}

/** The same of several, each part once. */
export async function saveUndoDiffs(tx: TxCtx, diffs: readonly SealedDiff[]): Promise<void> {
  if (diffs.length === 0) return;
  const now = isoInstant(tx.clock.now());
  const rows = diffs.map(({ key, of, purpose, diff }) => {
    const sealed = sealUndoable(tx.keys, key, place(of, purpose), diff);
    return { request_id: of.requestId, system: of.system, purpose, part: of.part, sealed, created_at: now };
  });
  await tx.db
    .insertInto("fulfilment_diff")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(["request_id", "system", "purpose", "part"])
        .doUpdateSet({ sealed: ({ ref }) => ref("excluded.sealed") }),
    )
    .execute();
}

export async function findUndoDiff(ctx: Ctx, key: Uint8Array, of: UndoPart, purpose: Purpose): Promise<Diff | null> {
  const row = await ctx.db
    .selectFrom("fulfilment_diff")
    .select("sealed")
    .where("request_id", "=", of.requestId)
    .where("system", "=", of.system)
    .where("purpose", "=", purpose)
    .where("part", "=", of.part)
    .executeTakeFirst();
  return row === undefined ? null : openUndoable<Diff>(ctx.keys, key, place(of, purpose), row.sealed);
}

/** What can be taken back, by system; of each the last part first, as it has to go back. */
export async function listUndoParts(
  ctx: Ctx | TxCtx,
  requestId: string,
): Promise<ReadonlyMap<string, readonly UndoPart[]>> {
  const rows = await (ctx as Ctx).db
    .selectFrom("fulfilment_diff")
    .select(["system", "part"])
    .where("request_id", "=", requestId)
    .where("purpose", "=", "erasure")
    .orderBy("system")
    .orderBy("part", "desc")
    .execute();
  const parts = rows.map(({ system, part }): UndoPart => ({ requestId, system, part }));
  // A run for several came first.
  const shared = [...(await listTogether(ctx, requestId))].map(
    ([system, together]): UndoPart => ({ requestId, system, part: 0, together }),
  );
  return Map.groupBy([...parts, ...shared], ({ system }) => system);
}

/** Transactions from this one on never happened. */
export async function dropPartsFrom(tx: TxCtx, { requestId, system, part }: UndoPart): Promise<void> {
  await dropPartsOf(tx, [requestId], system, part);
}

/** The same of several requests. */
export async function dropPartsOf(
  tx: TxCtx,
  requestIds: readonly string[],
  system: string,
  part: number,
): Promise<void> {
  await tx.db
    .deleteFrom("fulfilment_diff")
    .where("request_id", "in", requestIds)
    .where("system", "=", system)
    .where("purpose", "=", "erasure")
    .where("part", ">=", part)
    .execute();
  if (part === 0) await leaveTogether(tx, requestIds, system);
}

/** It is back: neither what was taken away nor what gave it back is kept. */
export async function dropPart(tx: TxCtx, { requestId, system, part, together }: UndoPart): Promise<void> {
  await tx.db
    .deleteFrom("fulfilment_diff")
    .where("request_id", "=", requestId)
    .where("system", "=", system)
    .where("purpose", "in", ["erasure", "undo"])
    .where("part", "=", part)
    .execute();
  if (together !== undefined) await settleTogether(tx, requestId, system, together.group);
}

/** Destroys all of a request, whatever its key. */
export async function dropUndoDiffs(tx: TxCtx, requestId: string): Promise<void> {
  await tx.db
    .deleteFrom("fulfilment_diff")
    .where("request_id", "=", requestId)
    .where("purpose", "in", ["erasure", "undo"])
    .execute();
  await leaveTogether(tx, [requestId]);
}
