/** Tables of purposes. */
import type { PurposeFact, PurposeFacts } from "@kept/contract/purpose-history";
import type { Json, Timestamp } from "../platform/db/columns.ts";

export interface PurposeTables {
  purpose_version: {
    purpose: string;
    version: number;
    since: Timestamp;
    facts: Json<PurposeFacts> | null;
    changed: Json<readonly PurposeFact[]>;
    sha256: string;
  };
}
