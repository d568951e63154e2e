/** What a stored message says, whatever door it came by. */
import type { MessageDoor } from "@kept/contract/mailbox-classes";
import { type ParsedMessage, parseMessage, readAttachment } from "./parse-message.ts";

/** A text message as it is stored. */
export interface StoredText {
  readonly from: string;
  readonly text: string;
}

/** A letter on paper as it is stored. */
export interface StoredLetter {
  /** The e-mail address that it names. */
  readonly from: string | null;
  readonly text: string;
  /** Its content in Base64. */
  readonly scan: { readonly type: string; readonly content: string } | null;
}

interface Attachment {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Reader {
  /** @throws Error when nothing can be read from it */
  read(raw: Uint8Array): Promise<ParsedMessage>;
  /** Counted from 0; null when there is none. */
  attachment(raw: Uint8Array, position: number): Promise<Attachment | null>;
}

const mail: Reader = { read: parseMessage, attachment: readAttachment };

const READERS: Readonly<Record<MessageDoor, Reader>> = {
  imap: mail,
  smtp: mail,
  sms: { read: async (raw) => plain(readJson<StoredText>(raw)), attachment: async () => null },
  post: {
    read: async (raw) => {
      const { from, text, scan } = readJson<StoredLetter>(raw);
      const attachments =
        scan === null ? [] : [{ name: scanName(scan.type), type: scan.type, bytes: sizeOf(scan.content) }];
      return { ...plain({ from, text }), attachments };
    },
    attachment: async (raw, position) => {
      const { scan } = readJson<StoredLetter>(raw);
      if (scan === null || position !== 0) return null;
      return { name: scanName(scan.type), bytes: Buffer.from(scan.content, "base64") };
    },
  },
};

export function readStored(door: MessageDoor): Reader {
  return READERS[door];
}

export function storeText(text: StoredText): Uint8Array {
  return Buffer.from(JSON.stringify(text));
}

export function storeLetter(letter: StoredLetter): Uint8Array {
  return Buffer.from(JSON.stringify(letter));
}

function readJson<T>(raw: Uint8Array): T {
  return JSON.parse(Buffer.from(raw).toString("utf8")) as T;
}

function scanName(type: string): string {
  return `scan.${type.split("/")[1] ?? "bin"}`;
}

function sizeOf(base64: string): number {
  return Buffer.byteLength(base64, "base64");
}

function plain({ from, text }: { readonly from: string | null; readonly text: string }): ParsedMessage {
  return {
    messageId: null,
    references: [],
    from,
    to: [],
    subject: "",
    date: null,
    text,
    quoted: "",
    isForward: false,
    attachments: [],
    headers: {},
    report: null,
  };
}
