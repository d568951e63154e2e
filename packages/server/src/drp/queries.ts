/** The SQL of the Data Rights Protocol. */
import { createHash } from "node:crypto";
import type { Insertable, Kysely, Selectable } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { DrpTables } from "./tables.ts";

export type DrpRequestRow = Selectable<DrpTables["drp_request"]>;

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

/** How tokens and messages are kept. */
export function hashText(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** The agent whose token this is; the lookup is by hash of an unguessable text, so its timing tells nothing. */
export async function findAgentByToken(ctx: Ctx, token: string): Promise<string | null> {
  const row = await db(ctx)
    .selectFrom("drp_agent")
    .select("agent_id")
    .where("token_hash", "=", hashText(token))
    .executeTakeFirst();
  return row?.agent_id ?? null;
}

/** The agent's one token; an earlier one is worth nothing from now on. */
export async function replaceToken(tx: TxCtx, agentId: string, token: string, now: string): Promise<void> {
  const row = { token_hash: hashText(token), created_at: now };
  await tx.db
    .insertInto("drp_agent")
    .values({ agent_id: agentId, ...row })
    .onConflict((conflict) => conflict.column("agent_id").doUpdateSet(row))
    .execute();
}

/** Remembers a message until it expires; false when it has been here before. */
export async function rememberMessage(tx: TxCtx, row: Insertable<DrpTables["drp_seen"]>): Promise<boolean> {
  const result = await tx.db
    .insertInto("drp_seen")
    .values(row)
    .onConflict((conflict) => conflict.column("message_hash").doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function forgetMessages(ctx: Ctx, now: Date): Promise<void> {
  await db(ctx).deleteFrom("drp_seen").where("expires_at", "<=", now).execute();
}

export async function insertDrpRequest(tx: TxCtx, row: Insertable<DrpTables["drp_request"]>): Promise<void> {
  await tx.db.insertInto("drp_request").values(row).execute();
}

/** The agent's request; undefined for another agent's, as for one that is not there. */
export function findDrpRequest(
  ctx: Ctx | TxCtx,
  agentId: string,
  by: { readonly requestId: string } | { readonly messageHash: string },
): Promise<DrpRequestRow | undefined> {
  const query = db(ctx).selectFrom("drp_request").selectAll().where("agent_id", "=", agentId);
  return (
    "requestId" in by ? query.where("request_id", "=", by.requestId) : query.where("message_hash", "=", by.messageHash)
  ).executeTakeFirst();
}

/** Requests whose agents asked to be told, and may have something to be told of: the next ones after an id. */
export function listCallbacks(ctx: Ctx, now: Date, after: string, limit: number): Promise<readonly DrpRequestRow[]> {
  return db(ctx)
    .selectFrom("drp_request")
    .selectAll()
    .where("sealed_callback", "is not", null)
    .where((where) => where.or([where("callback_after", "is", null), where("callback_after", "<=", now)]))
    .where("request_id", ">", after)
    .orderBy("request_id")
    .limit(limit)
    .execute();
}
