/** The table of mandates. */
import type { Bytes, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface MandateTables {
  mandate: {
    request_id: string;
    relation: string;
    sealed: Bytes | null;
    sealed_paper: Bytes | null;
    paper_hash: string | null;
    answers_to: "person" | "representative";
    created_at: Timestamp;
    representative_confirmed_at: NullableTimestamp;
    person_confirmed_at: NullableTimestamp;
    decided_at: NullableTimestamp;
    operators_reminded_at: NullableTimestamp;
  };
}
