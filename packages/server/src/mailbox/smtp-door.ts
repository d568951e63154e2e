/** Takes mail for the configured mailboxes by SMTP. `250` is answered once the message is stored, sealed and whole. */
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { Ctx } from "../platform/ctx.ts";
import { StartError } from "../platform/start-error.ts";
import { MOST_BYTES } from "./imap-door.ts";
import { DOOR_ACTOR, findMailbox, type MailboxParts } from "./mailbox-parts.ts";
import { receiveMessage } from "./receive-message.ts";

export interface SmtpDoor {
  readonly port: number;
  /** Lets the deliveries at work end. */
  close(): Promise<void>;
}

/** @throws StartError `port_taken` */
export async function openSmtpDoor(
  ctx: Ctx,
  parts: MailboxParts,
  at: { readonly host: string; readonly port: number },
): Promise<SmtpDoor> {
  const door = ctx.as(DOOR_ACTOR);
  const server = new SMTPServer({
    // The library would offer encryption with a key that everybody has; a mail server in front of it has a real one.
    disabledCommands: ["AUTH", "STARTTLS"],
    authOptional: true,
    disableReverseLookup: true,
    hideSMTPUTF8: false,
    logger: false,
    banner: "Kept",
    size: MOST_BYTES,
    maxClients: 50,
    socketTimeout: 60_000,
    closeTimeout: 5_000,
    onRcptTo: (address, _session, callback) => {
      if (findMailbox(parts, address.address) === null) callback(refuse(550, "5.1.1 no such mailbox here"));
      else callback();
    },
    onData: (stream, session, callback) => {
      takeDelivery(door, parts, stream, session)
        .then((answer) => (answer instanceof Error ? callback(answer) : callback(null, answer)))
        .catch((error: unknown) => {
          door.log.error("a delivery could not be stored", { error });
          // The sender keeps the message and tries again.
          callback(refuse(451, "4.3.0 could not be stored, try again later"));
        });
    },
  });
  // What goes wrong with one connection is that client's affair.
  server.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) =>
      reject(
        new StartError("port_taken", `Mail cannot be taken on ${at.host}:${at.port} (${cause.code ?? "unknown"}).`, {
          action: "Set KEPT_MAIL_PORT to a port that is free, or leave it out when no mail is to be taken.",
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

async function takeDelivery(
  ctx: Ctx,
  parts: MailboxParts,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<string | Error> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read and let go, so that the client hears the answer.
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  if (size > MOST_BYTES || stream.sizeExceeded) return refuse(552, "5.3.4 the message is too large");
  const { mailFrom, rcptTo } = session.envelope;
  const recipients = rcptTo.map(({ address }) => address);
  const mailboxes = new Set(recipients.flatMap((address) => findMailbox(parts, address)?.name ?? []));
  const raw = Buffer.concat([traceHeaders(mailFrom === false ? "" : mailFrom.address, recipients), ...chunks]);
  const ids = await ctx.transaction(async (tx) => {
    const taken: (string | null)[] = [];
    const receivedAt = tx.clock.now();
    for (const mailbox of mailboxes) {
      taken.push(await receiveMessage(tx, { mailbox, door: "smtp", raw, receivedAt, isCut: false }));
    }
    return taken;
  });
  return `2.0.0 stored as ${ids.find((id) => id !== null) ?? "a message that is here already"}`;
}

/** What a server that makes the final delivery adds (RFC 5321, 4.4): who sent it, and to which address. */
function traceHeaders(from: string, recipients: readonly string[]): Buffer {
  const clean = (address: string) => address.replace(/[\r\n<>]/g, "");
  const lines = [`Return-Path: <${clean(from)}>`, ...recipients.map((address) => `Delivered-To: ${clean(address)}`)];
  return Buffer.from(`${lines.join("\r\n")}\r\n`, "utf8");
}

function refuse(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
