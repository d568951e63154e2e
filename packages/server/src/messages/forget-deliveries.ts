/** What went out long ago is nobody's business any more; a recommendation stays known, for it is made once for ever. */
import { addDuration } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { MessageParts } from "./message-parts.ts";

const BATCH = 5_000;

export async function forgetDeliveries(ctx: Ctx, parts: MessageParts): Promise<void> {
  const before = new Date(addDuration(ctx.clock.now(), `-${parts.kept.messages.keepFor}`).epochMilliseconds);
  for (;;) {
    const count = await ctx.transaction(async (tx) => {
      const old = tx.db
        .selectFrom("message_delivery")
        .select("id")
        .where("settled_at", "<", before)
        .where("door", "!=", "referral")
        .limit(BATCH);
      const { numDeletedRows } = await tx.db
        .deleteFrom("message_delivery")
        .where("id", "in", old)
        .where("settled_at", "<", before)
        .executeTakeFirst();
      if (numDeletedRows > 0n) {
        const data = { count: Number(numDeletedRows) };
        await tx.outbox.add("messages", { entry: { type: "message.forgotten", data } });
      }
      return numDeletedRows;
    });
    if (count < BATCH) return;
  }
}
