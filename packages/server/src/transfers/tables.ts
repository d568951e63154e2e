/** Tables of transfers. */
import type { TransferState } from "@kept/contract/transfers";
import type { Generated } from "kysely";
import type { Bytes, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface TransferTables {
  transfer: {
    id: string;
    request_id: string;
    destination: string;
    state: TransferState;
    state_hash: string | null;
    sealed_verifier: Bytes | null;
    sealed_tokens: Bytes | null;
    sealed_destination: Bytes | null;
    job_id: string;
    items: number | null;
    sent: Generated<number>;
    refused: Generated<number>;
    bytes: Generated<string>;
    stalls: Generated<number>;
    problem_code: string | null;
    retry_at: NullableTimestamp;
    lease_owner: string | null;
    lease_until: NullableTimestamp;
    created_at: Timestamp;
    authorised_at: NullableTimestamp;
    ended_at: NullableTimestamp;
    receipt: string | null;
  };
  transfer_item: {
    transfer_id: string;
    ordinal: number;
    vertical: string;
    sha256: string;
    bytes: string;
    accepted: boolean;
    code: string | null;
    sent_at: Timestamp;
  };
}
