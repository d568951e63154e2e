/** A message that another system sends through the relay: checked for each recipient, and taken or refused in words. */
import { randomUUID } from "node:crypto";
import { findMixture } from "@kept/engine/messages/find-mixture";
import { addressHash } from "../choices/suppressions.ts";
import type { Ctx } from "../platform/ctx.ts";
import { isLanguage } from "../platform/i18n/language.ts";
import { SmtpRefusal } from "../platform/mail/smtp-listener.ts";
import { acceptMessage } from "./accept-message.ts";
import { checkRecipient } from "./check-recipient.ts";
import { addressOf, type MessageParts } from "./message-parts.ts";
import { type Entity, readEntity, valuesOf } from "./mime-fields.ts";
import { readShown } from "./read-shown.ts";
import type { StreamConfig } from "./streams-config.ts";

/** Why a recipient is refused, as an enhanced status and words; null: they may be written to. The refusal is recorded. */
export async function checkRelayed(
  ctx: Ctx,
  parts: MessageParts,
  stream: string,
  address: string,
): Promise<string | null> {
  const settings = requireStream(parts, stream);
  const { refusal } = await checkRecipient(ctx, parts, settings, addressHash(ctx.keys, address), "relay");
  if (refusal === null) return null;
  const raw = Buffer.alloc(0);
  await ctx.transaction((tx) =>
    acceptMessage(tx, parts, { stream, settings, door: "relay", to: address, raw, language: "", key: randomUUID() }),
  );
  return `5.7.1 not sent, this recipient may not be reached by ${stream} (${refusal})`;
}

/**
 * Stores one message for each recipient, all in one transaction.
 * @throws SmtpRefusal when the message itself cannot go out in this stream
 */
export async function relayMessage(
  ctx: Ctx,
  parts: MessageParts,
  stream: string,
  recipients: readonly string[],
  raw: Buffer,
): Promise<string> {
  const settings = requireStream(parts, stream);
  const entity = readEntity(raw.toString("latin1"));
  requireSender(entity, settings);
  if (settings.mixed === "refuse") {
    const { subject, text, html } = await readShown(raw);
    const [finding] = findMixture({ class: settings.class, subject, text, html });
    if (finding !== undefined) {
      throw new SmtpRefusal(550, `5.7.1 ${finding.is} content in a ${settings.class} stream (${finding.rule})`);
    }
  }
  const named = valuesOf(entity, "content-language")[0]?.slice(0, 2).toLowerCase() ?? "";
  const language = isLanguage(named) ? named : (parts.kept.languages[0] ?? "en");
  // A client that did not hear the answer sends again, under the same Message-ID.
  const key = valuesOf(entity, "message-id")[0] ?? randomUUID();
  const taken = await ctx.transaction(async (tx) => {
    const results = [];
    for (const to of recipients) {
      results.push(await acceptMessage(tx, parts, { stream, settings, door: "relay", to, raw, language, key }));
    }
    return results;
  });
  const waiting = taken.filter(({ state }) => state === "queued" || state === "sent");
  if (waiting.length === 0) throw new SmtpRefusal(550, `5.7.1 not sent (${taken[0]?.reason ?? "no recipient"})`);
  return `2.0.0 taken as ${waiting[0]?.message}${waiting.length > 1 ? ` and ${waiting.length - 1} more` : ""}`;
}

/** The address in `From` is the stream's: its key signs for that domain and nobody else's. */
function requireSender(entity: Entity, settings: StreamConfig): void {
  const senders = valuesOf(entity, "from");
  const [sender = ""] = senders;
  if (senders.length === 1 && addressOf(sender) === addressOf(settings.from)) return;
  throw new SmtpRefusal(550, `5.7.1 From must be ${addressOf(settings.from)}, once`);
}

function requireStream(parts: MessageParts, stream: string): StreamConfig {
  const settings = parts.kept.streams[stream];
  if (settings === undefined) throw new SmtpRefusal(535, "5.7.8 no such stream");
  return settings;
}
