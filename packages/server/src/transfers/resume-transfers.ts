/** What time does to transfers: what was cut off or stalled goes on, and what nobody allowed is forgotten. */
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { failTransfer } from "./end-transfer.ts";
import { type TransferRow, updateTransfer } from "./queries.ts";

/** How long the first job of a transfer may take to begin; what was sent after that may have to wait behind others. */
export const FIRST_BEGINS = "PT1M";
const NEXT_BEGINS = "PT15M";

/** Sends nothing itself: each goes on in a job of its own, so that none keeps the others waiting. */
export async function resumeTransfers(ctx: Ctx): Promise<void> {
  const rows = await due(ctx).select("id").orderBy("id").limit(50).execute();
  for (const { id } of rows) {
    try {
      await ctx.transaction(async (tx) => {
        const row = await due(tx).selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
        if (row?.state === "authorising") await failTransfer(tx, row, "not_authorised");
        else if (row !== undefined) await sendAgain(tx, row);
      });
    } catch (error) {
      ctx.log.error("a transfer could not be taken up again", { subject: id, error });
    }
  }
}

function due(ctx: Ctx | TxCtx) {
  const now = new Date(ctx.clock.now().epochMilliseconds);
  return (ctx.db as Ctx["db"])
    .selectFrom("transfer")
    .where("state", "in", ["authorising", "running"])
    .where((where) => where.or([where("retry_at", "is", null), where("retry_at", "<=", now)]))
    .where((where) => where.or([where("lease_until", "is", null), where("lease_until", "<=", now)]));
}

async function sendAgain(tx: TxCtx, row: TransferRow): Promise<void> {
  await updateTransfer(tx, row.id, { retry_at: isoInstant(addDuration(tx.clock.now(), NEXT_BEGINS)) });
  await tx.outbox.add(row.request_id, {
    entry: {
      type: "transfer.resumed",
      subject: { request: row.request_id, transfer: row.id },
      data: { destination: row.destination },
    },
    jobs: [{ name: "transfers.run", payload: { transferId: row.id } }],
  });
}
