/** Tables of systems. */
import type { Generated } from "kysely";
import type { Json, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";
import type { StoredDiscovery } from "./stored-discovery.ts";

/** The question and the answer as they were shown. */
export interface SaidAnswer {
  readonly about: string;
  readonly message: string;
  readonly answer: string;
}

export interface SystemTables {
  system_state: {
    system: string;
    kind: string;
    health: string;
    checked_at: NullableTimestamp;
    problem_code: string | null;
    problem_message: string | null;
    problem_advice: string | null;
    discovered_at: NullableTimestamp;
    discovery: Json<StoredDiscovery> | null;
    personal_tables: Generated<number>;
    table_count: Generated<number>;
    finding_count: Generated<number>;
    blocking_count: Generated<number>;
    question_count: Generated<number>;
  };
  system_map: {
    system: string;
    id: string;
    at: Timestamp;
    actor_kind: string;
    actor_id: string;
    how: string;
    map: string;
    sha256: string;
    before_map: string | null;
    said: Json<SaidAnswer> | null;
    taken_back_by: string | null;
  };
}
