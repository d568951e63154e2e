/** What is sealed of a message, and how it is opened again. */

import { gunzipSync, gzipSync } from "node:zlib";
import type { AnswerTemplate, DismissReason, MessageReason } from "@kept/contract/mailbox";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { ParsedAttachment } from "./parse/parse-message.ts";

/** What was read from a message. */
export interface MessageText {
  readonly from: string | null;
  readonly to: readonly string[];
  readonly subject: string;
  readonly date: string | null;
  readonly text: string;
  readonly quoted: string;
  readonly attachments: readonly ParsedAttachment[];
  readonly reasons: readonly MessageReason[];
  /** Message-IDs of its thread, its own last: what an answer has to name. */
  readonly thread: readonly string[];
  readonly isNoReply: boolean;
  readonly dismissal: { readonly reason: DismissReason; readonly note: string } | null;
}

/** An operator's answer, as it is kept. */
export interface StoredAnswer {
  readonly template: AnswerTemplate;
  readonly text: string;
}

export function sealRaw(keys: Keyring, messageId: string, raw: Uint8Array): Uint8Array {
  return keys.seal("mailbox.raw", `mailbox_message/${messageId}`, gzipSync(raw));
}

export function openRaw(keys: Keyring, messageId: string, sealed: Uint8Array): Uint8Array {
  return gunzipSync(keys.open("mailbox.raw", `mailbox_message/${messageId}`, sealed));
}

export function sealText(keys: Keyring, messageId: string, text: MessageText): Uint8Array {
  return sealJson(keys, "mailbox.text", `mailbox_message/${messageId}`, text);
}

/** Null once it was removed, and before it was read. */
export function openText(keys: Keyring, messageId: string, sealed: Uint8Array | null): MessageText | null {
  return sealed === null ? null : openJson<MessageText>(keys, "mailbox.text", `mailbox_message/${messageId}`, sealed);
}

export function sealAnswer(keys: Keyring, answerId: string, text: string): Uint8Array {
  return sealJson(keys, "mailbox.answer", `mailbox_answer/${answerId}`, text);
}

export function openAnswer(keys: Keyring, answerId: string, sealed: Uint8Array): string {
  return openJson<string>(keys, "mailbox.answer", `mailbox_answer/${answerId}`, sealed);
}

/** How a sender is found again without their address. */
export function senderIndex(keys: Keyring, address: string): string {
  return keys.blindIndex("mailbox.sender", address.trim().toLowerCase());
}

export function messageIdIndex(keys: Keyring, messageId: string): string {
  return keys.blindIndex("mailbox.message-id", messageId);
}
