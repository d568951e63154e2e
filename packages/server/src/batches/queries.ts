/** The SQL of batches, and what their rows keep sealed. */
import type { CreateBatch } from "@kept/contract/batches";
import type { LedgerEntryInput } from "@kept/contract/ledger";
import type { Kysely, Selectable, Updateable } from "kysely";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, NewJob, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { BatchTables } from "./tables.ts";

export type BatchRow = Selectable<BatchTables["batch"]>;
export type BatchLineRow = Selectable<BatchTables["batch_line"]>;
export type BatchSystemRow = Selectable<BatchTables["batch_system"]>;

/** Somebody on the list, as the operator named them. */
export type BatchPerson = CreateBatch["people"][number];

const PURPOSE = "batch";

const db = (ctx: Ctx | TxCtx): Kysely<Database> => ctx.db as Kysely<Database>;

export function findBatch(ctx: Ctx | TxCtx, id: string): Promise<BatchRow | undefined> {
  return db(ctx).selectFrom("batch").selectAll().where("id", "=", id).executeTakeFirst();
}

export function lockBatch(tx: TxCtx, id: string): Promise<BatchRow | undefined> {
  return tx.db.selectFrom("batch").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function updateBatch(tx: TxCtx, id: string, change: Updateable<BatchTables["batch"]>): Promise<void> {
  await tx.db.updateTable("batch").set(change).where("id", "=", id).execute();
}

export function listLines(ctx: Ctx | TxCtx, id: string): Promise<readonly BatchLineRow[]> {
  return db(ctx).selectFrom("batch_line").selectAll().where("batch_id", "=", id).orderBy("line").execute();
}

export function listBatchSystems(ctx: Ctx | TxCtx, id: string): Promise<readonly BatchSystemRow[]> {
  return db(ctx).selectFrom("batch_system").selectAll().where("batch_id", "=", id).orderBy("system").execute();
}

export async function updateBatchSystem(
  tx: TxCtx,
  { batch_id: id, system }: Pick<BatchSystemRow, "batch_id" | "system">,
  change: Updateable<BatchTables["batch_system"]>,
): Promise<void> {
  await tx.db.updateTable("batch_system").set(change).where("batch_id", "=", id).where("system", "=", system).execute();
}

export function sealPeople(keys: Keyring, id: string, people: readonly BatchPerson[]): Uint8Array {
  return sealJson(keys, PURPOSE, `batch/${id}/people`, people);
}

/** Empty once they have been forgotten. */
export function openPeople(keys: Keyring, { id, sealed_people: sealed }: BatchRow): readonly BatchPerson[] {
  return sealed === null ? [] : openJson<readonly BatchPerson[]>(keys, PURPOSE, `batch/${id}/people`, sealed);
}

/** `what` keeps a plan from being taken for an intent. */
export function sealOfSystem(
  keys: Keyring,
  { batch_id: id, system }: Pick<BatchSystemRow, "batch_id" | "system">,
  what: "plan" | "intent",
  value: unknown,
): Uint8Array {
  return sealJson(keys, PURPOSE, `batch/${id}/${system}/${what}`, value);
}

/** The caller knows what it sealed. */
export function openOfSystem<T>(keys: Keyring, row: BatchSystemRow, what: "plan" | "intent"): T | null {
  const sealed = what === "plan" ? row.sealed_plan : row.sealed_intent;
  return sealed === null ? null : openJson<T>(keys, PURPOSE, `batch/${row.batch_id}/${row.system}/${what}`, sealed);
}

type BatchEntry = Extract<LedgerEntryInput, { type: `batch.${string}` }>;

/** The ledger entry of a change to a batch, and the jobs that follow from it. */
export async function recordBatch(
  tx: TxCtx,
  id: string,
  entry: BatchEntry,
  jobs: readonly NewJob[] = [],
): Promise<void> {
  await tx.outbox.add(id, { entry: { ...entry, subject: { batch: id } } as LedgerEntryInput, jobs });
}
