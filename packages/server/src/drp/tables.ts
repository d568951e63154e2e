/** Tables of the Data Rights Protocol. */
import type { Generated } from "kysely";
import type { Bytes, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface DrpTables {
  drp_agent: { agent_id: string; token_hash: string; created_at: Timestamp };
  drp_request: {
    request_id: string;
    agent_id: string;
    sealed_agent_request_id: Bytes | null;
    exercise: string;
    message_hash: string;
    sealed_callback: Bytes | null;
    /** The status that the agent's callback last acknowledged, or its first answer. */
    told_status: string;
    callback_attempts: Generated<number>;
    callback_after: NullableTimestamp;
    created_at: Timestamp;
  };
  drp_seen: { message_hash: string; agent_id: string; expires_at: Timestamp };
}
