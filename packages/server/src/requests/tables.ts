/** Tables of requests. */
import type { Generated } from "kysely";
import type { Bytes, Json, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface RequestTables {
  request: {
    id: string;
    reference: string;
    kind: string;
    state: string;
    channel: string;
    language: string;
    person_label: string;
    sealed_person: Bytes | null;
    scope: Json<{ readonly tables: readonly string[]; readonly categories: readonly string[] }>;
    submitted_at: Timestamp;
    received_at: NullableTimestamp;
    due_on: string | null;
    closed_at: NullableTimestamp;
    verified_how: string | null;
    plan_version: Generated<number>;
    approved_version: number | null;
    runs_at: NullableTimestamp;
    refusal_reason: string | null;
    sealed_refusal: Bytes | null;
    row_count: Generated<number>;
    finding_count: Generated<number>;
    blocking_count: Generated<number>;
    lease_owner: string | null;
    lease_until: NullableTimestamp;
    retry_at: NullableTimestamp;
  };
  request_identifier: { index_hash: string; request_id: string; created_at: Timestamp };
  request_event: {
    request_id: string;
    id: string;
    at: Timestamp;
    event: string;
    actor_kind: string;
    actor_id: string;
    facts: Json<Readonly<Record<string, string | number | boolean | null>>>;
  };
}
