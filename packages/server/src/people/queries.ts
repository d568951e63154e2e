/** The SQL of people. */
import type { Insertable, Kysely, Selectable, Updateable } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { PeopleTables } from "./tables.ts";

export type PersonRow = Selectable<PeopleTables["person"]>;

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

export function findIdentifierOwners(
  ctx: Ctx | TxCtx,
  hashes: readonly string[],
): Promise<readonly { index_hash: string; person_id: string }[]> {
  return db(ctx)
    .selectFrom("person_identifier")
    .select(["index_hash", "person_id"])
    .where("index_hash", "in", hashes)
    .execute();
}

export function findPersonRow(ctx: Ctx | TxCtx, personId: string): Promise<PersonRow | undefined> {
  return db(ctx).selectFrom("person").selectAll().where("person_id", "=", personId).executeTakeFirst();
}

export function listPersonRows(ctx: Ctx | TxCtx, personIds: readonly string[]): Promise<readonly PersonRow[]> {
  return db(ctx).selectFrom("person").selectAll().where("person_id", "in", personIds).execute();
}

/** Makes the person or device unless it is there, and holds the row until the transaction ends. */
export async function lockPerson(tx: TxCtx, personId: string, createdAt: string): Promise<PersonRow> {
  await insertPerson(tx, { person_id: personId, created_at: createdAt, regime: "default" });
  return await tx.db
    .selectFrom("person")
    .selectAll()
    .where("person_id", "=", personId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function insertPerson(tx: TxCtx, row: Insertable<PeopleTables["person"]>): Promise<void> {
  await tx.db
    .insertInto("person")
    .values(row)
    .onConflict((conflict) => conflict.column("person_id").doNothing())
    .execute();
}

export async function updatePerson(
  tx: TxCtx,
  personId: string,
  change: Updateable<PeopleTables["person"]>,
): Promise<void> {
  await tx.db.updateTable("person").set(change).where("person_id", "=", personId).execute();
}

export async function insertIdentifier(tx: TxCtx, row: Insertable<PeopleTables["person_identifier"]>): Promise<void> {
  await tx.db
    .insertInto("person_identifier")
    .values(row)
    .onConflict((conflict) => conflict.column("index_hash").doNothing())
    .execute();
}

export function listIdentifiers(
  ctx: Ctx | TxCtx,
  personId: string,
): Promise<readonly Selectable<PeopleTables["person_identifier"]>[]> {
  return db(ctx)
    .selectFrom("person_identifier")
    .selectAll()
    .where("person_id", "=", personId)
    .orderBy("created_at")
    .orderBy("index_hash")
    .execute();
}

/** From now on everything that named one person names another. */
export async function moveIdentifiers(tx: TxCtx, from: string, to: string): Promise<void> {
  await tx.db.updateTable("person_identifier").set({ person_id: to }).where("person_id", "=", from).execute();
  await tx.db.updateTable("person_device").set({ person_id: to }).where("person_id", "=", from).execute();
  await updatePerson(tx, from, { merged_into: to });
}

export async function linkDeviceRow(tx: TxCtx, deviceId: string, personId: string, at: string): Promise<void> {
  await tx.db
    .insertInto("person_device")
    .values({ device_id: deviceId, person_id: personId, linked_at: at })
    .onConflict((conflict) => conflict.column("device_id").doUpdateSet({ person_id: personId, linked_at: at }))
    .execute();
}
