/** Takes a message for one recipient: asked, stored sealed and queued in one transaction; or stopped, with the reason. */
import { createHash } from "node:crypto";
import type { MessageAccepted } from "@kept/contract/messages";
import { addressHash } from "../choices/suppressions.ts";
import { isoInstant } from "../platform/clock.ts";
import { sealJson } from "../platform/crypto/seal-json.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { checkRecipient } from "./check-recipient.ts";
import type { MessageParts } from "./message-parts.ts";
import type { StreamConfig } from "./streams-config.ts";

/** What is sealed in `message_delivery` while a message waits. */
export interface WaitingMessage {
  readonly to: string;
  /** The message as it came, base64. */
  readonly raw: string;
  readonly language: string;
}

export const WAITING = "message";
export const waitingPlace = (id: string): string => `message_delivery/${id}`;

export interface NewMessage {
  readonly stream: string;
  readonly settings: StreamConfig;
  readonly door: "api" | "relay" | "referral";
  readonly to: string;
  readonly raw: Buffer;
  readonly language: string;
  /** The same key to the same recipient in the same stream is the same message. */
  readonly key: string;
}

export async function acceptMessage(tx: TxCtx, parts: MessageParts, message: NewMessage): Promise<MessageAccepted> {
  const { settings, stream, door } = message;
  const hash = addressHash(tx.keys, message.to);
  const { refusal, personId } = await checkRecipient(tx, parts, settings, hash, door);
  const id = tx.ids.next("msg");
  const now = isoInstant(tx.clock.now());
  const waiting: WaitingMessage = { to: message.to, raw: message.raw.toString("base64"), language: message.language };
  const added = await tx.db
    .insertInto("message_delivery")
    .values({
      address_hash: hash,
      id,
      stream,
      class: settings.class,
      door,
      dedupe_key: createHash("sha256").update(message.key, "utf8").digest("hex"),
      state: refusal === null ? "queued" : "stopped",
      reason: refusal,
      sealed: refusal === null ? sealJson(tx.keys, WAITING, waitingPlace(id), waiting) : null,
      created_at: now,
      settled_at: refusal === null ? null : now,
    })
    .onConflict((conflict) => conflict.columns(["address_hash", "stream", "dedupe_key"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (added === undefined) return await findAccepted(tx, hash, message);
  const subject = { message: id, ...(personId === null ? {} : { person: personId }) };
  const where = { stream, class: settings.class, door };
  if (refusal === null) {
    await tx.outbox.add(id, {
      entry: { type: "message.accepted", subject, data: where },
      jobs: [{ name: "messages.deliver", payload: { address: hash, messageId: id } }],
    });
  } else {
    await tx.outbox.add(id, { entry: { type: "message.stopped", subject, data: { ...where, reason: refusal } } });
  }
  return { message: id, state: refusal === null ? "queued" : "stopped", reason: refusal };
}

async function findAccepted(tx: TxCtx, hash: string, message: NewMessage): Promise<MessageAccepted> {
  const row = await tx.db
    .selectFrom("message_delivery")
    .select(["id", "state", "reason"])
    .where("address_hash", "=", hash)
    .where("stream", "=", message.stream)
    .where("dedupe_key", "=", createHash("sha256").update(message.key, "utf8").digest("hex"))
    .executeTakeFirstOrThrow();
  return { message: row.id, state: row.state, reason: row.reason };
}
