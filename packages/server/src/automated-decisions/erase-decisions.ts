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
  const marked = decisions
    .filter(({ erased_by }) => erased_by !== request.id)
    .map((decision) => ({ ...decision, erased_by: request.id }));
  if (marked.length === 0) return;
  await tx.db
    .updateTable("automated_decision")
    .set({ erased_by: request.id })
    .where("id", "in", idsOf(marked))
    .execute();
  const retained = await findRetained(tx, marked);
  await forgetDecisions(
    tx,
    marked.filter(({ id }) => !retained.has(id)),
  );
  for (const decision of marked) {
    const why = retained.get(decision.id);
    if (why === undefined) continue;
    await tx.outbox.add(decision.person_id, {
      entry: { type: "automated-decision.retained", subject: subjectOf(decision), data: { why } },
    });
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

/** The time to take the erasure back is over: what stayed for its sake goes with it. */
export async function forgetErased(tx: TxCtx, requestId: string): Promise<void> {
  const kept = await tx.db
    .selectFrom("automated_decision")
    .select(["id", "person_id", "erased_by"])
    .where("erased_by", "=", requestId)
    .where("sealed", "is not", null)
    .execute();
  const retained = await findRetained(tx, kept);
  await forgetDecisions(
    tx,
    kept.filter(({ id }) => !retained.has(id)),
  );
}

type Marked = Pick<DecisionRow, "id" | "person_id" | "erased_by">;

/** Those that may not be forgotten yet, by id, with what stands in the way. */
export async function findRetained(
  tx: TxCtx,
  decisions: readonly Marked[],
): Promise<ReadonlyMap<string, RetainedDecision>> {
  if (decisions.length === 0) return new Map();
  const told = new Date(isoInstant(addDuration(tx.clock.now(), `-${TELLING}`)));
  const reviews = await tx.db
    .selectFrom("request_review")
    .innerJoin("request", "request.id", "request_review.request_id")
    .select("request_review.decision_id")
    .where("request_review.decision_id", "in", idsOf(decisions))
    .where((request) => request.or([request("request.closed_at", "is", null), request("request.closed_at", ">", told)]))
    .execute();
  const reviewed = new Set(reviews.map(({ decision_id }) => decision_id));
  const erasures = [...new Set(decisions.flatMap(({ erased_by }) => erased_by ?? []))];
  const undos =
    erasures.length === 0
      ? []
      : await tx.db
          .selectFrom("fulfilment_undo")
          .select("request_id")
          .where("request_id", "in", erasures)
          .where("state", "in", ["collecting", "open", "undoing"])
          .execute();
  const undoable = new Set(undos.map(({ request_id }) => request_id));
  return new Map(
    decisions.flatMap(({ id, erased_by }): [string, RetainedDecision][] => {
      if (reviewed.has(id)) return [[id, "under_review"]];
      return erased_by !== null && undoable.has(erased_by) ? [[id, "undo_window"]] : [];
    }),
  );
}

/** With what was said about them; that there were some stays in the ledger. */
export async function forgetDecisions(tx: TxCtx, decisions: readonly Marked[]): Promise<void> {
  if (decisions.length === 0) return;
  const ids = idsOf(decisions);
  await tx.db.updateTable("automated_decision").set({ sealed: null }).where("id", "in", ids).execute();
  await tx.db
    .updateTable("request_review")
    .set({ sealed_view: null, sealed_result: null })
    .where("decision_id", "in", ids)
    .execute();
  for (const decision of decisions) {
    const subject = subjectOf(decision);
    await tx.outbox.add(decision.person_id, {
      entry:
        decision.erased_by === null
          ? { type: "automated-decision.forgotten", subject, data: {} }
          : { type: "automated-decision.erased", subject, data: {} },
    });
  }
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
  const reasons = await findRetained(tx, kept);
  const retained = [...Map.groupBy(kept, ({ id }) => reasons.get(id) ?? "under_review")].map(([why, all]) => ({
    decisions: all.length,
    why,
  }));
  return { erased: rows.length - kept.length, retained };
}

function idsOf(decisions: readonly Marked[]): string[] {
  return decisions.map(({ id }) => id);
}

function subjectOf({ id, person_id: person, erased_by: request }: Marked): Record<string, string> {
  return { person, decision: id, ...(request === null ? {} : { request }) };
}
