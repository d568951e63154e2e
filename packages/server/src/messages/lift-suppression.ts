/** An operator takes an address off the list: with a reason, by two people where that is configured, and never a person's own no. */
import type { SuppressionLift } from "@kept/contract/suppression-lifts";
import type { Selectable } from "kysely";
import { addressHash } from "../choices/suppressions.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import type { MessageParts } from "./message-parts.ts";
import type { MessageTables } from "./tables.ts";

type LiftRow = Selectable<MessageTables["suppression_lift"]>;

const SHOWN = 100;

/** @throws problem `suppression_not_found` */
export async function liftSuppression(
  ctx: Ctx,
  parts: MessageParts,
  input: { readonly address: string; readonly reason: "bounced" | "imported"; readonly why: string },
): Promise<SuppressionLift> {
  const { reason, why } = input;
  const hash = addressHash(ctx.keys, input.address);
  return await ctx.transaction(async (tx) => {
    const listed = await tx.db
      .selectFrom("suppression")
      .select("purpose")
      .where("address_hash", "=", hash)
      .where("reason", "=", reason)
      .execute();
    if (listed.length === 0) throw problem("suppression_not_found");
    const [one, ...others] = new Set(listed.map((row) => row.purpose));
    const id = tx.ids.next("lft");
    const asked = {
      id,
      address_hash: hash,
      purpose: others.length === 0 ? (one ?? "*") : "*",
      reason,
      why,
      state: "waiting" as const,
      asked_by: tx.actor.id,
      asked_at: isoInstant(tx.clock.now()),
    };
    const row = await tx.db.insertInto("suppression_lift").values(asked).returningAll().executeTakeFirstOrThrow();
    const data = { reason, purpose: row.purpose };
    await tx.outbox.add(id, { entry: { type: "suppression.lift-asked", subject: { lift: id }, data } });
    return describe(parts.kept.messages.fourEyes.lifts ? row : await settle(tx, row, true));
  });
}

/** @throws problem `lift_not_found`, `lift_same_person`, `lift_settled` */
export async function settleLift(ctx: Ctx, liftId: string, agreed: boolean): Promise<SuppressionLift> {
  return await ctx.transaction(async (tx) => {
    const row = await tx.db
      .selectFrom("suppression_lift")
      .selectAll()
      .where("id", "=", liftId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw problem("lift_not_found");
    if (row.state !== "waiting") throw problem("lift_settled");
    if (row.asked_by === tx.actor.id) throw problem("lift_same_person");
    return describe(await settle(tx, row, agreed));
  });
}

async function settle(tx: TxCtx, row: LiftRow, agreed: boolean): Promise<LiftRow> {
  if (agreed) {
    await tx.db
      .deleteFrom("suppression")
      .where("address_hash", "=", row.address_hash)
      .where("reason", "=", row.reason)
      .execute();
  }
  const settled = await tx.db
    .updateTable("suppression_lift")
    .set({
      state: agreed ? "lifted" : "declined",
      settled_by: tx.actor.id,
      settled_at: isoInstant(tx.clock.now()),
    })
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const data = { reason: row.reason, purpose: row.purpose };
  const type = agreed ? "suppression.lifted" : "suppression.lift-declined";
  await tx.outbox.add(row.id, { entry: { type, subject: { lift: row.id }, data } });
  return settled;
}

export async function listLifts(
  ctx: Ctx,
  parts: MessageParts,
): Promise<{ lifts: SuppressionLift[]; twoPeople: boolean }> {
  const rows = await ctx.db
    .selectFrom("suppression_lift")
    .selectAll()
    .orderBy((eb) => eb("state", "=", "waiting"), "desc")
    .orderBy("asked_at", "desc")
    .limit(SHOWN)
    .execute();
  return { lifts: rows.map(describe), twoPeople: parts.kept.messages.fourEyes.lifts };
}

function describe(row: LiftRow): SuppressionLift {
  return {
    id: row.id,
    reason: row.reason,
    purpose: row.purpose,
    why: row.why,
    state: row.state,
    askedBy: row.asked_by,
    askedAt: row.asked_at.toISOString(),
    settledBy: row.settled_by,
    settledAt: row.settled_at?.toISOString() ?? null,
  };
}
