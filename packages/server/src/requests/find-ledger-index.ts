/** Where in the ledger a request's end stands, once the sequencer has taken it. */
import type { Ctx } from "../platform/ctx.ts";

export async function findLedgerIndex(ctx: Ctx, requestId: string, types: readonly string[]): Promise<number | null> {
  const row = await ctx.db
    .selectFrom("ledger_entry")
    .innerJoin("ledger_subject", "ledger_subject.index", "ledger_entry.index")
    .select("ledger_entry.index")
    .where("ledger_subject.subject", "=", requestId)
    .where("ledger_entry.type", "in", types)
    .orderBy("ledger_entry.index", "desc")
    .executeTakeFirst();
  return row === undefined ? null : Number(row.index);
}
