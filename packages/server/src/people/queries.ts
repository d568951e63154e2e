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
  // Whoever had become the one who goes becomes the one who stays: one step leads from every id to its person.
  await tx.db
    .updateTable("person")
    .set({ merged_into: to })
    .where((where) => where.or([where("person_id", "=", from), where("merged_into", "=", from)]))
    .execute();
}

/** The id under which each of these people is known now; ids of nobody stay as they are. */
export async function followMerged(
  ctx: Ctx | TxCtx,
  personIds: readonly string[],
): Promise<(personId: string) => string> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return (id) => id;
  const rows = await db(ctx)
    .selectFrom("person")
    .select(["person_id", "merged_into"])
    .where("person_id", "in", ids)
    .where("merged_into", "is not", null)
    .execute();
  const merged = new Map(rows.map((row) => [row.person_id, row.merged_into]));
  return (id) => merged.get(id) ?? id;
}

/** The ids under which these people were known before they turned out to be one. */
export async function listFormerIds(
  ctx: Ctx | TxCtx,
  personIds: readonly string[],
): Promise<readonly { readonly person_id: string; readonly merged_into: string | null }[]> {
  if (personIds.length === 0) return [];
  return await db(ctx)
    .selectFrom("person")
    .select(["person_id", "merged_into"])
    .where("merged_into", "in", [...new Set(personIds)])
    .orderBy("person_id")
    .execute();
}

export async function linkDeviceRow(tx: TxCtx, deviceId: string, personId: string, at: string): Promise<void> {
  await tx.db
    .insertInto("person_device")
    .values({ device_id: deviceId, person_id: personId, linked_at: at })
    .onConflict((conflict) => conflict.column("device_id").doUpdateSet({ person_id: personId, linked_at: at }))
    .execute();
}
