/** A mail server says that a message of ours did not arrive: the message is marked, and its request is told. */
import { suppressBounced } from "../messages/suppress-bounced.ts";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { recipientIndex } from "../platform/mail/send-mail.ts";
import type { DeliveryReport } from "./parse/delivery-report.ts";

/** Answers what the messages were about: ids of requests and messages. A delay marks nothing. */
export async function recordBounce(tx: TxCtx, report: DeliveryReport): Promise<readonly string[]> {
  if (report.originals.length === 0) return [];
  const mails = await tx.db
    .selectFrom("mail_message")
    .select(["id", "key", "bounced_at", "recipient_index"])
    .where("message_id", "in", [...report.originals])
    .execute();
  // A message to several recipients has one Message-ID: who is meant, the report says.
  const named = report.recipients.map((address) => recipientIndex(tx.keys, address));
  for (const mail of mails.length > 1 ? mails.filter((row) => named.includes(row.recipient_index)) : mails) {
    if (!report.permanent || mail.bounced_at !== null) continue;
    await markBounced(tx, mail, report.status);
    if (mail.key.startsWith("msg_")) await suppressBounced(tx, mail.key, report.status);
  }
  return mails.map((mail) => mail.key);
}

/** The message will not arrive: a report came back, or the mail server refused the address at once. */
export async function markBounced(
  tx: TxCtx,
  mail: { readonly id: string; readonly key: string },
  status: string,
): Promise<void> {
  await tx.db
    .updateTable("mail_message")
    .set({ bounced_at: isoInstant(tx.clock.now()), bounce_status: status })
    .where("id", "=", mail.id)
    .execute();
  const subject = mail.key.startsWith("req_") ? { request: mail.key } : { message: mail.key };
  const data = { mail: mail.id, status, permanent: true };
  await tx.outbox.add(mail.key, { entry: { type: "mailbox.mail-bounced", subject, data } });
}
