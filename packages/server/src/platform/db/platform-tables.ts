/** Tables of the platform: outbox, ledger, links, mail, migrations. */
import type { Generated } from "kysely";
import type { Bytes, Json, NullableTimestamp, Timestamp } from "./columns.ts";

export interface PlatformTables {
  kept_migration: { name: string; breaking: boolean; checksum: string; applied_at: Generated<Timestamp> };
  outbox: {
    key: string;
    id: string;
    seq: Generated<number>;
    actor_kind: string;
    actor_id: string;
    entry: Json<{ type: string; subject?: Record<string, string>; data: Record<string, unknown> }>;
    jobs: Json<readonly { name: string; payload: unknown; startAfter?: string }[]>;
    created_at: Timestamp;
  };
  ledger_entry: {
    index: number;
    entry_id: string;
    type: string;
    key: string | null;
    at: Timestamp;
    commitment: Bytes;
    leaf_hash: Bytes;
    salt: Bytes | null;
    /** Canonical JSON, byte for byte what the commitment was made of; null once erased. */
    content: string | null;
  };
  /** Which entries are about which id. */
  ledger_subject: { subject: string; index: number };
  /** Roots of complete subtrees: level 1 holds pairs of leaves, and so on. */
  ledger_node: { level: number; index: number; hash: Bytes };
  ledger_checkpoint: { size: number; root_hash: Bytes; note: string; at: Timestamp };
  signed_link: {
    token_hash: string;
    purpose: string;
    subject: string;
    created_at: Timestamp;
    expires_at: Timestamp;
    used_at: NullableTimestamp;
  };
  mail_message: {
    id: string;
    key: string;
    kind: string;
    language: string;
    /** Sealed: recipient, subject, the MIME message. Null once tidied. */
    sealed: Bytes | null;
    recipient_index: string;
    state: "queued" | "sent" | "failed";
    error_code: string | null;
    created_at: Timestamp;
    sent_at: NullableTimestamp;
    /** The Message-ID under which it goes out: replies and bounces name it. */
    message_id: string | null;
    bounced_at: NullableTimestamp;
    /** The enhanced status of the bounce (RFC 3463): `5.1.1`. */
    bounce_status: string | null;
  };
}
