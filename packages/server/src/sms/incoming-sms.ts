/** Text messages that wait for a person. */
import { isoInstant } from "../platform/clock.ts";
import { openJson } from "../platform/crypto/seal-json.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { INCOMING_SEAL } from "./receive-sms.ts";

export async function listIncoming(ctx: Ctx) {
  const rows = await ctx.db
    .selectFrom("sms_incoming")
    .select(["id", "received_at", "taken_for"])
    .where("settled_at", "is", null)
    .orderBy("received_at")
    .limit(200)
    .execute();
  return {
    messages: rows.map(({ id, received_at, taken_for }) => ({
      id,
      receivedAt: received_at.toISOString(),
      takenFor: taken_for as "stop" | "help" | "unclear",
    })),
  };
}

/** Every look is a ledger entry. Throws `sms_not_found`. */
export async function readIncoming(ctx: Ctx, id: string): Promise<{ from: string; text: string }> {
  const row = await ctx.db.selectFrom("sms_incoming").select("sealed").where("id", "=", id).executeTakeFirst();
  if (row === undefined || row.sealed === null) throw problem("sms_not_found");
  await ctx.transaction((tx) => tx.outbox.add(id, { entry: { type: "sms.viewed", subject: { sms: id }, data: {} } }));
  return openJson<{ from: string; text: string }>(ctx.keys, INCOMING_SEAL, `sms_incoming/${id}`, row.sealed);
}

/** Number and words are forgotten. Throws `sms_not_found` for what does not wait. */
export async function settleIncoming(ctx: Ctx, id: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const result = await tx.db
      .updateTable("sms_incoming")
      .set({ sealed: null, settled_at: isoInstant(tx.clock.now()) })
      .where("id", "=", id)
      .where("settled_at", "is", null)
      .executeTakeFirst();
    if (result.numUpdatedRows === 0n) throw problem("sms_not_found");
    await tx.outbox.add(id, { entry: { type: "sms.settled", subject: { sms: id }, data: {} } });
  });
}
