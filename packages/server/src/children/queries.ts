/** The SQL of cases of children. */
import type { Kysely, Selectable, Updateable } from "kysely";
import { earliestDue } from "../clocks/case-clocks.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { problem } from "../platform/http/problems.ts";
import type { ChildTables } from "./tables.ts";

export type CaseRow = Selectable<ChildTables["child_case"]>;

const PAGE = 200;

/** Throws `child_case_not_found`. */
export async function requireCase(ctx: Ctx | TxCtx, id: string): Promise<CaseRow> {
  const db = ctx.db as Kysely<Database>;
  const row = await db.selectFrom("child_case").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw problem("child_case_not_found");
  return row;
}

/** The same, locked until the transaction ends. */
export async function lockCase(tx: TxCtx, id: string): Promise<CaseRow> {
  const row = await tx.db.selectFrom("child_case").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (row === undefined) throw problem("child_case_not_found");
  return row;
}

export async function updateCase(tx: TxCtx, id: string, change: Updateable<ChildTables["child_case"]>): Promise<void> {
  await tx.db.updateTable("child_case").set(change).where("id", "=", id).execute();
}

/** Requests by which a parent asked to see what is held of the person of a case, in it or in another. */
export async function listAccessRequests(tx: TxCtx, { id, person_id }: CaseRow): Promise<readonly string[]> {
  const rows = await tx.db
    .selectFrom("child_case")
    .select("access_request")
    .where((where) => (person_id === null ? where("id", "=", id) : where.or({ id, person_id })))
    .where("access_request", "is not", null)
    .orderBy("access_request")
    .execute();
  return [...new Set(rows.flatMap(({ access_request }) => access_request ?? []))];
}

/** Open ones by the most urgent date first; all of them: the newest first. */
export function listCases(ctx: Ctx, onlyOpen: boolean): Promise<readonly CaseRow[]> {
  const select = ctx.db.selectFrom("child_case").selectAll().limit(PAGE);
  if (!onlyOpen) return select.orderBy("id", "desc").execute();
  return select
    .where("state", "!=", "closed")
    .orderBy(earliestDue("child_case.id"), (order) => order.asc().nullsLast())
    .orderBy("id")
    .execute();
}
