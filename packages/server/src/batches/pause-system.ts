/** A system of a batch is held back for a while, and the others go on: a migration, a backup that is being made. */
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { problem } from "../platform/http/problems.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import {
  type BatchRow,
  type BatchSystemRow,
  findBatch,
  listBatchSystems,
  lockBatch,
  recordBatch,
  updateBatch,
} from "./queries.ts";
import type { LeftOut } from "./tables.ts";

const ENDED: readonly BatchRow["state"][] = ["done", "nobody", "cancelled"];

/**
 * What is at work just now ends its turn; it is not begun again until it is resumed. Throws `batch_not_found`,
 * `batch_state_wrong`, `system_unknown`, or `step_over` for one that is finished with, left out or paused already.
 */
export async function pauseBatchSystem(
  ctx: Ctx,
  parts: RequestParts,
  batchId: string,
  system: string,
  input: { readonly reason: string },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const batch = await requireOpen(tx, batchId);
    if (!parts.systems.names.includes(system)) throw problem("system_unknown");
    if (!listPausable(parts, batch, await listBatchSystems(tx, batchId)).includes(system)) throw problem("step_over");
    const pause: LeftOut = { system, reason: input.reason, byKind: tx.actor.kind, byId: tx.actor.id };
    await updateBatch(tx, batchId, { paused: jsonb([...batch.paused, pause]) });
    await recordBatch(tx, batchId, { type: "batch.system-paused", data: { system } });
  });
}

/** It goes on at once, and with its patience new. Throws `batch_not_found`, `batch_state_wrong` or `step_not_stopped`. */
export async function resumeBatchSystem(ctx: Ctx, batchId: string, system: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const batch = await requireOpen(tx, batchId);
    if (!isPaused(batch, system)) throw problem("step_not_stopped");
    const paused = batch.paused.filter((one) => one.system !== system);
    await updateBatch(tx, batchId, { paused: jsonb(paused), is_held: false, attempts: 0, retry_at: null });
    const payload = { batchId };
    const jobs =
      batch.state === "planning"
        ? [{ name: "batches.plan", payload } as const]
        : batch.state === "running"
          ? [{ name: "batches.run", payload } as const]
          : [];
    await recordBatch(tx, batchId, { type: "batch.system-resumed", data: { system } }, jobs);
  });
}

export function isPaused({ paused }: Pick<BatchRow, "paused">, system: string): boolean {
  return paused.some((one) => one.system === system);
}

/** As it stands now: somebody may have paused it while another system was at work. */
export async function isPausedNow(ctx: Ctx, batchId: string, system: string): Promise<boolean> {
  const batch = await findBatch(ctx, batchId);
  return batch !== undefined && isPaused(batch, system);
}

/** Systems that can be paused now. */
export function listPausable(
  { systems }: RequestParts,
  batch: BatchRow,
  rows: readonly BatchSystemRow[],
): readonly string[] {
  if (ENDED.includes(batch.state)) return [];
  return systems.names.filter(
    (name) =>
      !isPaused(batch, name) &&
      !batch.left_out.some(({ system }) => system === name) &&
      !rows.some(({ system, state }) => system === name && state === "done"),
  );
}

async function requireOpen(tx: TxCtx, batchId: string): Promise<BatchRow> {
  const batch = await lockBatch(tx, batchId);
  if (batch === undefined) throw problem("batch_not_found");
  if (ENDED.includes(batch.state)) throw problem("batch_state_wrong", { detail: `It is in the state ${batch.state}.` });
  return batch;
}
