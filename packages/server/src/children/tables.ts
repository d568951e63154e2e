/** Tables of children. */
import type { ParentWish } from "@kept/contract/children";
import type { Generated } from "kysely";
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
    wish: ParentWish | null;
    email_index: string | null;
    parent_confirmed_at: NullableTimestamp;
    consent_said_at: NullableTimestamp;
    is_known: Generated<boolean>;
    erasure_ended: string | null;
    parent_verified_at: NullableTimestamp;
    parent_verified_how: string | null;
    access_request: string | null;
  };
}
