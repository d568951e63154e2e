/**
 * The relay: a submission server for systems that send mail already. Who signs in is the stream and its key, so that the
 * class of a message does not depend on what it says of itself. `250` is answered once the message is stored, sealed,
 * for each of its recipients.
 */
import { findApiKey } from "../operators/api-keys.ts";
import type { Ctx } from "../platform/ctx.ts";
import { openSmtpListener, type SmtpListener, SmtpRefusal } from "../platform/mail/smtp-listener.ts";
import type { MessageParts } from "./message-parts.ts";
import { checkRelayed, relayMessage } from "./relay-message.ts";

/** What most mailbox providers take. */
const MOST_BYTES = 25 * 1024 * 1024;
/** Clients at once; further clients wait for the answer to their greeting. */
const MOST_CLIENTS = 20;
const MOST_RECIPIENTS = 100;

/** @throws StartError `port_taken` */
export async function openRelayDoor(
  ctx: Ctx,
  parts: MessageParts,
  at: { readonly host: string; readonly port: number },
): Promise<SmtpListener> {
  return await openSmtpListener({
    ...at,
    variable: "KEPT_RELAY_PORT",
    mostBytes: MOST_BYTES,
    mostClients: MOST_CLIENTS,
    log: ctx.log,
    tls: parts.relayTls,
    signIn: (user, password) => signIn(ctx, parts, user, password),
    checkRecipient: async (address, session) => {
      const stream = String(session.user);
      const taken = session.envelope.rcptTo.length;
      if (taken >= MOST_RECIPIENTS) throw new SmtpRefusal(452, "4.5.3 too many recipients, send the rest apart");
      if (taken > 0 && parts.kept.streams[stream]?.several === "refuse") {
        throw new SmtpRefusal(550, "5.5.3 this stream takes one recipient per message");
      }
      const refusal = await checkRelayed(ctx, parts, stream, address);
      if (refusal !== null) throw new SmtpRefusal(550, refusal);
    },
    take: (raw, session) => {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      return relayMessage(ctx, parts, String(session.user), recipients, raw);
    },
  });
}

/** User name: the stream. Password: an API key that may send messages of the stream's class. */
async function signIn(ctx: Ctx, parts: MessageParts, stream: string, password: string): Promise<string | null> {
  const settings = Object.hasOwn(parts.kept.streams, stream) ? parts.kept.streams[stream] : undefined;
  const key = await findApiKey(ctx, password);
  if (settings === undefined || settings.referral || key === null || !key.permissions.includes("messages:send"))
    return null;
  return settings.class === "service" && !key.permissions.includes("messages:send-service") ? null : stream;
}
