/** A message as bytes -> what it says. Nothing in it is opened, fetched or trusted. */
import PostalMime, { type Address, type Email } from "postal-mime";
import { type DeliveryReport, readDeliveryReport } from "./delivery-report.ts";
import { htmlToText } from "./html-to-text.ts";
import { stripQuotes } from "./strip-quotes.ts";

export interface ParsedAttachment {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
}

export interface ParsedMessage {
  readonly messageId: string | null;
  /** Message-IDs that it answers, oldest first; the one that it answers directly last. */
  readonly references: readonly string[];
  /** The address to answer: Reply-To, else From; null when there is none. */
  readonly from: string | null;
  readonly to: readonly string[];
  readonly subject: string;
  /** ISO instant that the message claims. */
  readonly date: string | null;
  /** What the sender wrote, without quotations and signatures; what they passed on, when they wrote nothing else. */
  readonly text: string;
  readonly quoted: string;
  readonly isForward: boolean;
  readonly attachments: readonly ParsedAttachment[];
  /** Every header in small letters; several of one name are joined by line ends. */
  readonly headers: Readonly<Record<string, string>>;
  /** What a mail server says about a message of ours; null: it says nothing of the kind. */
  readonly report: DeliveryReport | null;
}

const MOST_TEXT = 200_000;
const MOST_ATTACHMENTS = 100;

/** @throws Error when it is no message, or one that is built to exhaust its reader */
export async function parseMessage(raw: Uint8Array): Promise<ParsedMessage> {
  const email = await parse(raw);
  const headers: Record<string, string> = {};
  for (const { key, value } of email.headers) {
    headers[key] = headers[key] === undefined ? value : `${headers[key]}\n${value}`;
  }
  const { own, quoted, forwarded } = stripQuotes(readText(email));
  const isForward = forwarded !== null;
  const from = firstAddress(email.replyTo) ?? firstAddress(email.from === undefined ? [] : [email.from]);
  return {
    messageId: readIds(headers["message-id"]).at(0) ?? null,
    references: [...new Set([...readIds(headers["references"]), ...readIds(headers["in-reply-to"])])].slice(-50),
    from,
    to: [...flatten(email.to), ...flatten(email.cc)].slice(0, 50),
    subject: clean(email.subject ?? "").slice(0, 500),
    date: email.date !== undefined && !Number.isNaN(Date.parse(email.date)) ? new Date(email.date).toISOString() : null,
    text: isForward ? [own, forwarded].filter((part) => part !== "").join("\n\n") : own,
    quoted,
    isForward,
    attachments: email.attachments.slice(0, MOST_ATTACHMENTS).map((attachment) => ({
      name: clean(attachment.filename ?? "").slice(0, 200) || "(no name)",
      type: /^[\w.+-]+\/[\w.+-]+$/.test(attachment.mimeType) ? attachment.mimeType : "application/octet-stream",
      bytes: byteLength(attachment.content),
    })),
    headers,
    report: readDeliveryReport(headers, email.attachments, readText(email)),
  };
}

/** The bytes of one attachment, counted from 0; null when there is none. */
export async function readAttachment(
  raw: Uint8Array,
  position: number,
): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null> {
  const attachment = (await parse(raw)).attachments[position];
  if (attachment === undefined) return null;
  const { content } = attachment;
  const bytes = typeof content === "string" ? Buffer.from(content) : new Uint8Array(content);
  return { name: clean(attachment.filename ?? "").slice(0, 200), bytes };
}

function parse(raw: Uint8Array): Promise<Email> {
  return PostalMime.parse(raw, { maxNestingDepth: 30, maxHeadersSize: 512 * 1024, forceRfc822Attachments: true });
}

function readText(email: Email): string {
  const plain = email.text ?? "";
  // Some programs send a plain part that only says that there is an HTML part, and some send HTML as plain text.
  const html = email.html !== undefined && plain.trim().length < 3 ? email.html : MARKUP.test(plain) ? plain : null;
  return clean((html === null ? plain : htmlToText(html)).slice(0, MOST_TEXT), true);
}

/** Two marks of HTML, so that who writes of one is still read as they wrote. */
const MARKUP = /<(?:div|br|p|span|html|body|table)\b[^<>]*>[\s\S]*<\/?(?:div|br|p|span|html|body|table)\b[^<>]*>/i;

/** Takes away control characters, and those that turn text around or hide in it. */
function clean(text: string, lines = false): string {
  const unprintable = lines ? /[\p{Cc}\p{Cf}]/gu : /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
  return text.replace(unprintable, (letter) =>
    lines && "\n\t\r".includes(letter) ? letter : letter === "\u00ad" ? "" : letter === "\t" ? " " : "",
  );
}

function flatten(addresses: readonly Address[] | undefined): string[] {
  return (addresses ?? []).flatMap((entry) =>
    entry.group === undefined ? [entry.address] : entry.group.map((one) => one.address),
  );
}

function firstAddress(addresses: readonly Address[] | undefined): string | null {
  const address = flatten(addresses)
    .map((one) => one.trim())
    .find((one) => ADDRESS.test(one));
  return address?.toLowerCase() ?? null;
}

/** Narrower than RFC 5321, as wide as people's addresses are. */
const ADDRESS = /^[^\s@<>"(),:;\\[\]]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

function readIds(header: string | undefined): string[] {
  return [...(header ?? "").matchAll(/<[^<>\s]{3,400}>/g)].map(([id]) => id);
}

function byteLength(content: string | ArrayBuffer | Uint8Array): number {
  return typeof content === "string" ? Buffer.byteLength(content) : content.byteLength;
}
