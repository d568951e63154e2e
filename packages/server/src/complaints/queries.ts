/** The SQL of complaints. */
import { type Kysely, type Selectable, sql } from "kysely";
import { earliestDue } from "../clocks/case-clocks.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { problem } from "../platform/http/problems.ts";
import type { ComplaintTables } from "./tables.ts";

export type ComplaintRow = Selectable<ComplaintTables["complaint"]>;
/** With the earliest date of what is still to be met. */
type ListedComplaint = ComplaintRow & { readonly due: string };
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

/** Where nothing is to be met any more: after every date. */
const NO_DATE = "~";

/** Open ones by the most urgent date first, otherwise the newest first; a page begins after `cursor`. */
export function listComplaintRows(
  ctx: Ctx,
  query: {
    readonly state?: "open" | "decided" | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<readonly ListedComplaint[]> {
  const due = sql<string>`coalesce(${earliestDue("complaint.id")}, ${NO_DATE}) collate "C"`;
  let select = db(ctx).selectFrom("complaint").selectAll().select(due.as("due")).limit(query.limit);
  if (query.state === "open") {
    select = select.where("state", "=", "open").orderBy(due).orderBy("id");
    const [day, id] = readCursor(query.cursor);
    if (id !== undefined) select = select.where(sql<boolean>`(${due}, id) > (${day}, ${id})`);
    return select.execute();
  }
  select = select.orderBy("id", "desc");
  if (query.state !== undefined) select = select.where("state", "=", query.state);
  if (query.cursor !== undefined) select = select.where("id", "<", query.cursor);
  return select.execute();
}

/** Where a page of open complaints ends: their date, and their id among those of one date. */
export function cursorOf(row: ListedComplaint, state: string | undefined): string {
  return state === "open" ? `${row.due}/${row.id}` : row.id;
}

function readCursor(cursor: string | undefined): readonly [day?: string, id?: string] {
  const at = cursor?.lastIndexOf("/") ?? -1;
  return cursor === undefined || at < 0 ? [] : [cursor.slice(0, at), cursor.slice(at + 1)];
}

export function listAnswers(ctx: Ctx | TxCtx, complaintId: string): Promise<readonly AnswerRow[]> {
  return db(ctx)
    .selectFrom("complaint_answer")
    .selectAll()
    .where("complaint_id", "=", complaintId)
    .orderBy("id")
    .execute();
}
