/** Decisions whose time is over are forgotten, with what was said about them; that there was one stays in the ledger. */
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";

export async function tidyDecisions(ctx: Ctx): Promise<void> {
  const rows = await ctx.db
    .selectFrom("automated_decision")
    .select(["id", "person_id"])
    .where("sealed", "is not", null)
    .where("forget_at", "<=", new Date(isoInstant(ctx.clock.now())))
    .execute();
  for (const { id, person_id } of rows) {
    await ctx.transaction(async (tx) => {
      await tx.db.updateTable("automated_decision").set({ sealed: null }).where("id", "=", id).execute();
      await tx.db
        .updateTable("request_review")
        .set({ sealed_view: null, sealed_result: null })
        .where("decision_id", "=", id)
        .execute();
      await tx.outbox.add(person_id, {
        entry: { type: "automated-decision.forgotten", subject: { person: person_id, decision: id }, data: {} },
      });
    });
  }
}
