/** Tables of messages. */
import type { MessageClass } from "@kept/contract/messages";
import type { Bytes, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface MessageTables {
  address_sale: {
    address_hash: string;
    id: string;
    dedupe_key: string;
    kind: "sale" | "negotiation";
    product: string;
    chance: "none" | "given" | "refused";
    at: Timestamp;
    recorded_at: Timestamp;
  };
  suppression_lift: {
    id: string;
    address_hash: string;
    purpose: string;
    reason: "bounced" | "imported";
    why: string;
    state: "waiting" | "lifted" | "declined";
    asked_by: string;
    asked_at: Timestamp;
    settled_by: string | null;
    settled_at: NullableTimestamp;
  };
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
