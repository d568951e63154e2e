/** Decisions whose time is over, and those that an erasure takes along, are forgotten once nothing stands in the way. */
import { amendReceipt } from "../fulfilment/issue-receipt.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { describeReceiptDecisions, findRetained, forgetDecisions } from "./erase-decisions.ts";

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
  // What one erasure takes along goes together: its receipt is signed once.
  for (const [key, some] of Map.groupBy(rows, ({ id, erased_by }) => erased_by ?? id)) {
    await ctx.transaction(async (tx) => {
      const retained = await findRetained(tx, some);
      const over = some.filter(({ id }) => !retained.has(id));
      await forgetDecisions(tx, over);
      if (over.every(({ erased_by }) => erased_by === null)) return;
      const automatedDecisions = await describeReceiptDecisions(tx, key);
      if (automatedDecisions !== null) await amendReceipt(tx, key, { automatedDecisions });
    });
  }
}
