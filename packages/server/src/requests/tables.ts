/** Tables of requests. */
import type { ScopedRows } from "@kept/contract/requests";
import type { RegimeName } from "@kept/engine/regimes/regime";
import type { Region } from "@kept/engine/regimes/resolve-region";
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
    sealed_details: Bytes | null;
    scope: Json<{
      readonly tables: readonly string[];
      readonly categories: readonly string[];
      /** Missing in requests from before there were rights over uses. */
      readonly purposes?: readonly string[];
      /** How many single rows; their keys are sealed. */
      readonly rows?: readonly ScopedRows[];
    }>;
    sealed_rows: Bytes | null;
    submitted_at: Timestamp;
    /** When it reached the operator by any door: where its clocks begin. */
    arrived_at: Timestamp;
    /** When identity was proven. */
    received_at: NullableTimestamp;
    /** The earliest safe date of the clocks that answer it. */
    due_on: string | null;
    legal_due_on: string | null;
    region: Json<Region> | null;
    regimes: Json<readonly RegimeName[]>;
    is_paused: Generated<boolean>;
    is_extended: Generated<boolean>;
    extension_reason: string | null;
    sealed_extension: Bytes | null;
    extension_notice_at: NullableTimestamp;
    extension_bounced_at: NullableTimestamp;
    extension_by_post: Generated<boolean>;
    merged_into: string | null;
    held_at: NullableTimestamp;
    sealed_hold: Bytes | null;
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
    /** What a failing system holds up: planning, or the run. */
    held_up_in: "plan" | "run" | null;
    /** Systems that were finished with when the person was last told what is ready. */
    delivered_steps: Generated<number>;
    assigned_to: string | null;
    /** Carried out together with others; by the batch, until that has ended. */
    batch_id: string | null;
  };
  request_identifier: { index_hash: string; request_id: string; created_at: Timestamp };
  request_refusal: {
    request_id: string;
    id: string;
    state: "proposed" | "replaced" | "given";
    reason: string;
    sealed: Bytes | null;
    proposed_by_kind: string;
    proposed_by_id: string;
    proposed_at: Timestamp;
    confirmed_by_kind: string | null;
    confirmed_by_id: string | null;
    given_at: NullableTimestamp;
  };
  request_letter: {
    request_id: string;
    id: string;
    kind: string;
    language: string;
    sha256: string;
    sealed: Bytes | null;
    created_at: Timestamp;
  };
  request_withheld: {
    request_id: string;
    id: string;
    system: string;
    table: string;
    columns: Json<readonly string[]>;
    reason: string;
    sealed: Bytes | null;
    actor_kind: string;
    actor_id: string;
    at: Timestamp;
  };
  request_fee: {
    request_id: string;
    id: string;
    state: "proposed" | "replaced" | "quoted" | "accepted" | "declined" | "paid" | "dropped";
    ground: string;
    amount: number;
    currency: string;
    sealed: Bytes | null;
    proposed_by_kind: string;
    proposed_by_id: string;
    proposed_at: Timestamp;
    confirmed_by_kind: string | null;
    confirmed_by_id: string | null;
    quoted_at: NullableTimestamp;
    answered_at: NullableTimestamp;
    paid_at: NullableTimestamp;
    payment_reference: string | null;
  };
  request_note: {
    request_id: string;
    id: string;
    at: Timestamp;
    actor_kind: string;
    actor_id: string;
    sealed_text: Bytes | null;
  };
  request_task: {
    request_id: string;
    id: string;
    due_on: string;
    opened_at: Timestamp;
    actor_kind: string;
    actor_id: string;
    sealed_task: Bytes | null;
    done_at: NullableTimestamp;
    sealed_answer: Bytes | null;
  };
  request_statement: {
    request_id: string;
    sealed: Bytes | null;
    sha256: string;
    recipients: number;
    created_at: Timestamp;
  };
  request_choice: {
    request_id: string;
    purpose: string;
    person_id: string;
    act: string;
    weighed: boolean;
    outcome: Generated<"standing" | "upheld" | "overruled" | "taken-back">;
    at: Timestamp;
    /** They had said the same before. */
    stood_before: Generated<boolean>;
  };
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
