/** What of somebody who turned out to be another was theirs: written down when it happens, so that it can be given back. */
import type { Insertable, Kysely, Selectable, Updateable } from "kysely";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { Database } from "../platform/db/database.ts";
import type { PeopleTables } from "./tables.ts";

type MergeRow = Selectable<PeopleTables["person_merge"]>;

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

/** Before anything of theirs is moved. */
export async function recordMerge(tx: TxCtx, other: string, into: string, verifiedHow: string): Promise<void> {
  const identifiers = await tx.db
    .selectFrom("person_identifier")
    .select("index_hash")
    .where("person_id", "=", other)
    .orderBy("index_hash")
    .execute();
  const devices = await tx.db.selectFrom("person_device").select("device_id").where("person_id", "=", other).execute();
  const former = await tx.db.selectFrom("person").select("person_id").where("merged_into", "=", other).execute();
  const row: Insertable<PeopleTables["person_merge"]> = {
    person_id: into,
    id: tx.ids.next("mrg"),
    other_id: other,
    at: isoInstant(tx.clock.now()),
    verified_how: verifiedHow,
    identifiers: jsonb(identifiers.map(({ index_hash }) => index_hash)),
    devices: jsonb(devices.map(({ device_id }) => device_id)),
    former: jsonb(former.map(({ person_id }) => person_id)),
  };
  await tx.db.insertInto("person_merge").values(row).execute();
}

export function findMerge(ctx: Ctx | TxCtx, id: string): Promise<MergeRow | undefined> {
  return db(ctx).selectFrom("person_merge").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The newest first. */
export function listMerges(ctx: Ctx, personId: string): Promise<readonly MergeRow[]> {
  return db(ctx)
    .selectFrom("person_merge")
    .selectAll()
    .where((where) => where.or([where("person_id", "=", personId), where("other_id", "=", personId)]))
    .orderBy("id", "desc")
    .execute();
}

export async function markMerge(
  tx: TxCtx,
  { person_id, id }: Pick<MergeRow, "person_id" | "id">,
  change: Updateable<PeopleTables["person_merge"]>,
): Promise<void> {
  await tx.db.updateTable("person_merge").set(change).where("person_id", "=", person_id).where("id", "=", id).execute();
}

/** Identifiers, devices and former ids lead to the other again, as far as they still lead to who stayed. */
export async function returnIdentifiers(
  tx: TxCtx,
  { other_id, identifiers, devices, former }: MergeRow,
  stayed: string,
): Promise<{ readonly identifiers: number; readonly devices: number }> {
  await tx.db.updateTable("person").set({ merged_into: null }).where("person_id", "=", other_id).execute();
  if (former.length > 0) {
    await tx.db
      .updateTable("person")
      .set({ merged_into: other_id })
      .where("person_id", "in", [...former])
      .where("merged_into", "=", stayed)
      .execute();
  }
  const move = async (table: "person_identifier" | "person_device", column: string, ids: readonly string[]) => {
    if (ids.length === 0) return 0;
    const { numUpdatedRows } = await tx.db
      .updateTable(table)
      .set({ person_id: other_id })
      .where(column as never, "in", [...ids] as never)
      .where("person_id", "=", stayed)
      .executeTakeFirst();
    return Number(numUpdatedRows);
  };
  return {
    identifiers: await move("person_identifier", "index_hash", identifiers),
    devices: await move("person_device", "device_id", devices),
  };
}
