/** What time does to batches: forgotten work is taken up again, and who was on a list is forgotten. */
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { type BatchRow, recordBatch, updateBatch } from "./queries.ts";

/** Who was on a list is forgotten so long after its end, as with requests; counts and receipts stay. */
const CLOSED_LIFETIME = "P30D";

/** How long the job of a change may take to begin; what is sent after that may have to wait behind others. */
const FIRST_BEGINS = "PT1M";
const NEXT_BEGINS = "PT15M";

const UNDERWAY = ["planning", "waiting", "running"] as const;

/**
 * Takes up what a crash, a pause or a lost job left. Does none of it itself: each goes on in a job of its own, so that a
 * long one keeps no other waiting.
 */
export async function resumeBatches(ctx: Ctx): Promise<void> {
  const rows = await due(ctx).select("id").orderBy("id").limit(20).execute();
  for (const { id } of rows) {
    try {
      await ctx.transaction(async (tx) => {
        const row = await due(tx).selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
        if (row !== undefined) await resumeBatch(tx, row);
      });
    } catch (error) {
      ctx.log.error("a batch could not be taken up again", { subject: id, error });
    }
  }
}

/** What a process that died was at is due at once: its leases are nobody's, and no job of its is about to begin. */
export async function freeBatches(ctx: Ctx): Promise<void> {
  await ctx.db
    .updateTable("batch")
    .set({ lease_owner: null, lease_until: null, retry_at: isoInstant(ctx.clock.now()) })
    .where("state", "in", UNDERWAY)
    .execute();
}

function due(ctx: Ctx | TxCtx) {
  const now = new Date(ctx.clock.now().epochMilliseconds);
  return (ctx.db as Ctx["db"])
    .selectFrom("batch")
    .where("state", "in", UNDERWAY)
    .where("is_held", "=", false)
    .where((where) => where.or([where("retry_at", "is", null), where("retry_at", "<=", now)]))
    .where((where) => where.or([where("runs_at", "is", null), where("runs_at", "<=", now)]))
    .where((where) => where.or([where("lease_until", "is", null), where("lease_until", "<=", now)]));
}

async function resumeBatch(tx: TxCtx, { id, state, retry_at }: BatchRow): Promise<void> {
  // Seen for the first time, its own job may be about to begin.
  const isFirst = retry_at === null;
  const next = addDuration(tx.clock.now(), isFirst ? FIRST_BEGINS : NEXT_BEGINS);
  await updateBatch(tx, id, { retry_at: isoInstant(next) });
  if (isFirst) return;
  await recordBatch(tx, id, { type: "batch.resumed", data: { state } }, [
    { name: state === "planning" ? "batches.plan" : "batches.run", payload: { batchId: id } },
  ]);
}

export async function tidyBatches(ctx: Ctx): Promise<void> {
  const before = new Date(addDuration(ctx.clock.now(), `-${CLOSED_LIFETIME}`).epochMilliseconds);
  const rows = await ctx.db
    .selectFrom("batch")
    .select("id")
    .where("closed_at", "<=", before)
    .where("sealed_people", "is not", null)
    .execute();
  for (const { id } of rows) {
    await ctx.transaction(async (tx) => {
      await tx.db.updateTable("batch").set({ sealed_people: null }).where("id", "=", id).execute();
      await tx.db.updateTable("batch_line").set({ label: "–" }).where("batch_id", "=", id).execute();
      await tx.db
        .updateTable("batch_system")
        .set({ sealed_plan: null, sealed_intent: null })
        .where("batch_id", "=", id)
        .execute();
    });
  }
}
