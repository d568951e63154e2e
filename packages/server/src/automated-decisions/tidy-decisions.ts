/** Decisions whose time is over, and those that an erasure takes along, are forgotten once nothing stands in the way. */
import { amendReceipt } from "../fulfilment/issue-receipt.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { describeReceiptDecisions, findRetained, forgetDecisions } from "./erase-decisions.ts";

/** One that somebody is to look at again is kept until that is settled and the app has been told. */
export async function tidyDecisions(ctx: Ctx): Promise<void> {
  const rows = await selectDue(ctx).execute();
  // What one erasure takes along goes together: its receipt is signed once.
  for (const [key, some] of Map.groupBy(rows, ({ id, erased_by }) => erased_by ?? id)) {
    await ctx.transaction(async (tx) => {
      const ids = some.map(({ id }) => id);
      const locked = await selectDue(tx).where("id", "in", ids).orderBy("id").forUpdate().execute();
      // One whose erasure was taken back meanwhile stays.
      const due = locked.filter(({ id, erased_by }) => (erased_by ?? id) === key);
      const retained = await findRetained(tx, due);
      const over = due.filter(({ id }) => !retained.has(id));
      await forgetDecisions(tx, over);
      if (over.every(({ erased_by }) => erased_by === null)) return;
      const automatedDecisions = await describeReceiptDecisions(tx, key);
      if (automatedDecisions !== null) await amendReceipt(tx, key, { automatedDecisions });
    });
  }
}

function selectDue({ db, clock }: Pick<Ctx | TxCtx, "db" | "clock">) {
  const now = new Date(isoInstant(clock.now()));
  return db
    .selectFrom("automated_decision")
    .select(["id", "person_id", "erased_by"])
    .where("sealed", "is not", null)
    .where((row) => row.or([row("forget_at", "<=", now), row("erased_by", "is not", null)]));
}
