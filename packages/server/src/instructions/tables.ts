/** Tables of instructions. */
import type { Instruction } from "@kept/contract/instructions";
import type { Bytes, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface InstructionTables {
  instruction: {
    id: string;
    direction: Instruction["direction"];
    party: string;
    channel: string;
    at: Timestamp;
    sha256: string;
    sealed_text: Bytes;
    request_id: string | null;
    outcome: string | null;
    settled_at: NullableTimestamp;
    sealed_execution: Bytes | null;
  };
}
