/** Tables of fulfilment. */
import type { RectificationOutcome, RestrictionOutcome } from "@kept/connectors/lifecycle-rights";
import type { Receipt } from "@kept/contract/packages";
import type { Replay } from "@kept/contract/replays";
import type { RequestPlan } from "@kept/contract/requests";
import type { Undo, UndoEnd, UndoKey } from "@kept/contract/undo-schemas";
import type { ErasureOutcome } from "@kept/engine/rights";
import type { Generated } from "kysely";
import type { Bytes, Json, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";
import type { RequestTables } from "../requests/tables.ts";

/** What a step shows of its plan: counts and reasons, never keys or values. */
export type StepSummary = Pick<RequestPlan, "tables" | "repairs" | "files" | "findings">;

/** How far a replay is. */
export type ReplayCounts = Pick<Replay, "erasures" | "due" | "erased" | "clean" | "blocked" | "notVerified" | "rows">;

/** What a change that can be taken back did in a system: counts, columns and keyed hashes, never keys or values. */
export type ChangeOutcome = RestrictionOutcome | RectificationOutcome;

/** A system in which an erasure was taken back, with counts. */
export type UndoneSystem = Readonly<Undo["undone"][number]>;

/** A system that is not in an answer: skipped, or still to come; the reason is told to the person. */
export interface MissingSystem {
  readonly system: string;
  readonly code: "system_skipped" | "system_later";
  readonly reason: string;
}

export interface FulfilmentTables {
  fulfilment_step: {
    request_id: string;
    system: string;
    state: string;
    found: boolean | null;
    row_count: Generated<number>;
    deleted: Generated<number>;
    detached: Generated<number>;
    redacted: Generated<number>;
    retained: Generated<number>;
    summary: Json<StepSummary>;
    problem_code: string | null;
    problem_message: string | null;
    attempts: Generated<number>;
    sealed_plan: Bytes | null;
    sealed_intent: Bytes | null;
    outcome: Json<ErasureOutcome> | null;
    change_outcome: Json<ChangeOutcome> | null;
    control: "paused" | null;
    control_reason: string | null;
    control_by_kind: string | null;
    control_by_id: string | null;
    later_reason: string | null;
    /** Which kinds of data were changed there; null: not known (yet). */
    categories: Json<readonly string[]> | null;
    updated_at: Timestamp;
    completed_at: NullableTimestamp;
  };
  fulfilment_package: {
    request_id: string;
    state: string;
    file_name: string;
    bytes: number;
    files: number;
    row_count: number;
    sha256: string;
    ready_at: NullableTimestamp;
    expires_at: NullableTimestamp;
    fetches: Generated<number>;
    missing: Json<readonly MissingSystem[]>;
  };
  fulfilment_receipt: { request_id: string; id: string; body: string; sha256: string; created_at: Timestamp };
  fulfilment_residue_scan: {
    request_id: string;
    id: string;
    state: string;
    plus_tags: boolean;
    started_at: Timestamp;
    completed_at: NullableTimestamp;
    sealed_systems: Bytes | null;
    totals: Json<NonNullable<Receipt["residueScan"]>["systems"]> | null;
  };
  fulfilment_replay: {
    system: string;
    id: string;
    state: string;
    dry_run: boolean;
    since: NullableTimestamp;
    started_at: Timestamp;
    completed_at: NullableTimestamp;
    problem_code: string | null;
    problem_message: string | null;
    counts: Json<ReplayCounts>;
    sealed_rest: Bytes | null;
  };
  fulfilment_diff: {
    request_id: string;
    system: string;
    purpose: "change" | "lift" | "erasure" | "undo";
    /** Of an erasure: which of the transactions in this system, from 0. */
    part: number;
    sealed: Bytes;
    created_at: Timestamp;
  };
  fulfilment_undo: {
    request_id: string;
    state: "collecting" | "open" | "undoing" | "undone" | "ended";
    held_by: UndoKey;
    lasts: string;
    opened_at: Timestamp;
    until: Timestamp;
    sealed_key: Bytes | null;
    /** Systems in which it cannot be taken back; null until the window opens: what the plan says. */
    unable: Json<readonly string[]> | null;
    undone: Json<readonly UndoneSystem[]>;
    ended_by: UndoEnd | null;
    /** It has ended, and what is also others' is kept under their keys until then. */
    shared_until: NullableTimestamp;
    retry_at: NullableTimestamp;
    problem_code: string | null;
    problem_message: string | null;
  };
  fulfilment_undo_share: {
    request_id: string;
    token_hash: string;
    sealed_half: Bytes | null;
    wrapped_key: Bytes;
  };
  fulfilment_undo_group: {
    id: string;
    system: string;
    sealed: Bytes;
    pending: Bytes | null;
    pending_by: string | null;
    created_at: Timestamp;
  };
  fulfilment_undo_member: {
    request_id: string;
    system: string;
    group_id: string;
    place: number;
    wrapped_key: Bytes;
  };
  fulfilment_restriction: {
    request_id: string;
    state: string;
    since: Timestamp;
    announced_at: NullableTimestamp;
    notice_id: string | null;
    notice_by: string | null;
    notice_period: string | null;
    lifted_at: NullableTimestamp;
    retry_at: NullableTimestamp;
    problem_code: string | null;
    problem_message: string | null;
  };
  fulfilment_restricted_row: { system: string; row_hash: string; request_id: string };
  fulfilment_wait: { restriction_id: string; request_id: string; system: string };
  fulfilment_kept_mark: { restriction_id: string; system: string; erasure_id: string; sealed: Bytes };
  fulfilment_tombstone: {
    index_hash: string;
    request_id: string;
    identifier_kind: string;
    /** Of a row that was named by an erasure of single rows. */
    row_table: string | null;
    scope: RequestTables["request"]["scope"];
    created_at: Timestamp;
  };
}
