/** Sends messages: real MIME, through SMTP when there is a server, and always with a record of what went out. */
import type { Kysely, Updateable } from "kysely";
import { createTransport, type Transporter } from "nodemailer";
import { type Clock, isoInstant } from "../clock.ts";
import type { Keyring } from "../crypto/keyring.ts";
import { openJson, sealJson } from "../crypto/seal-json.ts";
import type { Database } from "../db/database.ts";
import type { DkimKey, MailMessage, RawMail } from "./mail.ts";

export interface Mailer {
  /**
   * Sends a message unless one with its id went out before.
   * @throws MailError when the server refuses or is not there; the job that called tries again
   */
  send(message: MailMessage): Promise<void>;
  /**
   * Hands over a message that others composed, unless it went out before. Where there is a mail server, no copy is kept.
   * @throws MailError
   */
  forward(message: RawMail): Promise<void>;
  close(): void;
}

/** Fields that a signature covers: a mailbox offers one click only where both of the list's are among them (RFC 8058, 4). */
const SIGNED_FIELDS = [
  ...["From", "Sender", "Reply-To", "Subject", "Date", "Message-ID", "To", "Cc", "MIME-Version"],
  ...["Content-Type", "Content-Transfer-Encoding", "In-Reply-To", "References", "List-Id"],
  ...["List-Unsubscribe", "List-Unsubscribe-Post"],
].join(":");

/** A message could not be handed over. Holds no address. */
export class MailError extends Error {
  readonly code: string;
  /** The server's answer is final (5yz): trying again changes nothing. */
  readonly permanent: boolean;
  /** Enhanced status (RFC 3463) of a final answer; `5.1.0` when only the refusal of the recipient says what it is about. */
  readonly status: string | null;
  constructor(code: string, cause: unknown) {
    super(`The mail server did not take the message (${code}).`, { cause });
    this.code = code;
    const answer = cause instanceof Error && "responseCode" in cause ? Number(cause.responseCode) : 0;
    this.permanent = answer >= 500 && answer < 600;
    const words = cause instanceof Error && "response" in cause ? String(cause.response) : "";
    const isAboutRecipient = cause instanceof Error && "command" in cause && cause.command === "RCPT TO";
    const status = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(words)?.[0] ?? (isAboutRecipient ? "5.1.0" : "5.5.0");
    this.status = this.permanent ? status : null;
  }
}

/** What is sealed in `mail_message`. */
export interface StoredMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The message as it went over the wire. */
  readonly mime: string;
}

const SEAL_PURPOSE = "mail";

export interface MailerParts {
  readonly db: Kysely<Database>;
  readonly keys: Keyring;
  readonly clock: Clock;
  readonly from: string;
  readonly publicUrl: string;
  /** Null: nothing leaves the machine, the outbox page shows it. */
  readonly smtpUrl: string | null;
}

export function createMailer(parts: MailerParts): Mailer {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const smtp = parts.smtpUrl === null ? null : createTransport(parts.smtpUrl);
  const settle = async (id: string, change: Updateable<Database["mail_message"]>): Promise<void> => {
    await parts.db.updateTable("mail_message").set(change).where("id", "=", id).execute();
  };
  const handOver = async (id: string, envelope: Envelope, mime: Buffer): Promise<void> => {
    try {
      if (smtp !== null) await deliver(smtp, envelope, mime);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "EUNKNOWN";
      await settle(id, { state: "failed", error_code: code });
      throw new MailError(code, error);
    }
    await settle(id, { state: "sent", error_code: null, sent_at: isoInstant(parts.clock.now()) });
  };
  return {
    send: async (message) => {
      if (!(await claim(parts, message))) return;
      const headers = messageHeaders(parts, message);
      const composed = await composer.sendMail(headers);
      const mime = Buffer.isBuffer(composed.message) ? composed.message : Buffer.alloc(0);
      if (smtp === null || message.isSecret !== true) await store(parts, message, mime);
      await handOver(message.id, composed.envelope, mime);
    },
    forward: async (message) => {
      if (!(await claim(parts, message))) return;
      const { from, to, signature } = message;
      const composed = await composer.sendMail({
        envelope: { from, to: [to] },
        raw: message.raw,
        ...(signature === null ? {} : { dkim: signingOptions(signature) }),
      });
      const mime = Buffer.isBuffer(composed.message) ? composed.message : Buffer.alloc(0);
      if (smtp === null) await store(parts, { id: message.id, to, ...message.shown }, mime);
      await handOver(message.id, composed.envelope, mime);
    },
    close: () => smtp?.close(),
  };
}

