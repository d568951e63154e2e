/** Who asked is forgotten, wherever a request holds it; receipts, counts and keyed hashes stay. */
import type { TxCtx } from "../platform/ctx.ts";
import { updateRequest } from "../requests/queries.ts";

/** Whatever message still waits to be sent to them is not sent. */
export async function forgetPerson(tx: TxCtx, requestId: string): Promise<void> {
  await updateRequest(tx, requestId, {
    sealed_person: null,
    sealed_details: null,
    sealed_rows: null,
    person_label: "–",
  });
  await tx.db.updateTable("request_statement").set({ sealed: null }).where("request_id", "=", requestId).execute();
  await tx.db.updateTable("request_note").set({ sealed_text: null }).where("request_id", "=", requestId).execute();
  await tx.db
    .updateTable("request_task")
    .set({ sealed_task: null, sealed_answer: null })
    .where("request_id", "=", requestId)
    .execute();
  await tx.db
    .updateTable("request_question")
    .set({ sealed_question: null, sealed_answer: null })
    .where("request_id", "=", requestId)
    .execute();
  await tx.db
    .updateTable("mandate")
    .set({ sealed: null, sealed_paper: null })
    .where("request_id", "=", requestId)
    .execute();
  await tx.db.updateTable("request_doubt").set({ sealed: null }).where("request_id", "=", requestId).execute();
  // What came of a review stays, as does the decision itself for its own time.
  await tx.db
    .updateTable("request_review")
    .set({ sealed_view: null, sealed_result: null })
    .where("request_id", "=", requestId)
    .execute();
  await tx.db
    .updateTable("recipient_notice")
    .set({ sealed_person: null, sealed_words: null })
    .where("request_id", "=", requestId)
    .execute();
  await tx.db
    .updateTable("fulfilment_residue_scan")
    .set({ sealed_systems: null })
    .where("request_id", "=", requestId)
    .execute();
  // Where they sent their data is their own affair; what still waits there fails.
  await tx.db.updateTable("transfer").set({ sealed_destination: null }).where("request_id", "=", requestId).execute();
}
