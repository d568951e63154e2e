/** Tables of text messages. */
import type { Generated } from "kysely";
import type { Bytes, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface SmsTables {
  sms_message: {
    id: string;
    key: string;
    kind: string;
    state: "queued" | "sent" | "failed" | "expired";
    sealed: Bytes | null;
    attempts: Generated<number>;
    problem_code: string | null;
    created_at: Timestamp;
    expires_at: Timestamp;
    settled_at: NullableTimestamp;
  };
  sms_incoming: {
    id: string;
    sender_hash: string;
    taken_for: string;
    sealed: Bytes | null;
    received_at: Timestamp;
    answered_at: NullableTimestamp;
    settled_at: NullableTimestamp;
  };
}
