/** The SQL of automated decisions and their reviews. */
import type { Kysely, Selectable } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { AutomatedDecisionTables } from "./tables.ts";

export type DecisionRow = Selectable<AutomatedDecisionTables["automated_decision"]>;
export type ReviewRow = Selectable<AutomatedDecisionTables["request_review"]>;

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

/** Decisions about these people, newest first; those whose time is over are left out. */
export async function listDecisions(ctx: Ctx | TxCtx, personIds: readonly string[]): Promise<readonly DecisionRow[]> {
  if (personIds.length === 0) return [];
  return await db(ctx)
    .selectFrom("automated_decision")
    .selectAll()
    .where("person_id", "in", [...personIds])
    .where("sealed", "is not", null)
    .orderBy("decided_at", "desc")
    .orderBy("id", "desc")
    .execute();
}

export function findDecision(ctx: Ctx | TxCtx, id: string): Promise<DecisionRow | undefined> {
  return db(ctx).selectFrom("automated_decision").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Of these, the ones that somebody has looked at again already. */
export async function listReviewed(tx: TxCtx, decisionIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (decisionIds.length === 0) return new Set();
  const rows = await tx.db
    .selectFrom("request_review")
    .select("decision_id")
    .where("decision_id", "in", [...decisionIds])
    .where("outcome", "is not", null)
    .execute();
  return new Set(rows.map((row) => row.decision_id));
}

/** What a request wants reviewed, with the decisions, in the order in which they were made. */
export async function listReviewRows(
  ctx: Ctx | TxCtx,
  requestId: string,
): Promise<readonly { readonly review: ReviewRow; readonly decision: DecisionRow }[]> {
  const reviews = await db(ctx).selectFrom("request_review").selectAll().where("request_id", "=", requestId).execute();
  if (reviews.length === 0) return [];
  const decisions = await db(ctx)
    .selectFrom("automated_decision")
    .selectAll()
    .where(
      "id",
      "in",
      reviews.map((row) => row.decision_id),
    )
    .orderBy("decided_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return decisions.flatMap((decision) => {
    const review = reviews.find((row) => row.decision_id === decision.id);
    return review === undefined ? [] : [{ review, decision }];
  });
}
