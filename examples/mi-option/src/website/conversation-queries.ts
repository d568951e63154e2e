/** Reads private conversations, always on behalf of one of their participants. */
import type { DatabaseSync } from "node:sqlite";
import { readRow, readRows } from "./environment.ts";
import { nameSql } from "./former-members.ts";

export interface Conversation {
  readonly id: number;
  readonly subject: string | null;
  /** Names of the other participants; NULL when all others have left. */
  readonly others: string | null;
  readonly otherName: string | null;
  readonly photoKey: string | null;
  readonly lastBody: string | null;
  readonly lastAt: string;
  readonly isUnread: number;
}

export interface Message {
  readonly id: number;
  readonly senderId: number;
  /** NULL when they have left. */
  readonly sender: string | null;
  readonly photoKey: string | null;
  readonly body: string;
  readonly sentAt: string;
}

const conversationColumns = `SELECT c.id, c.subject,
  (SELECT group_concat(${nameSql("a")}, ', ') FROM conversation_participants o JOIN accounts a ON a.id = o.account_id
   WHERE o.conversation_id = c.id AND o.account_id <> me.account_id) AS others,
  ${nameSql("a1")} AS otherName, f.storage_key AS photoKey,
  m.body AS lastBody, coalesce(m.sent_at, c.started_at) AS lastAt,
  coalesce(m.id > coalesce(me.last_read_message_id, 0), 0) AS isUnread
  FROM conversation_participants me JOIN conversations c ON c.id = me.conversation_id
  LEFT JOIN messages m ON m.id = (SELECT max(id) FROM messages WHERE conversation_id = c.id)
  LEFT JOIN accounts a1 ON a1.id = (SELECT min(account_id) FROM conversation_participants
    WHERE conversation_id = c.id AND account_id <> me.account_id)
  LEFT JOIN profile_photos f ON f.id = a1.avatar_photo_id
  WHERE me.account_id = ?`;

export function listConversations(database: DatabaseSync, accountId: number): Conversation[] {
  return readRows(database, `${conversationColumns} ORDER BY lastAt DESC LIMIT 100`, accountId);
}

/** Undefined as well when the person does not take part. */
export function findConversation(database: DatabaseSync, accountId: number, id: number): Conversation | undefined {
  return readRow(database, `${conversationColumns} AND c.id = ?`, accountId, id);
}

export function listMessages(database: DatabaseSync, conversationId: number): Message[] {
  return readRows(
    database,
    `SELECT m.id, m.sender_id AS senderId, ${nameSql("a")} AS sender, f.storage_key AS photoKey, m.body, m.sent_at AS sentAt
     FROM messages m JOIN accounts a ON a.id = m.sender_id LEFT JOIN profile_photos f ON f.id = a.avatar_photo_id
     WHERE m.conversation_id = ? ORDER BY m.id LIMIT 500`,
    conversationId,
  );
}
