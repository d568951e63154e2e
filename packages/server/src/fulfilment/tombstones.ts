/** Who was erased, as keyed hashes and nothing else: replayed after a backup is restored. */
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { identifierIndex, openPerson } from "../requests/person.ts";
import type { RequestRow } from "../requests/queries.ts";

/** Writes a tombstone for every identifier, and for every row that was named, of an erased person. */
export async function buryPerson(tx: TxCtx, request: RequestRow): Promise<void> {
  const person = openPerson(tx, request.id, request.sealed_person);
  if (person === null) return;
  const rows = person.keys.map(({ system, table, key }) => ({
    kind: "row",
    value: JSON.stringify([system, table, ...key]),
  }));
  const named = new Map([...person.identifiers, ...rows].map((one) => [identifierIndex(tx.keys, one), one.kind]));
  if (named.size === 0) return;
  const now = isoInstant(tx.clock.now());
  await tx.db
    .insertInto("fulfilment_tombstone")
    .values(
      [...named].map(([hash, kind]) => ({
        index_hash: hash,
        request_id: request.id,
        identifier_kind: kind,
        scope: jsonb(request.scope),
        created_at: now,
      })),
    )
    .onConflict((conflict) => conflict.columns(["index_hash", "request_id"]).doNothing())
    .execute();
}
