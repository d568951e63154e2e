/** SQL of messages. */
import type { Kysely } from "kysely";
import type { Database } from "../platform/db/database.ts";

const columns = ["id", "key", "kind", "language", "sealed", "state", "created_at as createdAt"] as const;

export async function listMessageRows(db: Kysely<Database>, limit: number) {
  return await db.selectFrom("mail_message").select(columns).orderBy("created_at", "desc").limit(limit).execute();
}

export async function findMessageRow(db: Kysely<Database>, id: string) {
  return await db.selectFrom("mail_message").select(columns).where("id", "=", id).executeTakeFirst();
}
