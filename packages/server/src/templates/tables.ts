/** Tables of the words of messages. */
import type { Timestamp } from "../platform/db/columns.ts";

export interface TemplateTables {
  mail_text: {
    language: string;
    key: string;
    version: number;
    words: string | null;
    at: Timestamp;
    actor_kind: string;
    actor_id: string;
  };
}
