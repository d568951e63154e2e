/** Tables of messages. */
import type { MessageClass } from "@kept/contract/messages";
import type { Bytes, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface MessageTables {
  message_delivery: {
    address_hash: string;
    id: string;
    stream: string;
    class: MessageClass;
    door: "api" | "relay" | "referral";
    dedupe_key: string;
    state: "queued" | "sent" | "stopped" | "failed";
    reason: string | null;
    sealed: Bytes | null;
    created_at: Timestamp;
    settled_at: NullableTimestamp;
  };
}
