/** Decisions whose time is over are forgotten, with what was said about them; that there was one stays in the ledger. */
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";

/** Longer than the app is told for ({@link TELL_ATTEMPTS}). */
const TELLING = "P7D";

/** One that somebody is to look at again is kept until that is settled and the app has been told. */
export async function tidyDecisions(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  const told = new Date(isoInstant(addDuration(now, `-${TELLING}`)));
  const rows = await ctx.db
    .selectFrom("automated_decision")
    .select(["id", "person_id"])
    .where("sealed", "is not", null)
    .where("forget_at", "<=", new Date(isoInstant(now)))
    .where((decision) =>
      decision.not(
        decision.exists(
          decision
            .selectFrom("request_review")
            .innerJoin("request", "request.id", "request_review.request_id")
            .select("request.id")
            .whereRef("request_review.decision_id", "=", "automated_decision.id")
            .where((request) =>
              request.or([request("request.closed_at", "is", null), request("request.closed_at", ">", told)]),
            ),
        ),
      ),
    )
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
