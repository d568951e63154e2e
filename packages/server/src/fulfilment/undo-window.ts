/**
 * The window in which an erasure can be taken back. It opens with the run, is counted from its end, and ends without exception:
 * then what was kept and its key are destroyed, the ledger and the receipt say so.
 */
import type { ReceiptUndo, UndoEnd } from "@kept/contract/undo-schemas";
import type { Diff } from "@kept/engine/diff";
import { describeReceiptDecisions, forgetErased } from "../automated-decisions/erase-decisions.ts";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { LONGEST_UNDO } from "../requests/undo-config.ts";
import type { Run } from "./act.ts";
import {
  describeWindow,
  findUnableNow,
  lockUndo,
  settingsFor,
  type UndoRow,
  unableOf,
  updateUndo,
} from "./describe-undo.ts";
import { amendReceipt } from "./issue-receipt.ts";
import { listSteps } from "./queries.ts";
import { dropPartsFrom, dropUndoDiffs, listUndoParts, saveUndoDiff } from "./undo-diffs.ts";
import { createUndoKey, openUndoKey, sealUndoKey, wrapUndoKey } from "./undo-key.ts";
import { keptForOthers } from "./undo-together.ts";

/** Keeps what one transaction takes away: called inside it, before the first change and before the commit. */
export type KeepErased = (system: string, part: number, diff: Diff) => Promise<void>;

/** Rows of one statement. */
const AT_ONCE = 1_000;

/** Null: nothing is to be kept. */
export function undoKeeper({ ctx, parts, request, lease }: Run): KeepErased | null {
  const settings = settingsFor(ctx, parts, request);
  if (settings === null) return null;
  return (system, part, diff) =>
    ctx.transaction(async (tx) => {
      await lease.check(tx);
      const key = await beginWindow(tx, request.id, settings);
      // A run that took longer than any window may last is one that cannot be taken back.
      if (key !== null) await saveUndoDiff(tx, key, { requestId: request.id, system, part }, "erasure", diff);
    });
}

/**
 * When what a system keeps itself is destroyed there, whatever happens here: the window is counted from the end of the run, and a
 * run may take its time. Once the window is over there is no key to it any more.
 */
export function latestUndo(ctx: Ctx): string {
  return isoInstant(addDuration(ctx.clock.now(), LONGEST_UNDO));
}

/** The key of a window that is open while the run goes on. Null: it is over, and nothing more may be kept. */
async function beginWindow(tx: TxCtx, requestId: string, settings: UndoSettings): Promise<Uint8Array | null> {
  return (await beginWindows(tx, [requestId], settings)).get(requestId) ?? null;
}

type UndoSettings = NonNullable<RequestParts["kept"]["requests"]["undo"]>;

/** The same of several requests; those whose window is over are missing. */
export async function beginWindows(
  tx: TxCtx,
  requestIds: readonly string[],
  settings: UndoSettings,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const keys = new Map<string, Uint8Array>();
  if (requestIds.length === 0) return keys;
  const known = await tx.db
    .selectFrom("fulfilment_undo")
    .select(["request_id", "state", "sealed_key"])
    .where("request_id", "in", requestIds)
    .orderBy("request_id")
    .forUpdate()
    .execute();
  for (const { request_id: id, state, sealed_key: sealed } of known)
    if (state === "collecting" && sealed !== null) keys.set(id, openUndoKey(tx.keys, id, sealed));
  const there = new Set(known.map(({ request_id: id }) => id));
  const fresh = [...new Set(requestIds)].filter((id) => !there.has(id));
  if (fresh.length === 0) return keys;
  const now = tx.clock.now();
  const rows = fresh.map((id) => {
    const key = createUndoKey();
    keys.set(id, key);
    return {
      request_id: id,
      state: "collecting" as const,
      held_by: settings.key,
      lasts: settings.window,
      opened_at: isoInstant(now),
      until: isoInstant(addDuration(now, LONGEST_UNDO)),
      sealed_key: sealUndoKey(tx.keys, id, key),
      undone: jsonb([]),
    };
  });
  for (let at = 0; at < rows.length; at += AT_ONCE)
    await tx.db
      .insertInto("fulfilment_undo")
      .values(rows.slice(at, at + AT_ONCE))
      .execute();
  return keys;
}

/**
 * The run has ended, with the rest refused or without one: from here the window is counted, and never further than the longest
 * from the first thing kept. `cutOff`: how many transactions of a run that was cut off have, or may have, happened.
 */
