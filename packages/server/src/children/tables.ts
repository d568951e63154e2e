/** Tables of children. */
import type { Bytes, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface ChildTables {
  age_lock: { device_hash: string; until: Timestamp };
  age_count: { day: string; outcome: string; count: number };
  child_case: {
    id: string;
    reference: string;
    state: "claimed" | "frozen" | "erasing" | "closed";
    source: string;
    language: string;
    person_id: string | null;
    sealed: Bytes | null;
    known_at: Timestamp;
    created_at: Timestamp;
    window_ends_at: NullableTimestamp;
    erasure_request: string | null;
    outcome: string | null;
    closed_at: NullableTimestamp;
  };
}
