/** Whether a machine may answer a message: at most once a thread, and once a sender and day (RFC 3834, 2). */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";

/** Takes the permission, so that of two messages at once only one is answered. */
export async function allowAcknowledgement(
  tx: TxCtx,
  message: { readonly id: string; readonly threadId: string; readonly senderIndex: string },
): Promise<boolean> {
  const lock = createHash("sha256").update(`kept/mailbox/acknowledge/${message.senderIndex}`).digest().readInt32BE(0);
  await sql`SELECT pg_advisory_xact_lock(${lock}::bigint)`.execute(tx.db);
  const dayAgo = new Date(isoInstant(addDuration(tx.clock.now(), "-P1D")));
  const earlier = await tx.db
    .selectFrom("mailbox_acknowledgement")
    .select("message_id")
    .where((where) =>
      where.or([
        where("thread_id", "=", message.threadId),
        where.and([where("sender_index", "=", message.senderIndex), where("at", ">", dayAgo)]),
      ]),
    )
    .limit(1)
    .execute();
  if (earlier.length > 0) return false;
  await tx.db
    .insertInto("mailbox_acknowledgement")
    .values({
      message_id: message.id,
      thread_id: message.threadId,
      sender_index: message.senderIndex,
      at: isoInstant(tx.clock.now()),
    })
    .execute();
  return true;
}
