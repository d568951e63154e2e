/** An erasure takes along what programs decided about its person; what may not go yet goes as soon as nothing stands in the way. */
import type { RetainedDecision } from "@kept/contract/automated-decisions";
import type { Receipt } from "@kept/contract/packages";
import { listPeople } from "../fulfilment/list-people.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { listAliases } from "../recipients/queries.ts";
import type { RequestRow } from "../requests/queries.ts";
import { type DecisionRow, listDecisions } from "./queries.ts";

/** Longer than the app is told for (`TELL_ATTEMPTS`). */
const TELLING = "P7D";

/** Of one that is about everything: an erasure of some rows, tables or categories leaves what was decided. */
export async function eraseDecisions(tx: TxCtx, request: RequestRow): Promise<void> {
  const { tables, categories, purposes = [], rows = [] } = request.scope;
  if ([tables, categories, purposes, rows].some((part) => part.length > 0)) return;
  const people = await listPeople(tx, request);
  const decisions = people.length === 0 ? [] : await listDecisions(tx, await listAliases(tx, people));
  for (const decision of decisions) {
    if (decision.erased_by === request.id) continue;
    await tx.db
      .updateTable("automated_decision")
      .set({ erased_by: request.id })
      .where("id", "=", decision.id)
      .execute();
    const marked = { ...decision, erased_by: request.id };
    const why = await whyRetained(tx, marked);
    if (why === null) await forgetDecision(tx, marked);
    else {
      await tx.outbox.add(marked.person_id, {
        entry: { type: "automated-decision.retained", subject: subjectOf(marked), data: { why } },
      });
    }
  }
}

/** The erasure was taken back before they went. */
export async function returnDecisions(tx: TxCtx, requestId: string): Promise<void> {
  await tx.db
    .updateTable("automated_decision")
    .set({ erased_by: null })
    .where("erased_by", "=", requestId)
    .where("sealed", "is not", null)
    .execute();
}

type Marked = Pick<DecisionRow, "id" | "person_id" | "erased_by">;

/** What stands in the way of forgetting it; null: nothing. */
export async function whyRetained(tx: TxCtx, { id, erased_by }: Marked): Promise<RetainedDecision | null> {
  const told = new Date(isoInstant(addDuration(tx.clock.now(), `-${TELLING}`)));
  const review = await tx.db
    .selectFrom("request_review")
    .innerJoin("request", "request.id", "request_review.request_id")
    .select("request.id")
    .where("request_review.decision_id", "=", id)
    .where((request) => request.or([request("request.closed_at", "is", null), request("request.closed_at", ">", told)]))
    .limit(1)
    .executeTakeFirst();
  if (review !== undefined) return "under_review";
  if (erased_by === null) return null;
  const undo = await tx.db
    .selectFrom("fulfilment_undo")
    .select("state")
    .where("request_id", "=", erased_by)
    .where("state", "in", ["collecting", "open", "undoing"])
    .executeTakeFirst();
  return undo === undefined ? null : "undo_window";
}

/** With what was said about it; that there was one stays in the ledger. */
export async function forgetDecision(tx: TxCtx, decision: Marked): Promise<void> {
  await tx.db.updateTable("automated_decision").set({ sealed: null }).where("id", "=", decision.id).execute();
  await tx.db
    .updateTable("request_review")
    .set({ sealed_view: null, sealed_result: null })
    .where("decision_id", "=", decision.id)
    .execute();
  const subject = subjectOf(decision);
  await tx.outbox.add(decision.person_id, {
    entry:
      decision.erased_by === null
        ? { type: "automated-decision.forgotten", subject, data: {} }
        : { type: "automated-decision.erased", subject, data: {} },
  });
}

/** What a receipt says of them; null: there were none. */
export async function describeReceiptDecisions(
  tx: TxCtx,
  requestId: string,
): Promise<NonNullable<Receipt["automatedDecisions"]> | null> {
  const rows = await tx.db
    .selectFrom("automated_decision")
    .select(["id", "person_id", "erased_by", "sealed"])
    .where("erased_by", "=", requestId)
    .execute();
  if (rows.length === 0) return null;
  const kept = rows.filter(({ sealed }) => sealed !== null);
  const reasons = await Promise.all(kept.map((row) => whyRetained(tx, row)));
  const retained = [...Map.groupBy(reasons, (why) => why ?? "under_review")].map(([why, all]) => ({
    decisions: all.length,
    why,
  }));
  return { erased: rows.length - kept.length, retained };
}

function subjectOf({ id, person_id: person, erased_by: request }: Marked): Record<string, string> {
  return { person, decision: id, ...(request === null ? {} : { request }) };
}
