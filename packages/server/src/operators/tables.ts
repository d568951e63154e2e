/** Tables of operators, their sessions and their API keys. */
import type { Role } from "@kept/contract/permissions";
import type { Generated } from "kysely";
import type { Json, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface OperatorTables {
  operator_user: {
    id: string;
    name: string;
    email: string;
    email_verified: Generated<boolean>;
    image: string | null;
    role: Role;
    created_at: Timestamp;
    updated_at: Timestamp;
  };
  operator_session: {
    id: string;
    user_id: string;
    token: string;
    expires_at: Timestamp;
    ip_address: string | null;
    user_agent: string | null;
    created_at: Timestamp;
    updated_at: Timestamp;
  };
  operator_account: {
    id: string;
    user_id: string;
    account_id: string;
    provider_id: string;
    password: string | null;
    access_token: string | null;
    refresh_token: string | null;
    id_token: string | null;
    access_token_expires_at: NullableTimestamp;
    refresh_token_expires_at: NullableTimestamp;
    scope: string | null;
    created_at: Timestamp;
    updated_at: Timestamp;
  };
  operator_verification: {
    id: string;
    identifier: string;
    value: string;
    expires_at: Timestamp;
    created_at: Timestamp;
    updated_at: Timestamp;
  };
  operator_api_key: {
    id: string;
    name: string;
    secret_hash: string;
    permissions: Json<readonly string[]>;
    created_by: string;
    created_at: Timestamp;
    last_used_at: NullableTimestamp;
    revoked_at: NullableTimestamp;
  };
}
