/** Tables of choices. */
import type { SuppressionReason } from "@kept/contract/messages";
import type { Generated } from "kysely";
import type { RegionRow } from "../people/tables.ts";
import type { Json, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

/** What an answer was and is now. */
export interface DecisionChange {
  readonly purpose: string;
  readonly channel: string | null;
  readonly allowed: boolean;
  readonly reason: string;
}

export interface ChoiceTables {
  suppression: {
    address_hash: string;
    /** A purpose, or `*` for all. */
    purpose: string;
    /** Empty: all. */
    topic: string;
    reason: SuppressionReason;
    since: Timestamp;
  };
  choice_policy: { version: string; body: Json<unknown>; since: Timestamp };
  choice_notice: {
    hash: string;
    language: string;
    regime: string;
    title: string;
    body: string;
    created_at: Timestamp;
  };
  choice_record: {
    person_id: string;
    id: string;
    at: Timestamp;
    received_at: Timestamp;
    surface: string;
    method: string;
    language: string | null;
    notice_hash: string | null;
    rendered_hash: string | null;
    policy_version: string;
    regime: string;
    region: Json<RegionRow> | null;
    gpc: boolean;
    by_parent: boolean;
    actor_kind: string;
    actor_id: string;
    origin_id: string | null;
    record_hash: string;
  };
  choice_event: {
    person_id: string;
    id: string;
    record_id: string;
    purpose: string;
    /** Empty: all. */
    channel: string;
    /** Empty: all. */
    topic: string;
    act: string;
    at: Timestamp;
    until: NullableTimestamp;
    told: boolean;
  };
  choice_state: {
    person_id: string;
    purpose: string;
    channel: string;
    topic: string;
    slot: string;
    act: string;
    /** Time, rank and event id: sorts as acts do. */
    position: string;
    /** ISO text, or `9999` for no end. */
    until: string;
    by_parent: boolean;
    told: boolean;
    notice_hash: string | null;
    record_id: string;
    /** Of a no that was said again: when it was said first (ISO text). */
    since: string | null;
  };
  choice_link_ask: { address_hash: string; since: Timestamp; asked: number };
  choice_delivery: {
    person_id: string;
    id: string;
    target: string;
    record_id: string;
    changes: Json<readonly DecisionChange[]>;
    state: "waiting" | "acknowledged" | "failed";
    attempts: Generated<number>;
    problem_code: string | null;
    created_at: Timestamp;
    due_at: Timestamp;
    acknowledged_at: NullableTimestamp;
  };
}
