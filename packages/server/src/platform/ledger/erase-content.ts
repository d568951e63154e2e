/** Erases what entries say and leaves the tree as it is: hashes of salted contents tell nothing once the salt is gone. */
import type { TxCtx } from "../ctx.ts";

/** Erases the content of entries about a subject and records that it was done. Returns their indexes. */
export async function eraseContent(tx: TxCtx, subject: string, reason: string): Promise<readonly number[]> {
  const rows = await tx.db
    .selectFrom("ledger_subject")
    .innerJoin("ledger_entry", "ledger_entry.index", "ledger_subject.index")
    .select("ledger_entry.index")
    .where("ledger_subject.subject", "=", subject)
    .where("ledger_entry.content", "is not", null)
    .where("ledger_entry.type", "!=", "ledger.content-erased")
    .orderBy("ledger_entry.index")
    .execute();
  const indexes = rows.map((row) => row.index);
  if (indexes.length === 0) return [];
  await tx.db
    .updateTable("ledger_entry")
    .set({ content: null, salt: null, key: null })
    .where("index", "in", indexes)
    .execute();
  await tx.db.deleteFrom("ledger_subject").where("index", "in", indexes).execute();
  await tx.outbox.add("ledger", { entry: { type: "ledger.content-erased", data: { indexes, reason } } });
  return indexes;
}
