/**
 * The relay: a submission server for systems that send mail already. Who signs in is the stream and its key, so that the
 * class of a message does not depend on what it says of itself. `250` is answered once the message is stored, sealed,
 * for each of its recipients.
 */
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { findApiKey } from "../operators/api-keys.ts";
import type { Ctx } from "../platform/ctx.ts";
import { StartError } from "../platform/start-error.ts";
import type { MessageParts } from "./message-parts.ts";
import { checkRelayed, relayMessage, SmtpRefusal } from "./relay-message.ts";

/** What most mailbox providers take. */
const MOST_BYTES = 25 * 1024 * 1024;
/** Messages held in memory at once; further clients wait for the answer to their greeting. */
const MOST_CLIENTS = 20;
const MOST_RECIPIENTS = 100;

export interface RelayDoor {
  readonly port: number;
  /** Lets the deliveries at work end. */
  close(): Promise<void>;
}

/** @throws StartError `port_taken` */
export async function openRelayDoor(
  ctx: Ctx,
  parts: MessageParts,
  at: { readonly host: string; readonly port: number },
): Promise<RelayDoor> {
  const server = new SMTPServer({
    // It listens on this machine or a private network; a proxy in front of it brings a real certificate.
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    authMethods: ["PLAIN", "LOGIN"],
    disableReverseLookup: true,
    hideSMTPUTF8: false,
    logger: false,
    banner: "Kept",
    size: MOST_BYTES,
    maxClients: MOST_CLIENTS,
    socketTimeout: 60_000,
    closeTimeout: 5_000,
    onAuth: (auth, _session, callback) => {
      signIn(ctx, parts, auth.username ?? "", auth.password ?? "")
        .then((stream) =>
          stream === null
            ? callback(new SmtpRefusal(535, "5.7.8 no such stream, or the key may not send in it"))
            : callback(null, { user: stream }),
        )
        .catch((error: unknown) => callback(unavailable(ctx, error)));
    },
    onRcptTo: (address, session, callback) => {
      const stream = String(session.user);
      const taken = session.envelope.rcptTo.length;
      if (taken >= MOST_RECIPIENTS)
        return callback(new SmtpRefusal(452, "4.5.3 too many recipients, send the rest apart"));
      if (taken > 0 && parts.kept.streams[stream]?.several === "refuse") {
        return callback(new SmtpRefusal(550, "5.5.3 this stream takes one recipient per message"));
      }
      checkRelayed(ctx, parts, stream, address.address)
        .then((refusal) => (refusal === null ? callback() : callback(new SmtpRefusal(550, refusal))))
        .catch((error: unknown) => callback(unavailable(ctx, error)));
    },
    onData: (stream, session, callback) => {
      take(ctx, parts, stream, session)
        .then((answer) => callback(null, answer))
        .catch((error: unknown) => callback(error instanceof SmtpRefusal ? error : unavailable(ctx, error)));
    },
  });
  // What goes wrong with one connection is that client's affair.
  server.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) =>
      reject(
        new StartError("port_taken", `The relay cannot listen on ${at.host}:${at.port} (${cause.code ?? "unknown"}).`, {
          action: "Set KEPT_RELAY_PORT to a port that is free, or leave it out when nothing is to be relayed.",
          cause,
        }),
      );
    server.server.once("error", fail);
    server.listen(at.port, at.host, () => {
      server.server.removeListener("error", fail);
      resolve();
    });
  });
  const address = server.server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : at.port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** User name: the stream. Password: an API key that may send messages of the stream's class. */
async function signIn(ctx: Ctx, parts: MessageParts, stream: string, password: string): Promise<string | null> {
  const settings = Object.hasOwn(parts.kept.streams, stream) ? parts.kept.streams[stream] : undefined;
  const key = await findApiKey(ctx, password);
  if (settings === undefined || settings.referral || key === null || !key.permissions.includes("messages:send"))
    return null;
  return settings.class === "service" && !key.permissions.includes("messages:send-service") ? null : stream;
}

async function take(
  ctx: Ctx,
  parts: MessageParts,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read and let go, so that the client hears the answer.
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  if (size > MOST_BYTES || stream.sizeExceeded) throw new SmtpRefusal(552, "5.3.4 the message is too large");
  const recipients = session.envelope.rcptTo.map(({ address }) => address);
  return await relayMessage(ctx, parts, String(session.user), recipients, Buffer.concat(chunks));
}

function unavailable(ctx: Ctx, error: unknown): SmtpRefusal {
  ctx.log.error("the relay could not do its work", { error });
  // The sender keeps the message and tries again.
  return new SmtpRefusal(451, "4.3.0 not possible now, try again later");
}
