/** Tables of imports. */
import type { ImportState } from "@kept/contract/imports";
import type { Generated } from "kysely";
import type { Bytes, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface ImportTables {
  import_grant: {
    id: string;
    source: string;
    state: ImportState;
    language: string;
    email_index: string | null;
    sealed: Bytes | null;
    challenge: string;
    code_hash: string | null;
    code_expires_at: NullableTimestamp;
    code_used_at: NullableTimestamp;
    access_hash: string | null;
    access_expires_at: NullableTimestamp;
    refresh_hash: string | null;
    items: Generated<number>;
    bytes: Generated<string>;
    created_at: Timestamp;
    allowed_at: NullableTimestamp;
    last_item_at: NullableTimestamp;
    completed_at: NullableTimestamp;
    expires_at: NullableTimestamp;
    receipt: string | null;
  };
  import_item: {
    import_id: string;
    id: string;
    key_hash: string;
    vertical: string;
    type: string;
    sha256: string;
    bytes: string;
    sealed: Bytes | null;
    received_at: Timestamp;
  };
}
