/** Tables of clocks. */
import type { ClockStep } from "@kept/engine/clocks/compute-clock";
import type { ClockWarning } from "@kept/engine/clocks/count-pauses";
import type { Generated } from "kysely";
import type { Bytes, Json, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface ClockTables {
  request_clock: {
    request_id: string;
    rule: string;
    regime: string;
    purpose: string;
    legal_due_on: string;
    safe_due_on: string;
    is_extended: boolean;
    is_paused: boolean;
    warnings: Json<readonly ClockWarning[]>;
    steps: Json<readonly ClockStep[]>;
    zone: string;
    zone_data: string;
    territory: string;
    holiday_data: string;
    met_at: NullableTimestamp;
    reminded_days: number | null;
    /** False once the request is closed. */
    is_watched: Generated<boolean>;
    computed_at: Timestamp;
  };
  case_clock: {
    case_id: string;
    rule: string;
    noun: string;
    reference: string;
    purpose: string;
    legal_due: string;
    safe_due: string;
    steps: Json<readonly ClockStep[]>;
    met_at: NullableTimestamp;
    reminded_days: number | null;
  };
  request_question: {
    request_id: string;
    id: string;
    cause: string;
    /** A day; null: it went by mail or by text message. */
    posted_on: string | null;
    presumed_at: NullableTimestamp;
    sealed_question: Bytes | null;
    sealed_answer: Bytes | null;
    asked_at: Timestamp;
    answered_at: NullableTimestamp;
    closes_at: NullableTimestamp;
  };
}
