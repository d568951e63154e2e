/** Tables of batches. */
import type { Batch, BatchLine, BatchState } from "@kept/contract/batches";
import type { Language } from "@kept/contract/requests";
import type { Generated } from "kysely";
import type { Bytes, Json, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

/** A system that the run does without, for good or for a while, and whoever said so. */
export interface LeftOut {
  readonly system: string;
  /** Told to each person where it is left out; for colleagues where it is paused. */
  readonly reason: string;
  readonly byKind: string;
  readonly byId: string;
}

export interface BatchTables {
  batch: {
    id: string;
    state: BatchState;
    submitted_at: Timestamp;
    submitted_kind: string;
    submitted_by: string;
    closed_at: NullableTimestamp;
    verified_how: string;
    tell: boolean;
    language: Language;
    scope: Json<{ readonly tables: readonly string[]; readonly categories: readonly string[] }>;
    people: number;
    sealed_people: Bytes | null;
    plan_version: Generated<number>;
    approved_version: number | null;
    runs_at: NullableTimestamp;
    lease_owner: string | null;
    lease_until: NullableTimestamp;
    retry_at: NullableTimestamp;
    attempts: Generated<number>;
    problem_code: string | null;
    problem_message: string | null;
    left_out: Json<readonly LeftOut[]>;
    paused: Json<readonly LeftOut[]>;
    is_held: Generated<boolean>;
  };
  batch_line: {
    batch_id: string;
    line: number;
    label: string;
    state: BatchLine["state"];
    same_as: number | null;
    finding: string | null;
    deleted: Generated<number>;
    detached: Generated<number>;
    redacted: Generated<number>;
    retained: Generated<number>;
    request_id: string | null;
  };
  batch_system: {
    batch_id: string;
    system: string;
    state: Batch["systems"][number]["state"];
    people: number;
    together: boolean;
    summary: Json<Pick<Batch["systems"][number], "tables" | "files" | "findings">>;
    sealed_plan: Bytes | null;
    sealed_intent: Bytes | null;
  };
}