export async function openUndoWindow(
  tx: TxCtx,
  requestId: string,
  cutOff: ReadonlyMap<string, number> = new Map(),
): Promise<void> {
  const row = await lockUndo(tx, requestId);
  if (row?.state !== "collecting") return;
  const steps = await listSteps(tx, requestId);
  const systems = new Set((await listUndoParts(tx, requestId)).keys());
  // What is kept of a transaction that never happened would stand in its own way.
  for (const { system } of steps.filter(({ outcome }) => outcome === null)) {
    const part = cutOff.get(system) ?? 0;
    if (systems.has(system)) await dropPartsFrom(tx, { requestId, system, part });
    if (part === 0) systems.delete(system);
  }
  if (systems.size === 0) {
    await tx.db.deleteFrom("fulfilment_undo").where("request_id", "=", requestId).execute();
    return;
  }
  const opened = Temporal.Instant.fromEpochMilliseconds(row.opened_at.getTime());
  const [until] = [addDuration(tx.clock.now(), row.lasts), addDuration(opened, LONGEST_UNDO)].sort(
    Temporal.Instant.compare,
  );
  if (until === undefined) return;
  const unable = findUnableNow(steps, new Set([...systems, ...cutOff.keys()]));
  await updateUndo(tx, requestId, { state: "open", until: isoInstant(until), unable: jsonb(unable) });
  const data = { until: isoInstant(until), key: row.held_by, systems: systems.size, unable: unable.length };
  await recordEvent(tx, requestId, { type: "request.undo-opened", data });
}

/** Makes the token of a link the person's part. Null: there is nothing to take back, or they have it already. */
export async function addUndoShare(
  tx: TxCtx,
  requestId: string,
  token: string,
): Promise<{ readonly until: string; readonly unable: readonly string[] } | null> {
  const row = await lockUndo(tx, requestId);
  if (row?.state !== "open" || row.sealed_key === null) return null;
  const share = wrapUndoKey(tx.keys, requestId, row.held_by, openUndoKey(tx.keys, requestId, row.sealed_key), token);
  await tx.db
    .insertInto("fulfilment_undo_share")
    .values({ request_id: requestId, ...share })
    .execute();
  return { until: row.until.toISOString(), unable: unableOf(row, await listSteps(tx, requestId)) };
}

/** The message with their part was handed over: from now on the server alone cannot read what was erased. */
export async function forgetUndoKey(tx: TxCtx, requestId: string): Promise<void> {
  const row = await lockUndo(tx, requestId);
  if (row?.state !== "open" || row.sealed_key === null) return;
  await updateUndo(tx, requestId, { sealed_key: null });
  await recordEvent(tx, requestId, { type: "request.undo-share-given", data: {} });
}

/** Destroys what was kept and its key; ledger and receipt say why. */
export async function endUndoWindow(tx: TxCtx, row: UndoRow, by: Exclude<UndoEnd, "undo">): Promise<void> {
  const sharedUntil = await keptForOthers(tx, row.request_id);
  await destroyKept(tx, row.request_id);
  await updateUndo(tx, row.request_id, { state: "ended", ended_by: by, retry_at: null, shared_until: sharedUntil });
  await forgetErased(tx, row.request_id);
  const receipt = await amendUndo(tx, row, by, sharedUntil);
  await recordEvent(tx, row.request_id, { type: "request.undo-ended", data: { by, ...receipt } });
}

/** What was taken away, what opened it, and the links that did. */
export async function destroyKept(tx: TxCtx, requestId: string): Promise<void> {
  await dropUndoDiffs(tx, requestId);
  await tx.db.deleteFrom("fulfilment_undo_share").where("request_id", "=", requestId).execute();
  await updateUndo(tx, requestId, { sealed_key: null });
}

/** The receipt, signed anew with the end of the window. */
export async function amendUndo(tx: TxCtx, row: UndoRow, by: UndoEnd, sharedUntil: string | null = null) {
  const undo: ReceiptUndo = {
    ...describeWindow(row, await listSteps(tx, row.request_id)),
    ended: { at: isoInstant(tx.clock.now()), by },
    ...(sharedUntil === null ? {} : { sharedUntil }),
    ...(row.undone.length === 0 ? {} : { systems: row.undone.map((one) => ({ ...one })) }),
  };
  // Those that came back are none of its any more, and those that waited for the end have gone.
  const automatedDecisions = await describeReceiptDecisions(tx, row.request_id);
  const receipt = await amendReceipt(tx, row.request_id, { undo, automatedDecisions });
  return { receipt: receipt?.id ?? "", receiptHash: receipt?.sha256 ?? "" };
}
