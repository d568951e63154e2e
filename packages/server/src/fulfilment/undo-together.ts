/**
 * What is kept of people who were erased in one run and hang together: once for all of them, under a key of its own, which each of
 * them opens with theirs. One undo at a time; it goes with the last window.
 */
import type { KeptTogether } from "@kept/connectors/rights-system";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { createUndoKey, openUndoable, sealUndoable } from "./undo-key.ts";

/** Where it stands for one of them. */
export interface TogetherPlace {
  readonly group: string;
  /** Their place among the people of the run. */
  readonly at: number;
}

/** One of those whose rows are kept together, with the key of their window. */
export interface Sharer {
  readonly requestId: string;
  readonly at: number;
  readonly key: Uint8Array;
}

/** What is kept, opened; `sealed` says which state of it. */
export interface OpenedTogether extends TogetherPlace {
  readonly kept: KeptTogether;
  readonly sealed: Uint8Array;
  readonly key: Uint8Array;
  /** Another one's undo is under way: what is kept may be about to change. */
  readonly isBusy: boolean;
}

const keptPlace = (group: string) => `fulfilment_undo_group/${group}`;
const keyPlace = (requestId: string, system: string) => `fulfilment_undo_member/${requestId}/${system}`;

/** What is to be kept of people who hang together. */
export interface TogetherKept {
  readonly sharers: readonly Sharer[];
  readonly kept: KeptTogether;
}

/** Rows of one statement. */
const AT_ONCE = 1_000;

export async function saveTogether(tx: TxCtx, system: string, all: readonly TogetherKept[]): Promise<void> {
  if (all.length === 0) return;
  const now = isoInstant(tx.clock.now());
  const groups = all.map(({ sharers, kept }) => {
    const id = tx.ids.next("ung");
    const key = createUndoKey();
    const members = sharers.map(({ requestId, at, key: own }) => ({
      request_id: requestId,
      system,
      group_id: id,
      place: at,
      wrapped_key: sealUndoable(tx.keys, own, keyPlace(requestId, system), Buffer.from(key).toString("base64url")),
    }));
    const sealed = sealUndoable(tx.keys, key, keptPlace(id), kept);
    return { row: { id, system, sealed, created_at: now }, members };
  });
  await tx.db
    .insertInto("fulfilment_undo_group")
    .values(groups.map(({ row }) => row))
    .execute();
  const members = groups.flatMap((group) => group.members);
  for (let at = 0; at < members.length; at += AT_ONCE) {
    await tx.db
      .insertInto("fulfilment_undo_member")
      .values(members.slice(at, at + AT_ONCE))
      .execute();
  }
}

/** By system: where rows of this request are kept together with those of others. */
export async function listTogether(ctx: Ctx | TxCtx, requestId: string): Promise<ReadonlyMap<string, TogetherPlace>> {
  const rows = await (ctx as Ctx).db
    .selectFrom("fulfilment_undo_member")
    .select(["system", "group_id", "place"])
    .where("request_id", "=", requestId)
    .execute();
  return new Map(rows.map(({ system, group_id: group, place: at }) => [system, { group, at }]));
}

/** Null: it is gone. */
export async function openTogether(
  ctx: Ctx,
  own: Uint8Array,
  requestId: string,
  system: string,
): Promise<OpenedTogether | null> {
  const row = await ctx.db
    .selectFrom("fulfilment_undo_member")
    .innerJoin("fulfilment_undo_group", "fulfilment_undo_group.id", "fulfilment_undo_member.group_id")
    .select(["group_id", "place", "wrapped_key", "sealed", "pending_by"])
    .where("request_id", "=", requestId)
    .where("fulfilment_undo_member.system", "=", system)
    .executeTakeFirst();
  if (row === undefined) return null;
  const wrapped = openUndoable<string>(ctx.keys, own, keyPlace(requestId, system), row.wrapped_key);
  const key = Buffer.from(wrapped, "base64url");
  const kept = openUndoable<KeptTogether>(ctx.keys, key, keptPlace(row.group_id), row.sealed);
  const isBusy = row.pending_by !== null && row.pending_by !== requestId;
  return { group: row.group_id, at: row.place, kept, sealed: row.sealed, key, isBusy };
}

/** What is kept has changed since it was read, or another one's undo is under way. */
export class TogetherBusy extends Error {
  override readonly name = "TogetherBusy";
}

