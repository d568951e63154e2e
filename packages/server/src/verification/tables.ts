/** Tables of showing who one is. */
import type { Generated } from "kysely";
import type { Bytes, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface VerificationTables {
  proof: {
    request_id: string;
    id: string;
    tier: string;
    state: "open" | "proven" | "failed";
    secret_hash: string | null;
    tries: Generated<number>;
    created_at: Timestamp;
    expires_at: NullableTimestamp;
    settled_at: NullableTimestamp;
    sealed_document: Bytes | null;
    sealed_hash: string | null;
    byte_count: number | null;
    destroy_at: NullableTimestamp;
    destroyed_at: NullableTimestamp;
    /** Of a code that comes by mail. */
    message_id: string | null;
  };
  proof_lock: { index_hash: string; failures: number; since: Timestamp; locked_until: NullableTimestamp };
  proof_decoy: { id: string; index_hash: string; is_over: boolean; created_at: Timestamp };
  request_doubt: {
    request_id: string;
    id: string;
    question_id: string;
    ground: string;
    allows_document: boolean;
    sealed: Bytes | null;
    actor_kind: string;
    actor_id: string;
    at: Timestamp;
  };
}
