/** The SQL of complaints. */
import type { Kysely, Selectable } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { problem } from "../platform/http/problems.ts";
import type { ComplaintTables } from "./tables.ts";

export type ComplaintRow = Selectable<ComplaintTables["complaint"]>;
export type AnswerRow = Selectable<ComplaintTables["complaint_answer"]>;

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

/** Throws `complaint_not_found`. */
export async function requireComplaint(ctx: Ctx | TxCtx, id: string): Promise<ComplaintRow> {
  const row = await db(ctx).selectFrom("complaint").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw problem("complaint_not_found");
  return row;
}

/** The same, locked until the transaction ends: of two decisions one counts. */
export async function lockComplaint(tx: TxCtx, id: string): Promise<ComplaintRow> {
  const row = await tx.db.selectFrom("complaint").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (row === undefined) throw problem("complaint_not_found");
  return row;
}

/** Newest first; a page begins after the id `cursor`. */
export function listComplaintRows(
  ctx: Ctx,
  query: {
    readonly state?: "open" | "decided" | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<readonly ComplaintRow[]> {
  let select = db(ctx).selectFrom("complaint").selectAll().orderBy("id", "desc").limit(query.limit);
  if (query.state !== undefined) select = select.where("state", "=", query.state);
  if (query.cursor !== undefined) select = select.where("id", "<", query.cursor);
  return select.execute();
}

export function listAnswers(ctx: Ctx | TxCtx, complaintId: string): Promise<readonly AnswerRow[]> {
  return db(ctx)
    .selectFrom("complaint_answer")
    .selectAll()
    .where("complaint_id", "=", complaintId)
    .orderBy("id")
    .execute();
}
