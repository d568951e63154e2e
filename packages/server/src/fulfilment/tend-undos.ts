/** What time does to undo windows: those that are over end, and what was begun goes on. */
import { addDuration, Temporal } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { findRequest } from "../requests/queries.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { LONGEST_UNDO } from "../requests/undo-config.ts";
import { lockUndo, type UndoRow } from "./describe-undo.ts";
import { undoErasure } from "./undo-erasure.ts";
import { endUndoWindow } from "./undo-window.ts";

/** Idempotent, and in step with whoever is at work already. */
export async function tendUndos(ctx: Ctx, parts: RequestParts): Promise<void> {
  const now = new Date(ctx.clock.now().epochMilliseconds);
  const rows = await ctx.db
    .selectFrom("fulfilment_undo")
    .innerJoin("request", "request.id", "fulfilment_undo.request_id")
    .select(["fulfilment_undo.request_id as requestId", "fulfilment_undo.state", "fulfilment_undo.retry_at"])
    .where((where) =>
      where.or([
        where.and([where("fulfilment_undo.state", "in", ["collecting", "open"]), where("until", "<=", now)]),
        // Ended otherwise than by being carried out: nobody gets a key to what was kept of it.
        where.and([where("fulfilment_undo.state", "=", "collecting"), where("request.closed_at", "is not", null)]),
        where("fulfilment_undo.state", "=", "undoing"),
      ]),
    )
    .orderBy("fulfilment_undo.request_id")
    .limit(100)
    .execute();
  for (const { requestId, state, retry_at: retryAt } of rows) {
    await endIfOver(ctx, requestId);
    if (state === "undoing" && (retryAt === null || retryAt <= now)) await undoErasure(ctx, parts, requestId);
  }
}

/** What is being taken back may go on until the longest window would have ended, and not a moment longer. */
async function endIfOver(ctx: Ctx, requestId: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await lockUndo(tx, requestId);
    if (row === undefined) return;
    const isOver = endOf(row) <= tx.clock.now().epochMilliseconds;
    if (row.state === "open" && isOver) return await endUndoWindow(tx, row, "end_of_window");
    const isClosed = (await findRequest(tx, requestId))?.closed_at != null;
    const isLost = row.state === "collecting" && (isOver || isClosed);
    if (isLost || (row.state === "undoing" && isOver)) await endUndoWindow(tx, row, "not_finished");
  });
}

function endOf(row: UndoRow): number {
  if (row.state !== "undoing") return row.until.getTime();
  const opened = Temporal.Instant.fromEpochMilliseconds(row.opened_at.getTime());
  return addDuration(opened, LONGEST_UNDO).epochMilliseconds;
}
