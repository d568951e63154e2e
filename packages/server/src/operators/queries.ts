/** SQL of operators and API keys. */
import type { Permission, Role } from "@kept/contract/permissions";
import type { Kysely } from "kysely";
import { jsonb } from "../platform/db/columns.ts";
import type { Database } from "../platform/db/database.ts";

type Db = Kysely<Database>;

const operatorColumns = ["id", "name", "email", "role", "created_at as createdAt"] as const;

export async function listOperatorRows(db: Db) {
  return await db.selectFrom("operator_user").select(operatorColumns).orderBy("created_at").execute();
}

export async function findOperatorRow(db: Db, id: string) {
  return await db.selectFrom("operator_user").select(operatorColumns).where("id", "=", id).executeTakeFirst();
}

export async function findOperatorByEmail(db: Db, email: string) {
  return await db.selectFrom("operator_user").select(operatorColumns).where("email", "=", email).executeTakeFirst();
}

/** False when the address is taken. */
export async function insertOperator(
  db: Db,
  operator: { id: string; name: string; email: string; role: Role; at: string },
): Promise<boolean> {
  const { id, name, email, role, at } = operator;
  const result = await db
    .insertInto("operator_user")
    .values({ id, name, email, role, email_verified: true, image: null, created_at: at, updated_at: at })
    .onConflict((conflict) => conflict.column("email").doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Sets the password, the first or another. */
export async function storePassword(
  db: Db,
  password: { accountId: string; operatorId: string; hash: string; at: string },
): Promise<void> {
  await db
    .deleteFrom("operator_account")
    .where("user_id", "=", password.operatorId)
    .where("provider_id", "=", "credential")
    .execute();
  await db
    .insertInto("operator_account")
    .values({
      id: password.accountId,
      user_id: password.operatorId,
      account_id: password.operatorId,
      provider_id: "credential",
      password: password.hash,
      access_token: null,
      refresh_token: null,
      id_token: null,
      scope: null,
      created_at: password.at,
      updated_at: password.at,
    })
    .execute();
}

const keyColumns = [
  "id",
  "name",
  "permissions",
  "created_at as createdAt",
  "last_used_at as lastUsedAt",
  "revoked_at as revokedAt",
] as const;

export async function listKeyRows(db: Db) {
  return await db.selectFrom("operator_api_key").select(keyColumns).orderBy("created_at").execute();
}

export async function findKeyRow(db: Db, id: string) {
  return await db.selectFrom("operator_api_key").select(keyColumns).where("id", "=", id).executeTakeFirst();
}

export async function insertKey(
  db: Db,
  key: {
    id: string;
    name: string;
    secretHash: string;
    permissions: readonly Permission[];
    createdBy: string;
    at: string;
  },
): Promise<void> {
  await db
    .insertInto("operator_api_key")
    .values({
      id: key.id,
      name: key.name,
      secret_hash: key.secretHash,
      permissions: jsonb([...key.permissions]),
      created_by: key.createdBy,
      created_at: key.at,
    })
    .execute();
}

export async function findKeyByHash(db: Db, secretHash: string) {
  return await db
    .selectFrom("operator_api_key")
    .select(keyColumns)
    .where("secret_hash", "=", secretHash)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
}

export async function markKeyUsed(db: Db, id: string, at: string): Promise<void> {
  await db.updateTable("operator_api_key").set({ last_used_at: at }).where("id", "=", id).execute();
}

/** False when it was revoked before. */
export async function markKeyRevoked(db: Db, id: string, at: string): Promise<boolean> {
  const result = await db
    .updateTable("operator_api_key")
    .set({ revoked_at: at })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
