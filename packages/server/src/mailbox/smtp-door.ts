/** Takes mail for the configured mailboxes by SMTP. `250` is answered once the message is stored, sealed and whole. */
import type { Ctx } from "../platform/ctx.ts";
import { readCertificate } from "../platform/mail/read-certificate.ts";
import { openSmtpListener, type SmtpListener, SmtpRefusal } from "../platform/mail/smtp-listener.ts";
import { MOST_BYTES } from "./imap-door.ts";
import { DOOR_ACTOR, findMailbox, type MailboxParts } from "./mailbox-parts.ts";
import { receiveMessage } from "./receive-message.ts";

const MOST_CLIENTS = 50;

/** @throws StartError `port_taken` */
export async function openSmtpDoor(
  ctx: Ctx,
  parts: MailboxParts,
  at: { readonly host: string; readonly port: number },
): Promise<SmtpListener> {
  const door = ctx.as(DOOR_ACTOR);
  return await openSmtpListener({
    ...at,
    variable: "KEPT_MAIL_PORT",
    mostBytes: MOST_BYTES,
    mostClients: MOST_CLIENTS,
    tls: parts.mailTls === null ? null : readCertificate("KEPT_MAIL", parts.mailTls),
    log: door.log,
    checkRecipient: (address) => {
      if (findMailbox(parts, address) === null) throw new SmtpRefusal(550, "5.1.1 no such mailbox here");
    },
    take: async (raw, { envelope: { mailFrom, rcptTo } }) => {
      const recipients = rcptTo.map(({ address }) => address);
      const from = mailFrom === false ? "" : mailFrom.address;
      return await store(door, parts, Buffer.concat([traceHeaders(from, recipients), raw]), recipients);
    },
  });
}

async function store(ctx: Ctx, parts: MailboxParts, raw: Buffer, recipients: readonly string[]): Promise<string> {
  const mailboxes = new Set(recipients.flatMap((address) => findMailbox(parts, address)?.name ?? []));
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
