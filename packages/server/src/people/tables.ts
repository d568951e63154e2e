/** Tables of people. */
import type { Bytes, Json, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface RegionRow {
  readonly country: string;
  readonly subdivision?: string;
  readonly method: string;
}

export interface PeopleTables {
  person: {
    /** Of a person (`per_…`), or of a device that nobody is known to use (`dev_…`). */
    person_id: string;
    created_at: Timestamp;
    regime: string;
    region: Json<RegionRow> | null;
    region_at: NullableTimestamp;
    born_by: string | null;
    merged_into: string | null;
  };
  person_identifier: {
    index_hash: string;
    kind: string;
    person_id: string;
    sealed: Bytes;
    verified_how: string;
    created_at: Timestamp;
  };
  person_merge: {
    person_id: string;
    id: string;
    other_id: string;
    at: Timestamp;
    verified_how: string;
    identifiers: Json<readonly string[]>;
    devices: Json<readonly string[]>;
    former: Json<readonly string[]>;
    proposed_by: string | null;
    proposed_at: NullableTimestamp;
    sealed_reason: Bytes | null;
    separated_at: NullableTimestamp;
  };
  person_device: { device_id: string; person_id: string; linked_at: Timestamp };
}
