/** Who was erased, as keyed hashes and nothing else: replayed after a backup is restored. */
import type { ErasurePlan } from "@kept/engine/rights";
import { identifierText, rowText, type Tombstone } from "@kept/engine/tombstones";
import type { Kysely } from "kysely";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { Database } from "../platform/db/database.ts";
import { hashPersonText, openPerson } from "../requests/person.ts";
import type { RequestRow } from "../requests/queries.ts";
import { isAboutRows, openScopeRows } from "../requests/scope-rows.ts";
import type { UndoRow } from "./describe-undo.ts";

/** One mark: what is hashed, its kind, and of a row that was named its table. */
interface Mark {
  readonly text: string;
  readonly kind: string;
  readonly rowTable?: string;
}

/** Writes a tombstone for every identifier, and for every row that was named, of an erased person. */
export async function buryPerson(tx: TxCtx, request: RequestRow): Promise<void> {
  const person = openPerson(tx, request.id, request.sealed_person);
  if (person === null) return;
  await bury(tx, request, [
    ...person.identifiers.map(({ kind, value }): Mark => ({ text: identifierText(kind, value), kind })),
    ...person.keys.map(({ system, table, key }): Mark => ({ text: rowText(system, { table, key }), kind: "row" })),
  ]);
}

/**
 * Writes a tombstone for every row that was the person in a system where plans were carried out: an older backup may know
 * the person by another identifier. An erasure of single rows leaves one for each of them, too.
 */
export async function buryRows(
  tx: TxCtx,
  request: Pick<RequestRow, "id" | "scope" | "sealed_rows">,
  system: string,
  done: readonly ErasurePlan[],
): Promise<void> {
  if (done.length === 0) return;
  const subjects = done.flatMap((plan) => plan.subjects);
  const named = openScopeRows(tx.keys, request).filter((row) => row.system === system);
  await bury(tx, request, [
    ...subjects.map((row): Mark => ({ text: rowText(system, row), kind: "row" })),
    ...named.map(({ table, key }): Mark => ({ text: rowText(system, { table, key }), kind: "row", rowTable: table })),
  ]);
}

/** The tombstones of all erasures since, but for those that were taken back in this system. */
export async function listTombstones(ctx: Ctx, system: string, since: Date | null): Promise<readonly Tombstone[]> {
  const db = ctx.db as Kysely<Database>;
  const all = db.selectFrom("fulfilment_tombstone").selectAll().orderBy("created_at").orderBy("request_id");
  const rows = await (since === null ? all : all.where("created_at", ">=", since)).execute();
  const undone = await db
    .selectFrom("fulfilment_undo")
    .select(["request_id", "state", "unable", "undone"])
    .where("state", "in", ["undoing", "undone", "ended"])
    .execute();
  const back = new Set(undone.filter((row) => isBack(row, system)).map((row) => row.request_id));
  return rows
    .filter((row) => !back.has(row.request_id))
    .map((row) => ({
      erasure: row.request_id,
      hash: row.index_hash,
      at: row.created_at.toISOString(),
      scope: { tables: row.scope.tables, categories: row.scope.categories },
      isAboutRows: isAboutRows(row),
      ...(row.row_table === null ? {} : { rowTable: row.row_table }),
    }));
}

/** Taken back in this system; or altogether, and the system is none of those in which the erasure stands. */
function isBack(row: Pick<UndoRow, "state" | "unable" | "undone">, system: string): boolean {
  const isUndone = row.undone.some((one) => one.system === system);
  return isUndone || (row.state === "undone" && row.unable?.includes(system) === false);
}

/** The erasure was taken back everywhere: a replay does not erase the person again. */
export async function withdrawTombstones(tx: TxCtx, requestId: string): Promise<void> {
  await tx.db.deleteFrom("fulfilment_tombstone").where("request_id", "=", requestId).execute();
}

async function bury(tx: TxCtx, request: Pick<RequestRow, "id" | "scope">, marks: readonly Mark[]): Promise<void> {
  const byHash = new Map(marks.map((mark) => [hashPersonText(tx.keys, mark.text), mark]));
  if (byHash.size === 0) return;
  const now = isoInstant(tx.clock.now());
  await tx.db
    .insertInto("fulfilment_tombstone")
    .values(
      [...byHash].map(([hash, { kind, rowTable }]) => ({
        index_hash: hash,
        request_id: request.id,
        identifier_kind: kind,
        row_table: rowTable ?? null,
        scope: jsonb(request.scope),
        created_at: now,
      })),
    )
    .onConflict((conflict) => conflict.columns(["index_hash", "request_id"]).doNothing())
    .execute();
}
