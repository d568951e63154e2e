/** What time does to undo windows: those that are over end, and what was begun goes on. */
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { findRequest } from "../requests/queries.ts";
import { LONGEST_UNDO } from "../requests/undo-config.ts";
import { lockUndo, type UndoRow, updateUndo } from "./describe-undo.ts";
import { endUndoWindow } from "./undo-window.ts";

/** How long the job that goes on with an undo may take to begin before it is sent again. */
const BEGINS = "PT15M";

/**
 * Idempotent, and in step with whoever is at work already. Windows end before anything else is done, and no system is spoken to
 * here: what goes on does so in a job of its own. One that fails keeps no other waiting.
 */
export async function tendUndos(ctx: Ctx): Promise<void> {
  const ids = async (rows: Promise<{ request_id: string }[]>) => (await rows).map((row) => row.request_id);
  for (const id of await ids(over(ctx).execute())) await tend(ctx, id, endIfOver);
  for (const id of await ids(due(ctx).limit(100).execute())) await tend(ctx, id, goOn);
}

async function tend(ctx: Ctx, id: string, change: (tx: TxCtx, id: string) => Promise<void>): Promise<void> {
  try {
    await ctx.transaction((tx) => change(tx, id));
  } catch (error) {
    ctx.log.error("an undo window could not be tended", { subject: id, error });
  }
}

/** What a process that died was taking back is due at once: no job of its is about to begin. */
export async function freeUndos(ctx: Ctx): Promise<void> {
  await ctx.db
    .updateTable("fulfilment_undo")
    .set({ retry_at: isoInstant(ctx.clock.now()) })
    .where("state", "=", "undoing")
    .execute();
}

function over(ctx: Ctx) {
  const now = ctx.clock.now();
  const longest = addDuration(now, `-${LONGEST_UNDO}`);
  return ctx.db
    .selectFrom("fulfilment_undo")
    .innerJoin("request", "request.id", "fulfilment_undo.request_id")
    .select("fulfilment_undo.request_id")
    .where((where) =>
      where.or([
        where.and([
          where("fulfilment_undo.state", "in", ["collecting", "open"]),
          where("until", "<=", new Date(now.epochMilliseconds)),
        ]),
        // Ended otherwise than by being carried out: nobody gets a key to what was kept of it.
        where.and([where("fulfilment_undo.state", "=", "collecting"), where("request.closed_at", "is not", null)]),
        where.and([
          where("fulfilment_undo.state", "=", "undoing"),
          where("opened_at", "<=", new Date(longest.epochMilliseconds)),
        ]),
      ]),
    )
    .orderBy("until")
    .orderBy("fulfilment_undo.request_id");
}

/** Being taken back, nobody is at it, and no try is ahead. */
function due(ctx: Ctx | TxCtx) {
  const now = new Date(ctx.clock.now().epochMilliseconds);
  return (ctx.db as Ctx["db"])
    .selectFrom("fulfilment_undo")
    .innerJoin("request", "request.id", "fulfilment_undo.request_id")
    .select("fulfilment_undo.request_id")
    .where("fulfilment_undo.state", "=", "undoing")
    .where((where) =>
      where.or([where("fulfilment_undo.retry_at", "is", null), where("fulfilment_undo.retry_at", "<=", now)]),
    )
    .where((where) => where.or([where("request.lease_until", "is", null), where("request.lease_until", "<=", now)]))
    .orderBy("fulfilment_undo.retry_at")
    .orderBy("fulfilment_undo.request_id");
}

async function goOn(tx: TxCtx, requestId: string): Promise<void> {
  await lockUndo(tx, requestId);
  const row = await due(tx).where("fulfilment_undo.request_id", "=", requestId).executeTakeFirst();
  if (row === undefined) return;
  await updateUndo(tx, requestId, { retry_at: isoInstant(addDuration(tx.clock.now(), BEGINS)) });
  await tx.outbox.add(requestId, {
    entry: { type: "request.undo-resumed", subject: { request: requestId }, data: {} },
    jobs: [{ name: "requests.undo", payload: { requestId } }],
  });
}

/** What is being taken back may go on until the longest window would have ended, and not a moment longer. */
async function endIfOver(tx: TxCtx, requestId: string): Promise<void> {
  const row = await lockUndo(tx, requestId);
  if (row === undefined) return;
  const isOver = endOf(row) <= tx.clock.now().epochMilliseconds;
  if (row.state === "open" && isOver) return await endUndoWindow(tx, row, "end_of_window");
  const isClosed = (await findRequest(tx, requestId))?.closed_at != null;
  const isLost = row.state === "collecting" && (isOver || isClosed);
  if (isLost || (row.state === "undoing" && isOver)) await endUndoWindow(tx, row, "not_finished");
}

function endOf(row: UndoRow): number {
  if (row.state !== "undoing") return row.until.getTime();
  const opened = Temporal.Instant.fromEpochMilliseconds(row.opened_at.getTime());
  return addDuration(opened, LONGEST_UNDO).epochMilliseconds;
}
