/** Decisions whose time is over, and those that an erasure takes along, are forgotten once nothing stands in the way. */
import { amendReceipt } from "../fulfilment/issue-receipt.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { describeReceiptDecisions, forgetDecision, whyRetained } from "./erase-decisions.ts";

/** One that somebody is to look at again is kept until that is settled and the app has been told. */
export async function tidyDecisions(ctx: Ctx): Promise<void> {
  const rows = await ctx.db
    .selectFrom("automated_decision")
    .select(["id", "person_id", "erased_by"])
    .where("sealed", "is not", null)
    .where((row) =>
      row.or([row("forget_at", "<=", new Date(isoInstant(ctx.clock.now()))), row("erased_by", "is not", null)]),
    )
    .execute();
  for (const row of rows) {
    await ctx.transaction(async (tx) => {
      if ((await whyRetained(tx, row)) !== null) return;
      await forgetDecision(tx, row);
      if (row.erased_by === null) return;
      const automatedDecisions = await describeReceiptDecisions(tx, row.erased_by);
      if (automatedDecisions !== null) await amendReceipt(tx, row.erased_by, { automatedDecisions });
    });
  }
}