/** Takes it for this one's undo, with what is then to be kept of the others. Throws {@link TogetherBusy}. */
export async function claimTogether(
  tx: TxCtx,
  requestId: string,
  { group, sealed, key }: OpenedTogether,
  rest: KeptTogether | null,
): Promise<void> {
  const row = await tx.db
    .selectFrom("fulfilment_undo_group")
    .select(["sealed", "pending_by"])
    .where("id", "=", group)
    .forUpdate()
    .executeTakeFirst();
  const isFree = row?.pending_by === null || row?.pending_by === requestId;
  if (row === undefined || !isFree || Buffer.compare(row.sealed, sealed) !== 0) throw new TogetherBusy();
  const pending = rest === null ? null : sealUndoable(tx.keys, key, keptPlace(group), rest);
  await tx.db
    .updateTable("fulfilment_undo_group")
    .set({ pending, pending_by: requestId })
    .where("id", "=", group)
    .execute();
}

/** The undo of this one did not happen, and others may go on. */
export async function releaseTogether(tx: TxCtx, requestId: string, group: string): Promise<void> {
  await tx.db
    .updateTable("fulfilment_undo_group")
    .set({ pending: null, pending_by: null })
    .where("id", "=", group)
    .where("pending_by", "=", requestId)
    .execute();
}

/** The undo of this one happened: what is kept of the others is what it left to be kept. */
export async function settleTogether(tx: TxCtx, requestId: string, system: string, group: string): Promise<void> {
  const row = await tx.db
    .selectFrom("fulfilment_undo_group")
    .select(["pending", "pending_by"])
    .where("id", "=", group)
    .forUpdate()
    .executeTakeFirst();
  if (row?.pending_by === requestId && row.pending !== null) {
    await tx.db
      .updateTable("fulfilment_undo_group")
      .set({ sealed: row.pending, pending: null, pending_by: null })
      .where("id", "=", group)
      .execute();
  }
  await leaveTogether(tx, [requestId], system);
}

/** These open it no more, in one system or in all; with the last one it goes. */
export async function leaveTogether(
  tx: TxCtx,
  requestIds: readonly string[],
  system: string | null = null,
): Promise<void> {
  const left = await tx.db
    .deleteFrom("fulfilment_undo_member")
    .where("request_id", "in", requestIds)
    .$if(system !== null, (query) => query.where("system", "=", system ?? ""))
    .returning("group_id")
    .execute();
  const ids = [...new Set(left.map(({ group_id: group }) => group))];
  if (ids.length > 0) await dropLeft(tx, requestIds, ids);
}

async function dropLeft(tx: TxCtx, requestIds: readonly string[], ids: readonly string[]): Promise<void> {
  const groups = await tx.db
    .selectFrom("fulfilment_undo_group")
    .select(["id", "pending_by"])
    .where("id", "in", ids)
    .orderBy("id")
    .forUpdate()
    .execute();
  const others = Map.groupBy(
    await tx.db
      .selectFrom("fulfilment_undo_member")
      .select(["request_id", "system", "group_id"])
      .where("group_id", "in", ids)
      .execute(),
    ({ group_id: group }) => group,
  );
  const over = groups.filter(
    ({ id, pending_by: by }) =>
      // Whether an undo that was never finished happened nobody knows any more: nothing that is kept can be relied on.
      !others.has(id) || (by !== null && requestIds.includes(by)),
  );
  if (over.length === 0) return;
  const gone = over.map(({ id }) => id);
  await tx.db.deleteFrom("fulfilment_undo_group").where("id", "in", gone).execute();
  await tx.db.deleteFrom("fulfilment_undo_member").where("group_id", "in", gone).execute();
  for (const id of gone)
    for (const { request_id: other, system } of others.get(id) ?? []) await addUnable(tx, other, system);
}

/** From here on it cannot be taken back in this system. */
export async function addUnable(tx: TxCtx, requestId: string, system: string): Promise<void> {
  const row = await tx.db
    .selectFrom("fulfilment_undo")
    .select("unable")
    .where("request_id", "=", requestId)
    .forUpdate()
    .executeTakeFirst();
  const unable = [...new Set([...(row?.unable ?? []), system])];
  await tx.db
    .updateTable("fulfilment_undo")
    .set({ unable: jsonb(unable) })
    .where("request_id", "=", requestId)
    .execute();
}

/** Until when rows that are this one's too are kept for the sake of others; null: nobody else's window keeps any. */
export async function keptForOthers(ctx: Ctx | TxCtx, requestId: string): Promise<string | null> {
  const groups = [...(await listTogether(ctx, requestId)).values()].map(({ group }) => group);
  if (groups.length === 0) return null;
  const row = await (ctx as Ctx).db
    .selectFrom("fulfilment_undo_member")
    .innerJoin("fulfilment_undo", "fulfilment_undo.request_id", "fulfilment_undo_member.request_id")
    .select(({ fn }) => fn.max("until").as("until"))
    .where("group_id", "in", groups)
    .where("fulfilment_undo_member.request_id", "<>", requestId)
    .where("until", ">", new Date(ctx.clock.now().epochMilliseconds))
    .executeTakeFirst();
  return row?.until === undefined || row.until === null ? null : new Date(row.until).toISOString();
}
