/** The SQL of recipients. */
import type { Insertable, Kysely, Selectable, Updateable } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { RecipientTables } from "./tables.ts";

export type NoticeRow = Selectable<RecipientTables["recipient_notice"]>;
export type DisclosureRow = Selectable<RecipientTables["disclosure"]>;

/** A notice by its keys, as jobs name it. */
export interface NoticeKey {
  readonly requestId: string;
  readonly noticeId: string;
}

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

export async function insertDisclosure(tx: TxCtx, row: Insertable<RecipientTables["disclosure"]>): Promise<void> {
  await tx.db.insertInto("disclosure").values(row).execute();
}

/** Newest first. */
export function listDisclosureRows(ctx: Ctx | TxCtx, personIds: readonly string[]): Promise<readonly DisclosureRow[]> {
  return db(ctx)
    .selectFrom("disclosure")
    .selectAll()
    .where("person_id", "in", personIds)
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .execute();
}

/** Everybody who turned out to be this person, the person included. */
export async function listAliases(ctx: Ctx | TxCtx, personIds: readonly string[]): Promise<readonly string[]> {
  const rows = await db(ctx).selectFrom("person").select("person_id").where("merged_into", "in", personIds).execute();
  return [...new Set([...personIds, ...rows.map((row) => row.person_id)])];
}

/** False when the recipient has been told of this part of the request already. */
export async function insertNotice(tx: TxCtx, row: Insertable<RecipientTables["recipient_notice"]>): Promise<boolean> {
  const result = await tx.db
    .insertInto("recipient_notice")
    .values(row)
    .onConflict((conflict) => conflict.columns(["request_id", "recipient", "event", "part"]).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export function listNoticeRows(ctx: Ctx | TxCtx, requestId: string): Promise<readonly NoticeRow[]> {
  return db(ctx)
    .selectFrom("recipient_notice")
    .selectAll()
    .where("request_id", "=", requestId)
    .orderBy("recipient")
    .orderBy("id")
    .execute();
}

export type OpenNoticeRow = NoticeRow & { readonly reference: string };

/** Notices that nobody has settled, of all requests, with the request's reference; the most urgent first. */
export function listOpenRows(
  ctx: Ctx | TxCtx,
  query: { readonly dueBefore: Date | null; readonly limit: number },
): Promise<readonly OpenNoticeRow[]> {
  let select = db(ctx)
    .selectFrom("recipient_notice")
    .innerJoin("request", "request.id", "recipient_notice.request_id")
    .selectAll("recipient_notice")
    .select("request.reference")
    .where("recipient_notice.settled_at", "is", null)
    .orderBy("recipient_notice.due_at")
    .orderBy("recipient_notice.id")
    .limit(query.limit);
  if (query.dueBefore !== null) select = select.where("recipient_notice.due_at", "<", query.dueBefore);
  return select.execute();
}

export async function updateReminders(tx: TxCtx, key: NoticeKey, reminders: number): Promise<void> {
  await tx.db
    .updateTable("recipient_notice")
    .set({ reminders })
    .where("request_id", "=", key.requestId)
    .where("id", "=", key.noticeId)
    .execute();
}

export function findNotice(ctx: Ctx | TxCtx, { requestId, noticeId }: NoticeKey): Promise<NoticeRow | undefined> {
  return db(ctx)
    .selectFrom("recipient_notice")
    .selectAll()
    .where("request_id", "=", requestId)
    .where("id", "=", noticeId)
    .executeTakeFirst();
}

/** Changes a notice that is still in one of these states; false when it is not. */
export async function updateNotice(
  tx: TxCtx,
  { requestId, noticeId }: NoticeKey,
  from: readonly NoticeRow["state"][],
  change: Updateable<RecipientTables["recipient_notice"]>,
): Promise<boolean> {
  const result = await tx.db
    .updateTable("recipient_notice")
    .set(change)
    .where("request_id", "=", requestId)
    .where("id", "=", noticeId)
    .where("state", "in", from)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
