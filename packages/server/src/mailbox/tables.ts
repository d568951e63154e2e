/** Tables of mailboxes. */
import type { MessageDoor } from "@kept/contract/mailbox-classes";
import type { Generated } from "kysely";
import type { Bytes, Json, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface MailboxTables {
  mailbox_cursor: {
    mailbox: string;
    uid_validity: string | null;
    last_uid: Generated<number>;
    since: Timestamp;
    checked_at: NullableTimestamp;
    problem_code: string | null;
    problem_since: NullableTimestamp;
  };
  mailbox_message: {
    id: string;
    reference: string;
    thread_id: string;
    mailbox: string;
    door: MessageDoor;
    received_at: Timestamp;
    stored_at: Timestamp;
    state: string;
    class: string | null;
    rights: Json<readonly string[]>;
    tags: Json<readonly string[]>;
    language: string | null;
    confident: Generated<boolean>;
    outcome: string | null;
    sender_label: string;
    sender_index: string | null;
    acknowledge_by: NullableTimestamp;
    attachment_count: Generated<number>;
    byte_count: number;
    sealed_raw: Bytes | null;
    sealed_content: Bytes | null;
    closed_at: NullableTimestamp;
  };
  mailbox_fingerprint: { fingerprint: string; message_id: string; copies: Generated<number> };
  mailbox_thread: { index_hash: string; thread_id: string };
  mailbox_request: { message_id: string; request_id: string };
  mailbox_case: { message_id: string; case_id: string };
  mailbox_acknowledgement: { message_id: string; thread_id: string; sender_index: string; at: Timestamp };
  mailbox_answer: {
    id: string;
    message_id: string;
    at: Timestamp;
    template: string;
    language: string;
    sealed_text: Bytes;
  };
}
