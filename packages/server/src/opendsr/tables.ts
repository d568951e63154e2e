/** Tables of OpenDSR. */
import type { Generated } from "kysely";
import type { Bytes, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface OpendsrTables {
  opendsr_request: {
    controller: string;
    subject_request_id: string;
    request_id: string;
    sealed_callbacks: Bytes | null;
    told_status: string;
    callback_attempts: Generated<number>;
    callback_after: NullableTimestamp;
    created_at: Timestamp;
  };
}
