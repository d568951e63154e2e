/** People look again at what was decided without one: what a request wants reviewed, what its person says, what came of it. */
import type { Review, Reviews, SettleReview } from "@kept/contract/automated-decisions";
import type { Receipt } from "@kept/contract/packages";
import { requestState } from "@kept/contract/request-states";
import { type KeptConfig, localized } from "../kept-config.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Keyring } from "../platform/crypto/keyring.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { findRequest, lockRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import { openDetails } from "../requests/request-details.ts";
import { openDecision, openResult, openView, sealResult, sealView } from "./decision-content.ts";
import { type DecisionRow, findDecision, listReviewRows, type ReviewRow } from "./queries.ts";

/** What an operator sees. Every look is a ledger entry. */
export async function readReviews(ctx: Ctx, kept: KeptConfig, requestId: string): Promise<Reviews> {
  const request = await findRequest(ctx, requestId);
  if (request === undefined) throw problem("request_not_found");
  const rows = await listReviewRows(ctx, requestId);
  const data = { decisions: rows.length };
  await ctx.transaction((tx) => recordEvent(tx, requestId, { type: "request.reviews-viewed", data }));
  return {
    view: request.sealed_details === null ? null : openDetails(ctx.keys, request).statement,
    reviews: rows.flatMap(({ review, decision }) => describeReview(ctx.keys, kept, "en", review, decision)),
  };
}

/** What the person sees of theirs, on the page of their request. */
export async function listOwnReviews(
  ctx: Ctx,
  kept: KeptConfig,
  requestId: string,
  language: string,
): Promise<readonly Review[]> {
  const rows = await listReviewRows(ctx, requestId);
  return rows.flatMap(({ review, decision }) => describeReview(ctx.keys, kept, language, review, decision));
}

/** Nothing for one whose time is over. */
function describeReview(
  keys: Keyring,
  kept: KeptConfig,
  language: string,
  row: ReviewRow,
  decision: DecisionRow,
): Review[] {
  const content = openDecision(keys, decision.id, decision.sealed);
  if (content === null) return [];
  const title = kept.automatedDecisions[decision.decision]?.title;
  const result = openResult(keys, row.request_id, row.decision_id, row.sealed_result);
  return [
    {
      decisionId: decision.id,
      decision: decision.decision,
      title: title === undefined ? decision.decision : localized(title, language),
      at: decision.decided_at.toISOString(),
      outcome: content.outcome,
      factors: [...content.factors],
      by: content.by,
      view: openView(keys, row.request_id, row.decision_id, row.sealed_view),
      isContested: row.contested_at !== null,
      review:
        row.outcome === null
          ? null
          : {
              outcome: row.outcome,
              // The words are forgotten with who asked; what came of it is not.
              reasons: result?.reasons ?? "",
              newOutcome: result?.newOutcome ?? null,
              reviewer: row.reviewer_id ?? "",
              at: row.reviewed_at?.toISOString() ?? "",
            },
    },
  ];
}

/** The person says which decision they contest, and why; as long as nobody has looked at it. False: too late, or not theirs. */
export async function contestDecision(ctx: Ctx, requestId: string, decisionId: string, view: string): Promise<boolean> {
  return await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined || requestState(request.state).phase === "closed") return false;
    const { numUpdatedRows } = await tx.db
      .updateTable("request_review")
      .set({ sealed_view: sealView(tx.keys, requestId, decisionId, view), contested_at: isoInstant(tx.clock.now()) })
      .where("request_id", "=", requestId)
      .where("decision_id", "=", decisionId)
      .where("outcome", "is", null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await recordEvent(tx, requestId, { type: "request.contested", data: { decision: decisionId } });
    return true;
  });
}

/**
 * Throws `request_not_found`, `request_state_wrong`, `review_not_found`, `review_settled`, or `reviewer_not_independent` for a
 * program and for whoever had a part in the decision.
 */
export async function settleReview(
  ctx: Ctx,
  requestId: string,
  decisionId: string,
  input: SettleReview,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined) throw problem("request_not_found");
    const row = (await listReviewRows(tx, requestId)).find(({ review }) => review.decision_id === decisionId);
    if (row === undefined) throw problem("review_not_found");
    if (request.state !== "awaiting_approval") throw problem("request_state_wrong");
    if (row.review.outcome !== null) throw problem("review_settled");
    await requireIndependence(tx, row.decision);
    await tx.db
      .updateTable("request_review")
      .set({
        outcome: input.outcome,
        sealed_result: sealResult(tx.keys, requestId, decisionId, {
          reasons: input.reasons,
          newOutcome: input.newOutcome,
        }),
        reviewer_id: tx.actor.id,
        reviewed_at: isoInstant(tx.clock.now()),
      })
      .where("request_id", "=", requestId)
      .where("decision_id", "=", decisionId)
      .execute();
    const data = { decision: decisionId, outcome: input.outcome };
    await recordEvent(tx, requestId, { type: "request.reviewed", data });
  });
}

/** Human intervention (Art. 22(3) GDPR): a person, and one who does not judge what they themselves have done. */
async function requireIndependence(tx: TxCtx, decision: DecisionRow): Promise<void> {
  if (tx.actor.kind !== "operator") throw problem("reviewer_not_independent");
  const isRecorder = decision.recorded_by_kind === "operator" && decision.recorded_by_id === tx.actor.id;
  const operator = await tx.db
    .selectFrom("operator_user")
    .select("email")
    .where("id", "=", tx.actor.id)
    .executeTakeFirst();
  const involved = openDecision(tx.keys, decision.id, decision.sealed)?.involved ?? [];
  if (isRecorder || operator === undefined || involved.includes(operator.email.toLowerCase())) {
    throw problem("reviewer_not_independent");
  }
}

/** Throws `review_open`: those that the person contests, or all when they name none, have to be looked at. */
export async function requireReviewed(tx: TxCtx, requestId: string): Promise<void> {
  const rows = (await listReviewRows(tx, requestId)).map(({ review }) => review);
  const contested = rows.filter((row) => row.contested_at !== null);
  const asked = contested.length > 0 ? contested : rows;
  if (asked.some((row) => row.outcome === null)) throw problem("review_open");
}

/** What a receipt says of them: names of the configuration and outcomes. */
export async function describeReceiptReviews(ctx: TxCtx, requestId: string): Promise<NonNullable<Receipt["reviews"]>> {
  return (await listReviewRows(ctx, requestId)).flatMap(({ review }) =>
    review.outcome === null || review.reviewed_at === null
      ? []
      : [{ decision: review.decision, outcome: review.outcome, at: review.reviewed_at.toISOString() }],
  );
}

/** The decision behind a review, for those who act on it. */
export async function readSettled(ctx: Ctx, requestId: string, decisionId: string) {
  const row = (await listReviewRows(ctx, requestId)).find(({ review }) => review.decision_id === decisionId);
  const decision = await findDecision(ctx, decisionId);
  const content = decision === undefined ? null : openDecision(ctx.keys, decisionId, decision.sealed);
  if (row === undefined || content === null || row.review.outcome === null) return null;
  const result = openResult(ctx.keys, requestId, decisionId, row.review.sealed_result);
  return {
    personId: row.review.person_id,
    externalId: content.externalId,
    decision: row.review.decision,
    outcome: row.review.outcome,
    newOutcome: result?.newOutcome ?? null,
  };
}
