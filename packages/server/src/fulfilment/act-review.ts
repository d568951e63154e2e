/** Human review of automated decisions: what is on record is put before a person, who had no part in it, and then answered. */

import { listDecisions, listReviewed, listReviewRows } from "../automated-decisions/queries.ts";
import { requireReviewed } from "../automated-decisions/reviews.ts";
import type { KeptConfig } from "../kept-config.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { listAliases } from "../recipients/queries.ts";
import { mailJob } from "../requests/message-names.ts";
import { type RequestRow, updateRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RecordAct } from "./act.ts";
import { listPeople } from "./list-people.ts";

export const reviewAct: RecordAct = {
  through: "record",
  doneMessage: "reviewed",
  async begin(tx, _parts, request) {
    const decisions = await openReviews(tx, request);
    if (decisions === 0) return null;
    const version = request.plan_version + 1;
    await updateRequest(tx, request.id, { state: "awaiting_approval", plan_version: version, retry_at: null });
    return "awaiting_approval";
  },
  async mayApprove(tx, request) {
    await requireReviewed(tx, request.id);
  },
  async carryOut({ ctx, parts, lease, request }) {
    await ctx.transaction(async (tx) => {
      await lease.check(tx);
      const settled = (await listReviewRows(tx, request.id)).filter(({ review }) => review.outcome !== null);
      const changed = settled.filter(({ review }) => review.outcome === "changed").length;
      const data = { upheld: settled.length - changed, changed };
      await recordEvent(
        tx,
        request.id,
        { type: "request.reviews-settled", data },
        tellJobs(parts.kept, request, settled),
      );
    });
    return { kind: "done" };
  },
  dropped: async () => undefined,
};

function tellJobs(
  kept: KeptConfig,
  request: RequestRow,
  settled: readonly { readonly review: { readonly decision_id: string } }[],
) {
  if (kept.reviews.webhook === undefined) return [];
  return settled.map(({ review }) => {
    const payload = { requestId: request.id, decisionId: review.decision_id };
    return { name: "automated-decisions.tell", payload } as const;
  });
}

/** Once; decisions that somebody has looked at already are not looked at a second time. Answers how many there are. */
async function openReviews(tx: TxCtx, request: RequestRow): Promise<number> {
  const known = await listReviewRows(tx, request.id);
  if (known.length > 0) return known.length;
  const people = await listPeople(tx, request);
  const decisions = await listDecisions(tx, people.length === 0 ? [] : await listAliases(tx, people));
  const reviewed = await listReviewed(
    tx,
    decisions.map(({ id }) => id),
  );
  const open = decisions.filter(({ id }) => !reviewed.has(id));
  if (open.length > 0) {
    await tx.db
      .insertInto("request_review")
      .values(
        open.map(({ id, person_id, decision }) => ({
          request_id: request.id,
          decision_id: id,
          person_id,
          decision,
        })),
      )
      .execute();
  }
  const data = { decisions: open.length };
  // About whom nothing is on record is answered at once, and needs no word in between.
  const jobs = open.length === 0 ? [] : [mailJob(tx, request.id, "received")];
  await recordEvent(tx, request.id, { type: "request.reviews-opened", data }, jobs);
  return open.length;
}