/** Opens a stored message; null when its content was removed. */
export function openStoredMessage(keys: Keyring, id: string, sealed: Uint8Array | null): StoredMessage | null {
  return sealed === null ? null : openJson<StoredMessage>(keys, SEAL_PURPOSE, `mail_message/${id}`, sealed);
}

/** How messages to one address are found without storing the address. */
export function recipientIndex(keys: Keyring, address: string): string {
  return keys.blindIndex("mail-recipient", address.trim().toLowerCase());
}

/** False when the message went out already. One that failed, or was cut off by a crash, is tried again. */
async function claim(
  parts: MailerParts,
  message: Pick<MailMessage, "id" | "key" | "kind" | "language" | "to"> & { readonly messageId?: string | null },
): Promise<boolean> {
  await parts.db
    .insertInto("mail_message")
    .values({
      id: message.id,
      key: message.key,
      kind: message.kind,
      language: message.language,
      sealed: null,
      recipient_index: recipientIndex(parts.keys, message.to),
      state: "queued",
      error_code: null,
      message_id: message.messageId ?? messageId(parts, message.id),
      created_at: isoInstant(parts.clock.now()),
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  const row = await parts.db
    .selectFrom("mail_message")
    .select("state")
    .where("id", "=", message.id)
    .executeTakeFirstOrThrow();
  return row.state !== "sent";
}

async function store(
  parts: MailerParts,
  message: Pick<MailMessage, "id" | "to" | "subject" | "text" | "html">,
  mime: Buffer,
): Promise<void> {
  const { to, subject, text, html } = message;
  const stored: StoredMessage = { to, subject, text, html, mime: mime.toString("utf8") };
  await parts.db
    .updateTable("mail_message")
    .set({ sealed: sealJson(parts.keys, SEAL_PURPOSE, `mail_message/${message.id}`, stored) })
    .where("id", "=", message.id)
    .execute();
}

function messageHeaders(parts: MailerParts, message: MailMessage): Parameters<Transporter["sendMail"]>[0] {
  return {
    from: parts.from,
    to: { name: "", address: message.to },
    subject: message.subject,
    text: message.text,
    html: message.html,
    messageId: messageId(parts, message.id),
    date: new Date(parts.clock.now().epochMilliseconds),
    ...threadHeaders(parts, message),
    ...(message.replyTo === undefined ? {} : { replyTo: message.replyTo }),
    headers: {
      "Content-Language": message.language,
      // No out-of-office answers to messages that a machine sends (RFC 3834).
      "Auto-Submitted": message.automatic ?? "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "X-Kept-Kind": message.kind,
      [LOOP_HEADER]: loopMark(parts.keys),
    },
  };
}

/** Every message of ours carries it, so that one which comes back is known, whatever happened to it on the way. */
export const LOOP_HEADER = "X-Kept-Loop";

/** The mark of this installation. */
export function loopMark(keys: Keyring): string {
  return keys.blindIndex("mail-loop", "v1").slice(0, 32);
}

function threadHeaders(parts: MailerParts, message: MailMessage): { inReplyTo?: string; references?: string[] } {
  if (message.answers !== undefined && message.answers.length > 0) {
    return { inReplyTo: message.answers.at(-1) ?? "", references: [...message.answers] };
  }
  if (message.inReplyTo === undefined) return {};
  const id = messageId(parts, message.inReplyTo);
  return { inReplyTo: id, references: [id] };
}

/** The same message keeps its id over every try, so that a mailbox shows it once. */
function messageId(parts: MailerParts, id: string): string {
  return `<${parts.keys.blindIndex("message-id", id).slice(0, 40)}@${new URL(parts.publicUrl).hostname}>`;
}

function signingOptions({ domain, selector, privateKey }: DkimKey) {
  return { domainName: domain, keySelector: selector, privateKey, headerFieldNames: SIGNED_FIELDS };
}

interface Envelope {
  readonly from: string | false;
  readonly to: string[];
}

async function deliver(smtp: Transporter, envelope: Envelope, raw: Buffer): Promise<void> {
  await smtp.sendMail({ envelope: { from: envelope.from || "", to: envelope.to }, raw });
}
