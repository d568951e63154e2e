/** Tables of automated decisions and their reviews. */
import type { Bytes, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface AutomatedDecisionTables {
  automated_decision: {
    person_id: string;
    id: string;
    decision: string;
    external_hash: string;
    sealed: Bytes | null;
    decided_at: Timestamp;
    recorded_by_kind: string;
    recorded_by_id: string;
    created_at: Timestamp;
    forget_at: Timestamp;
    /** The erasure that takes it along, as soon as nothing stands in the way. */
    erased_by: string | null;
  };
  request_review: {
    request_id: string;
    decision_id: string;
    person_id: string;
    decision: string;
    sealed_view: Bytes | null;
    contested_at: NullableTimestamp;
    outcome: "upheld" | "changed" | null;
    sealed_result: Bytes | null;
    reviewer_id: string | null;
    reviewed_at: NullableTimestamp;
  };
}
