/** What a message continues: a mail of ours, a request, or a message that came before. */
import { REQUEST_STATES } from "@kept/contract/request-states";
import type { TxCtx } from "../platform/ctx.ts";
import { identifierIndex } from "../requests/person.ts";
import type { ClaimedIdentifier } from "../requests/submit-request.ts";
import type { MailboxParts } from "./mailbox-parts.ts";
import { findMailbox } from "./mailbox-parts.ts";
import { messageIdIndex } from "./message-content.ts";
import type { ParsedMessage } from "./parse/parse-message.ts";
import { senderOf } from "./sender.ts";

export interface Thread {
  /** The thread of messages that it belongs to; null: a new one. */
  readonly threadId: string | null;
  /** Requests that it is about, open ones and closed ones. */
  readonly requestIds: readonly string[];
  /** Complaints and cases of children that it is about, by our mail that it answers or by reference. */
  readonly caseIds: readonly string[];
  /** Requests whose mail it answers by its Message-ID, which nobody knows who did not get that mail. */
  readonly answeredIds: readonly string[];
  /** Whoever wrote is not the person of those requests, or cannot be told to be. */
  readonly isOtherSender: boolean;
}

/** Ids of complaints and of cases of children. */
const CASE_ID = /^(?:cmp|chd)_/;
/** Short names of requests and messages, as they stand in our subjects: `K7QM-3F2X`. */
const REFERENCE = /\b([2-9ACDEFGHJKMNPQRTUVWXYZ]{4})-?([2-9ACDEFGHJKMNPQRTUVWXYZ]{4})\b/g;

export async function findThread(tx: TxCtx, parts: MailboxParts, parsed: ParsedMessage): Promise<Thread> {
  const keys = new Set<string>();
  if (parsed.references.length > 0) {
    const ours = await tx.db
      .selectFrom("mail_message")
      .select("key")
      .where("message_id", "in", [...parsed.references])
      .execute();
    for (const { key } of ours) keys.add(key);
  }
  const answeredIds = [...keys].filter((key) => key.startsWith("req_"));
  for (const key of await findByReference(tx, readReferences(parts, parsed))) keys.add(key);
  const threadIds = await findThreadIds(
    tx,
    parsed,
    [...keys].filter((key) => key.startsWith("inb_")),
  );
  const requestIds = new Set([...keys].filter((key) => key.startsWith("req_")));
  if (threadIds.length > 0) {
    const joined = await tx.db
      .selectFrom("mailbox_request")
      .innerJoin("mailbox_message", "mailbox_message.id", "mailbox_request.message_id")
      .select("mailbox_request.request_id")
      .where("mailbox_message.thread_id", "in", threadIds)
      .execute();
    for (const { request_id } of joined) requestIds.add(request_id);
  }
  return {
    threadId: threadIds[0] ?? null,
    requestIds: [...requestIds],
    caseIds: [...keys].filter((key) => CASE_ID.test(key)),
    answeredIds,
    isOtherSender: requestIds.size > 0 && !(await isPersonOf(tx, [...requestIds], parsed.from)),
  };
}

/** Requests of a kind that the sender has open already. */
export async function findOpenRequests(
  tx: TxCtx,
  identifier: ClaimedIdentifier,
  kind: string,
): Promise<readonly string[]> {
  const open = REQUEST_STATES.filter((row) => row.phase !== "closed").map((row) => row.state);
  const rows = await tx.db
    .selectFrom("request")
    .innerJoin("request_identifier", "request_identifier.request_id", "request.id")
    .select("request.id")
    .where("request_identifier.index_hash", "=", identifierIndex(tx.keys, identifier))
    .where("request.kind", "=", kind)
    .where("request.state", "in", open)
    .execute();
  return rows.map((row) => row.id);
}

function readReferences(parts: MailboxParts, parsed: ParsedMessage): readonly string[] {
  const tags = parsed.to.flatMap((address) => {
    const tag = findMailbox(parts, address)?.tag;
    return tag === undefined || tag === null ? [] : [tag.toUpperCase()];
  });
  const found = [parsed.subject, ...tags].flatMap((text) =>
    [...text.matchAll(REFERENCE)].map(([, first = "", second = ""]) => `${first}-${second}`),
  );
  return [...new Set(found)].slice(0, 10);
}

async function findByReference(tx: TxCtx, references: readonly string[]): Promise<readonly string[]> {
  if (references.length === 0) return [];
  const requests = await tx.db
    .selectFrom("request")
    .select("id")
    .where("reference", "in", [...references])
    .execute();
  const messages = await tx.db
    .selectFrom("mailbox_message")
    .select("id")
    .where("reference", "in", [...references])
    .execute();
  const complaints = await tx.db
    .selectFrom("complaint")
    .select("id")
    .where("reference", "in", [...references])
    .execute();
  const children = await tx.db
    .selectFrom("child_case")
    .select("id")
    .where("reference", "in", [...references])
    .execute();
  return [...requests, ...messages, ...complaints, ...children].map((row) => row.id);
}

async function findThreadIds(tx: TxCtx, parsed: ParsedMessage, messageIds: readonly string[]): Promise<string[]> {
  const threadIds = new Set<string>();
  if (parsed.references.length > 0) {
    const hashes = parsed.references.map((id) => messageIdIndex(tx.keys, id));
    const rows = await tx.db
      .selectFrom("mailbox_thread")
      .select("thread_id")
      .where("index_hash", "in", hashes)
      .execute();
    for (const { thread_id } of rows) threadIds.add(thread_id);
  }
  if (messageIds.length > 0) {
    const rows = await tx.db
      .selectFrom("mailbox_message")
      .select("thread_id")
      .where("id", "in", [...messageIds])
      .execute();
    for (const { thread_id } of rows) threadIds.add(thread_id);
  }
  return [...threadIds];
}

async function isPersonOf(tx: TxCtx, requestIds: readonly string[], from: string | null): Promise<boolean> {
  if (from === null) return false;
  const rows = await tx.db
    .selectFrom("request_identifier")
    .select("request_id")
    .where("request_id", "in", [...requestIds])
    .where("index_hash", "=", identifierIndex(tx.keys, senderOf(from)))
    .execute();
  return new Set(rows.map((row) => row.request_id)).size === requestIds.length;
}
