/** What time does to transfers: what was cut off or stalled goes on, and what nobody allowed is forgotten. */
import type { Ctx } from "../platform/ctx.ts";
import { failTransfer } from "./end-transfer.ts";
import { findTransfer } from "./queries.ts";
import { runTransfer } from "./run-transfer.ts";
import type { TransferParts } from "./transfer-parts.ts";

export async function resumeTransfers(ctx: Ctx, parts: TransferParts): Promise<void> {
  const now = new Date(ctx.clock.now().epochMilliseconds);
  const rows = await ctx.db
    .selectFrom("transfer")
    .select(["id", "state"])
    .where("state", "in", ["authorising", "running"])
    .where((where) => where.or([where("retry_at", "is", null), where("retry_at", "<=", now)]))
    .where((where) => where.or([where("lease_until", "is", null), where("lease_until", "<=", now)]))
    .orderBy("id")
    .limit(50)
    .execute();
  for (const { id, state } of rows) {
    if (state === "running") await runTransfer(ctx, parts, id);
    else await forget(ctx, id);
  }
}

async function forget(ctx: Ctx, id: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await findTransfer(tx, id);
    if (row?.state === "authorising") await failTransfer(tx, row, "not_authorised");
  });
}
