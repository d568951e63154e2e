/** The SQL of transfers. */
import type { Transfer } from "@kept/contract/transfers";
import type { Insertable, Kysely, Selectable, Updateable } from "kysely";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { TransferTables } from "./tables.ts";

export type TransferRow = Selectable<TransferTables["transfer"]>;
export type TransferItemRow = Selectable<TransferTables["transfer_item"]>;

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

export function findTransfer(ctx: Ctx | TxCtx, id: string): Promise<TransferRow | undefined> {
  return db(ctx).selectFrom("transfer").selectAll().where("id", "=", id).executeTakeFirst();
}

export function listTransferRows(ctx: Ctx | TxCtx, requestId: string): Promise<readonly TransferRow[]> {
  return db(ctx).selectFrom("transfer").selectAll().where("request_id", "=", requestId).orderBy("id").execute();
}

export async function updateTransfer(
  tx: TxCtx,
  id: string,
  change: Updateable<TransferTables["transfer"]>,
): Promise<void> {
  await tx.db.updateTable("transfer").set(change).where("id", "=", id).execute();
}

export async function insertItem(tx: TxCtx, row: Insertable<TransferTables["transfer_item"]>): Promise<void> {
  await tx.db.insertInto("transfer_item").values(row).execute();
}

export function listItemRows(ctx: Ctx | TxCtx, transferId: string): Promise<readonly TransferItemRow[]> {
  return db(ctx)
    .selectFrom("transfer_item")
    .selectAll()
    .where("transfer_id", "=", transferId)
    .orderBy("ordinal")
    .execute();
}

/** Short: a transfer that was cut off goes on soon, and losing it costs no more than one item sent twice under one key. */
const LEASE = "PT10S";
const RENEW_MILLISECONDS = 2_500;

/** The lease went to somebody else while we worked: whoever has it goes on. */
export class TransferLeaseLost extends Error {
  override readonly name = "TransferLeaseLost";
}

/** Runs `work` if nobody else is at the transfer. `check` throws inside a transaction whose writes would come too late. */
export async function withTransferLease(
  ctx: Ctx,
  id: string,
  work: (check: (tx: TxCtx) => Promise<TransferRow>) => Promise<void>,
): Promise<void> {
  const owner = ctx.ids.next("lse");
  if (!(await takeLease(ctx, id, owner, true))) return;
  const renewing = setInterval(() => {
    takeLease(ctx, id, owner, false).catch((error: unknown) => {
      // The next renewal tries again; if none succeeds in time, `check` stops the work.
      ctx.log.warn("a lease could not be renewed", { subject: id, error });
    });
  }, RENEW_MILLISECONDS);
  renewing.unref();
  try {
    await work(async (tx) => {
      const row = await tx.db.selectFrom("transfer").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
      if (row?.lease_owner !== owner) throw new TransferLeaseLost();
      return row;
    });
  } catch (error) {
    if (!(error instanceof TransferLeaseLost)) throw error;
  } finally {
    clearInterval(renewing);
    await ctx.db
      .updateTable("transfer")
      .set({ lease_owner: null, lease_until: null })
      .where("id", "=", id)
      .where("lease_owner", "=", owner)
      .execute();
  }
}

async function takeLease(ctx: Ctx, id: string, owner: string, isFirst: boolean): Promise<boolean> {
  const now = ctx.clock.now();
  const update = ctx.db
    .updateTable("transfer")
    .set({
      lease_owner: owner,
      lease_until: isoInstant(addDuration(now, LEASE)),
      // Begun: from here on it is the lease that says whether somebody is at it.
      ...(isFirst ? { retry_at: null } : {}),
    })
    .where("id", "=", id);
  const { numUpdatedRows } = await (isFirst
    ? update.where((where) =>
        where.or([where("lease_until", "is", null), where("lease_until", "<=", new Date(now.epochMilliseconds))]),
      )
    : update.where("lease_owner", "=", owner)
  ).executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** A row as the API shows it. */
export function describeTransfer(row: TransferRow): Transfer {
  return {
    id: row.id,
    destination: row.destination,
    state: row.state,
    items: row.items,
    sent: row.sent,
    refused: row.refused,
    bytes: Number(row.bytes),
    problem: row.problem_code,
    createdAt: row.created_at.toISOString(),
    authorisedAt: row.authorised_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}
