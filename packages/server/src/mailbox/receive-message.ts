/** The one way in: a message is stored, sealed and whole, before anybody is told that it was taken. Doors call it. */
import { createHash } from "node:crypto";
import type { MessageDoor } from "@kept/contract/mailbox-classes";
import { sql } from "kysely";
import { isoInstant, type Temporal } from "../platform/clock.ts";
import type { Keyring } from "../platform/crypto/keyring.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { newReference } from "../requests/person.ts";
import { sealRaw } from "./message-content.ts";

export interface IncomingMessage {
  readonly mailbox: string;
  readonly door: MessageDoor;
  readonly raw: Uint8Array;
  /** When it reached the operator: by EDPB Guidelines 01/2022 (rec. 52) what is asked in it counts from here. */
  readonly receivedAt: Temporal.Instant;
  /** Only its beginning was taken in. */
  readonly isCut: boolean;
  /** By which its door knows it; left out: a copy is known by its content. */
  readonly identity?: string;
}

/** Answers the id of the new message; null when the same one is here already, by whatever door it came. */
export async function receiveMessage(tx: TxCtx, message: IncomingMessage): Promise<string | null> {
  const now = tx.clock.now();
  const id = tx.ids.next("inb");
  const fingerprint =
    message.identity === undefined
      ? fingerprintOf(tx.keys, message.raw)
      : tx.keys.blindIndex("mailbox.fingerprint", `${message.door}/${message.identity}`);
  const isNew = await tx.db
    .insertInto("mailbox_fingerprint")
    .values({ fingerprint, message_id: id })
    .onConflict((conflict) => conflict.column("fingerprint").doNothing())
    .returning("message_id")
    .executeTakeFirst();
  if (isNew === undefined) {
    await tx.db
      .updateTable("mailbox_fingerprint")
      .set({ copies: sql`copies + 1` })
      .where("fingerprint", "=", fingerprint)
      .execute();
    return null;
  }
  // A mail server whose clock is ahead starts no clock in the future.
  const receivedAt = isoInstant(
    message.receivedAt.epochMilliseconds < now.epochMilliseconds ? message.receivedAt : now,
  );
  await tx.db
    .insertInto("mailbox_message")
    .values({
      id,
      reference: newReference(),
      thread_id: id,
      mailbox: message.mailbox,
      door: message.door,
      received_at: receivedAt,
      stored_at: isoInstant(now),
      state: "new",
      class: null,
      rights: jsonb([]),
      tags: jsonb(message.isCut ? ["too_large"] : []),
      language: null,
      outcome: null,
      sender_label: "–",
      sender_index: null,
      byte_count: message.raw.byteLength,
      sealed_raw: sealRaw(tx.keys, id, message.raw),
      sealed_content: null,
    })
    .execute();
  const data = { mailbox: message.mailbox, door: message.door, bytes: message.raw.byteLength, receivedAt };
  await tx.outbox.add(id, {
    entry: { type: "mailbox.message-received", subject: { message: id }, data },
    jobs: [{ name: "mailbox.sort", payload: { messageId: id } }],
  });
  return id;
}

/** Headers that name a message for its sender; others are added and changed on the way. */
const LASTING = /^(?:message-id|from|date|subject):/i;

/**
 * The same for every copy of one message, and different where a single letter of its text is: a Message-ID alone would
 * let somebody hide a message behind another.
 */
export function fingerprintOf(keys: Keyring, raw: Uint8Array): string {
  const text = Buffer.from(raw).toString("latin1").replace(/\r\n?/g, "\n");
  const end = text.indexOf("\n\n");
  const head = end < 0 ? text : text.slice(0, end);
  const lasting = head
    .replace(/\n[ \t]+/g, " ")
    .split("\n")
    .filter((line) => LASTING.test(line))
    .map((line) => line.replace(/\s+/g, " ").trim())
    .sort();
  const body = end < 0 ? "" : text.slice(end + 2).trimEnd();
  const hash = createHash("sha256").update(lasting.join("\n"), "latin1").update("\n\n").update(body, "latin1");
  return keys.blindIndex("mailbox.fingerprint", hash.digest("hex"));
}
