/** A system that does not do its part delays a batch; one that never does stops it, and an operator looks; one that is paused is waited for. */
import type { Lease } from "../fulfilment/lease.ts";
import { describeTrouble, retryPause } from "../fulfilment/trouble.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { isPaused } from "./pause-system.ts";
import { type BatchRow, lockBatch, recordBatch, updateBatch } from "./queries.ts";

/** Tries before it is put before an operator: about a day, for the pauses soon last a quarter of an hour. */
const MOST_ATTEMPTS = 100;

/** Nothing is lost: what was begun is settled at the next try, whoever asks for it. */
export async function retryBatch(ctx: Ctx, { id }: BatchRow, system: string, error: unknown): Promise<void> {
  const { code, message } = describeTrouble(ctx, system, error);
  await ctx.transaction(async (tx) => {
    const batch = await lockBatch(tx, id);
    // Cancelled meanwhile.
    if (batch === undefined || (batch.state !== "planning" && batch.state !== "running")) return;
    const attempts = batch.attempts + 1;
    const isOver = attempts >= MOST_ATTEMPTS;
    await updateBatch(tx, id, {
      attempts,
      retry_at: isOver ? null : isoInstant(addDuration(tx.clock.now(), retryPause(attempts))),
      problem_code: code,
      problem_message: system === "" ? message : `${system}: ${message}`,
      ...(isOver ? { state: "blocked" } : {}),
    });
    if (isOver) await recordBatch(tx, id, { type: "batch.stopped", data: { system, code } });
  });
}

/**
 * All that is left is in the systems that were passed over because they are paused: nothing is tried until one of them is
 * resumed. One that was resumed meanwhile found the batch in hand: it stays due.
 */
export async function holdBatch(ctx: Ctx, lease: Lease, id: string, passedOver: readonly string[]): Promise<void> {
  await ctx.transaction(async (tx) => {
    await lease.check(tx);
    const batch = await lockBatch(tx, id);
    if (batch === undefined) return;
    if (!passedOver.every((system) => isPaused(batch, system))) {
      return await updateBatch(tx, id, { retry_at: isoInstant(tx.clock.now()) });
    }
    await updateBatch(tx, id, { is_held: true, retry_at: null, problem_code: null, problem_message: null });
  });
}
