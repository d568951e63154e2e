/** Tables of recipients. */
import type { ChannelKind, NoticeAnswer, NoticeState } from "@kept/contract/recipients";
import type { Generated } from "kysely";
import type { Bytes, Json, NullableTimestamp, Timestamp } from "../platform/db/columns.ts";

export interface RecipientTables {
  disclosure: {
    person_id: string;
    id: string;
    recipient: string;
    ground: string;
    purpose: string | null;
    categories: Json<readonly string[]>;
    sealed_necessity: Bytes | null;
    at: Timestamp;
  };
  recipient_notice: {
    request_id: string;
    id: string;
    recipient: string;
    event: string;
    /** Counted from 0: what one part of the answer changed, then the rest. */
    part: Generated<number>;
    channel: ChannelKind;
    basis: "configured" | "disclosed";
    state: NoticeState;
    /** Which data it is about; empty: all. */
    categories: Json<readonly string[]>;
    attempts: Generated<number>;
    problem_code: string | null;
    created_at: Timestamp;
    due_at: Timestamp;
    told_at: NullableTimestamp;
    settled_at: NullableTimestamp;
    answer: NoticeAnswer | null;
    reason: "impossible" | "disproportionate" | "undone" | null;
    sealed_words: Bytes | null;
    sealed_person: Bytes | null;
    remote_id: string | null;
    reminders: Generated<number>;
  };
}
