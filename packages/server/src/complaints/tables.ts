/** Tables of complaints. */
import type { RegimeName } from "@kept/engine/regimes/regime";
import type { Region } from "@kept/engine/regimes/resolve-region";
import type { Bytes, Json, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface ComplaintTables {
  complaint: {
    id: string;
    reference: string;
    state: "open" | "decided";
    channel: string;
    language: string;
    person_label: string;
    email_index: string | null;
    sealed: Bytes | null;
    about_request: string | null;
    region: Json<Region> | null;
    regimes: Json<readonly RegimeName[]>;
    arrived_at: Timestamp;
    created_at: Timestamp;
    acknowledged_at: NullableTimestamp;
    outcome: string | null;
    closed_at: NullableTimestamp;
  };
  complaint_answer: {
    complaint_id: string;
    id: string;
    kind: "update" | "decision";
    at: Timestamp;
    sha256: string;
    sealed: Bytes | null;
  };
}
