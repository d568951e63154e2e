/** An address that takes no mail is not written to again: what bounced for good stands on the list, for every message. */
import { ALL_PURPOSES } from "@kept/engine/choices/choice-state";
import { addSuppression } from "../choices/suppressions.ts";
import type { TxCtx } from "../platform/ctx.ts";

/** Statuses (RFC 3463) that speak of the address, and not of this message or of a full or distrustful mailbox. */
const ABOUT_THE_ADDRESS = /^5\.(?:0\.0|1\.(?:0|1|2|3|6|10)|2\.1|4\.4)$/;

/**
 * Suppresses the address of a delivery, unless the status speaks of something else. Answers whether it did.
 * @param status enhanced status code
 */
export async function suppressBounced(tx: TxCtx, messageId: string, status: string): Promise<boolean> {
  if (!ABOUT_THE_ADDRESS.test(status)) return false;
  const row = await tx.db
    .selectFrom("message_delivery")
    .select(["address_hash", "stream", "class", "door"])
    .where("id", "=", messageId)
    .executeTakeFirst();
  if (row === undefined) return false;
  const isNew = await addSuppression(tx, row.address_hash, { purpose: ALL_PURPOSES, reason: "bounced" });
  if (!isNew) return true;
  const { stream, class: messageClass, door } = row;
  await tx.outbox.add(messageId, {
    entry: {
      type: "message.bounced",
      subject: { message: messageId },
      data: { stream, class: messageClass, door, status },
    },
  });
  return true;
}
