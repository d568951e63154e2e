/** The SQL of mailboxes. */
import type { InboxFilter, InboxMessage, ListInboxQuery } from "@kept/contract/mailbox";
import type { Kysely, Selectable, Updateable } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { MailboxTables } from "./tables.ts";

export type MessageRow = Selectable<MailboxTables["mailbox_message"]>;
/** A message without its sealed parts, which lists have no use for. */
type MessageFacts = Omit<MessageRow, "sealed_raw" | "sealed_content">;

const FACTS = [
  "id",
  "reference",
  "thread_id",
  "mailbox",
  "door",
  "received_at",
  "stored_at",
  "state",
  "class",
  "rights",
  "tags",
  "language",
  "confident",
  "outcome",
  "sender_label",
  "sender_index",
  "acknowledge_by",
  "attachment_count",
  "byte_count",
  "closed_at",
] as const;

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

export function findMessage(ctx: Ctx | TxCtx, id: string): Promise<MessageRow | undefined> {
  return db(ctx).selectFrom("mailbox_message").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Locked until the transaction ends: what two people do with a message comes one after the other. */
export function lockMessage(tx: TxCtx, id: string): Promise<MessageRow | undefined> {
  return tx.db.selectFrom("mailbox_message").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function updateMessage(
  tx: TxCtx,
  id: string,
  change: Updateable<MailboxTables["mailbox_message"]>,
): Promise<void> {
  await tx.db.updateTable("mailbox_message").set(change).where("id", "=", id).execute();
}

/** What waits comes oldest first, what is settled newest first. */
export async function listMessages(ctx: Ctx, query: ListInboxQuery): Promise<readonly MessageFacts[]> {
  const isWaiting = query.filter === "triage";
  let select = db(ctx)
    .selectFrom("mailbox_message")
    .select(FACTS)
    .orderBy("id", isWaiting ? "asc" : "desc")
    .limit(query.limit + 1);
  if (query.request !== undefined) {
    const joined = db(ctx).selectFrom("mailbox_request").select("message_id").where("request_id", "=", query.request);
    select = select.where("id", "in", joined);
  } else if (query.case !== undefined) {
    const joined = db(ctx).selectFrom("mailbox_case").select("message_id").where("case_id", "=", query.case);
    select = select.where("id", "in", joined);
  } else if (isWaiting) select = select.where("state", "in", ["new", "triage"]);
  else {
    select = select
      .where("state", "=", "done")
      .where("outcome", query.filter === "set_aside" ? "=" : "!=", "set_aside");
  }
  if (query.mailbox !== undefined) select = select.where("mailbox", "=", query.mailbox);
  if (query.cursor !== undefined) select = select.where("id", isWaiting ? ">" : "<", query.cursor);
  return await select.execute();
}

export async function countMessages(ctx: Ctx): Promise<Record<InboxFilter, number>> {
  const rows = await db(ctx)
    .selectFrom("mailbox_message")
    .select((eb) => ["state", "outcome", eb.fn.countAll<number>().as("count")])
    .groupBy(["state", "outcome"])
    .execute();
  const counts: Record<InboxFilter, number> = { triage: 0, done: 0, set_aside: 0 };
  for (const { state, outcome, count } of rows) {
    counts[state !== "done" ? "triage" : outcome === "set_aside" ? "set_aside" : "done"] += Number(count);
  }
  return counts;
}

export async function listThread(ctx: Ctx, threadId: string): Promise<readonly MessageFacts[]> {
  return await db(ctx)
    .selectFrom("mailbox_message")
    .select(FACTS)
    .where("thread_id", "=", threadId)
    .orderBy("id")
    .limit(100)
    .execute();
}

/** Ids of requests by message. */
export async function listRequestIds(
  ctx: Ctx | TxCtx,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (messageIds.length === 0) return new Map();
  return groupIds(
    await db(ctx)
      .selectFrom("mailbox_request")
      .select(["message_id", "request_id as id"])
      .where("message_id", "in", [...messageIds])
      .orderBy("request_id")
      .execute(),
  );
}

function groupIds(
  rows: readonly { readonly message_id: string; readonly id: string }[],
): ReadonlyMap<string, readonly string[]> {
  const groups = Map.groupBy(rows, (row) => row.message_id);
  return new Map([...groups].map(([messageId, some]) => [messageId, some.map(({ id }) => id)]));
}

export async function joinToRequest(tx: TxCtx, messageId: string, requestId: string): Promise<void> {
  await tx.db
    .insertInto("mailbox_request")
    .values({ message_id: messageId, request_id: requestId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Ids of cases by message. */
export async function listCaseIds(
  ctx: Ctx | TxCtx,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (messageIds.length === 0) return new Map();
  return groupIds(
    await db(ctx)
      .selectFrom("mailbox_case")
      .select(["message_id", "case_id as id"])
      .where("message_id", "in", [...messageIds])
      .orderBy("case_id")
      .execute(),
  );
}

export async function joinToCase(tx: TxCtx, messageId: string, caseId: string): Promise<void> {
  await tx.db
    .insertInto("mailbox_case")
    .values({ message_id: messageId, case_id: caseId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** A row as the API shows it. */
export function describeMessage(
  row: MessageFacts,
  requestIds: readonly string[],
  caseIds: readonly string[],
): InboxMessage {
  return {
    id: row.id,
    reference: row.reference,
    mailbox: row.mailbox,
    door: row.door,
    state: row.state as InboxMessage["state"],
    class: row.class as InboxMessage["class"],
    rights: [...row.rights] as InboxMessage["rights"],
    language: row.language as InboxMessage["language"],
    confident: row.confident,
    sender: row.sender_label,
    receivedAt: row.received_at.toISOString(),
    acknowledgeBy: row.state === "done" ? null : (row.acknowledge_by?.toISOString() ?? null),
    attachments: row.attachment_count,
    bytes: row.byte_count,
    outcome: row.outcome as InboxMessage["outcome"],
    requestIds: [...requestIds],
    caseIds: [...caseIds],
    tags: [...row.tags],
  };
}
