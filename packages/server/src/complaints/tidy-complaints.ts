/** Who complained and of what is forgotten after its time; that there was a complaint, and how it ended, stays. */
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { ComplaintParts } from "./complaint-parts.ts";

export async function tidyComplaints(ctx: Ctx, parts: ComplaintParts): Promise<void> {
  const before = new Date(isoInstant(addDuration(ctx.clock.now(), `-${parts.kept.complaints.keepFor}`)));
  const rows = await ctx.db
    .selectFrom("complaint")
    .select("id")
    .where("closed_at", "<", before)
    .where("sealed", "is not", null)
    .limit(500)
    .execute();
  for (const { id } of rows) await forget(ctx, id);
}

async function forget(ctx: Ctx, id: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    await tx.db
      .updateTable("complaint")
      .set({ sealed: null, email_index: null, person_label: "–" })
      .where("id", "=", id)
      .execute();
    await tx.db.updateTable("complaint_answer").set({ sealed: null }).where("complaint_id", "=", id).execute();
    await tx.outbox.add(id, { entry: { type: "complaint.forgotten", subject: { complaint: id }, data: {} } });
  });
}
