/** Hands a waiting message to the mail server, unless its recipient has said no since: that is asked here once more. */
import { isoInstant } from "../platform/clock.ts";
import { openJson } from "../platform/crypto/seal-json.ts";
import type { Ctx } from "../platform/ctx.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { MailError } from "../platform/mail/send-mail.ts";
import { WAITING, type WaitingMessage, waitingPlace } from "./accept-message.ts";
import { checkRecipient } from "./check-recipient.ts";
import { addressOf, type MessageParts, signatureFor } from "./message-parts.ts";
import { readEntity, valuesOf } from "./mime-fields.ts";
import { readShown } from "./read-shown.ts";
import { stampMessage } from "./stamp-message.ts";
import type { StreamConfig } from "./streams-config.ts";
import { suppressBounced } from "./suppress-bounced.ts";
import { sealUnsubscription, unsubscribePath } from "./unsubscribe-links.ts";

/** @throws MailError while the mail server is away or busy: the job tries again */
export async function deliverMessage(
  ctx: Ctx,
  parts: MessageParts,
  job: { readonly address: string; readonly messageId: string },
): Promise<void> {
  const row = await ctx.db
    .selectFrom("message_delivery")
    .selectAll()
    .where("address_hash", "=", job.address)
    .where("id", "=", job.messageId)
    .executeTakeFirst();
  if (row === undefined || row.state !== "queued" || row.sealed === null) return;
  const stream = parts.kept.streams[row.stream];
  if (stream === undefined) return await settle(ctx, row, null, "stopped", "stream_unknown");
  const { refusal, personId } = await checkRecipient(ctx, parts, stream, row.address_hash, row.door);
  if (refusal !== null) return await settle(ctx, row, personId, "stopped", refusal);
  const waiting = openJson<WaitingMessage>(ctx.keys, WAITING, waitingPlace(row.id), row.sealed);
  const language = isLanguage(waiting.language) ? waiting.language : (parts.kept.languages[0] ?? "en");
  const raw = stampMessage(Buffer.from(waiting.raw, "base64"), {
    to: waiting.to,
    unsubscribeUrl: stream.class === "marketing" ? unsubscribeUrl(ctx, parts, stream, row.address_hash) : null,
    language,
    messageId: `<${row.id}@${new URL(parts.publicUrl).hostname}>`,
    date: row.created_at,
  });
  try {
    await ctx.mail.forward({
      id: row.id,
      key: row.id,
      kind: `stream-${row.stream}`,
      language,
      from: stream.returnPath ?? addressOf(stream.from),
      to: waiting.to,
      raw,
      messageId: valuesOf(readEntity(raw.toString("latin1")), "message-id")[0]?.trim() ?? null,
      shown: await readShown(raw),
      signature: signatureFor(parts, stream.from),
    });
  } catch (error) {
    if (!(error instanceof MailError && error.permanent)) throw error;
    return await settle(ctx, row, personId, "failed", "refused_by_mail_server", error.status);
  }
  await settle(ctx, row, personId, "sent", null);
}

/** The link by which this recipient leaves this stream's list. */
export function unsubscribeUrl(
  ctx: Pick<Ctx, "keys">,
  parts: MessageParts,
  stream: Pick<StreamConfig, "purpose" | "channel" | "topic">,
  hash: string,
): string {
  const { purpose = "", channel, topic = null } = stream;
  const token = sealUnsubscription(ctx.keys, { address: hash, purpose, channel, topic });
  return `${parts.publicUrl}${unsubscribePath(token)}`;
}

interface Settled {
  readonly address_hash: string;
  readonly id: string;
  readonly stream: string;
  readonly class: "service" | "marketing";
  readonly door: "api" | "relay" | "referral";
}

async function settle(
  ctx: Ctx,
  row: Settled,
  personId: string | null,
  state: "sent" | "stopped" | "failed",
  reason: string | null,
  status: string | null = null,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const result = await tx.db
      .updateTable("message_delivery")
      .set({ state, reason, sealed: null, settled_at: isoInstant(tx.clock.now()) })
      .where("address_hash", "=", row.address_hash)
      .where("id", "=", row.id)
      .where("state", "=", "queued")
      .executeTakeFirst();
    if (result.numUpdatedRows === 0n) return;
    const subject = { message: row.id, ...(personId === null ? {} : { person: personId }) };
    const where = { stream: row.stream, class: row.class, door: row.door };
    await tx.outbox.add(row.id, {
      entry:
        state === "sent"
          ? { type: "message.sent", subject, data: where }
          : { type: `message.${state}`, subject, data: { ...where, reason: reason ?? "" } },
    });
    if (status !== null) await suppressBounced(tx, row.id, status);
  });
}
