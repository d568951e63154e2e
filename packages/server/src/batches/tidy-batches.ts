/** What time does to batches: forgotten work is taken up again, and who was on a list is forgotten. */
import { addDuration } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { planBatch } from "./plan-batch.ts";
import { runBatch } from "./run-batch.ts";

/** Who was on a list is forgotten so long after its end, as with requests; counts and receipts stay. */
const CLOSED_LIFETIME = "P30D";

/** Takes up what a crash, a pause or a lost job left. */
export async function resumeBatches(ctx: Ctx, parts: RequestParts): Promise<void> {
  const now = new Date(ctx.clock.now().epochMilliseconds);
  const rows = await ctx.db
    .selectFrom("batch")
    .select(["id", "state"])
    .where("state", "in", ["planning", "waiting", "running"])
    .where((where) => where.or([where("retry_at", "is", null), where("retry_at", "<=", now)]))
    .where((where) => where.or([where("runs_at", "is", null), where("runs_at", "<=", now)]))
    .where((where) => where.or([where("lease_until", "is", null), where("lease_until", "<=", now)]))
    .orderBy("id")
    .limit(20)
    .execute();
  for (const { id, state } of rows) await (state === "planning" ? planBatch : runBatch)(ctx, parts, id);
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
