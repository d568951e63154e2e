/** Writes what follows from a change into the change's own transaction. */

import { jobs as jobCatalogue } from "@kept/contract/jobs";
import { entryCatalogue, type LedgerEntryInput } from "@kept/contract/ledger";
import type { Transaction } from "kysely";
import { isoInstant } from "../clock.ts";
import type { NewJob, TxCtx } from "../ctx.ts";
import { jsonb } from "../db/columns.ts";
import type { Database } from "../db/database.ts";

/**
 * Checks entry and payloads against their schemas: what reaches the ledger can never be taken out again, so a field too
 * many is an error here and not a leak there.
 */
export async function addToOutbox(
  base: Pick<TxCtx, "actor" | "clock" | "ids">,
  trx: Transaction<Database>,
  key: string,
  entry: LedgerEntryInput,
  jobs: readonly NewJob[],
): Promise<void> {
  const data = entryCatalogue[entry.type].data.strict().parse(entry.data) as Record<string, unknown>;
  const checkedJobs = jobs.map((job) => ({
    name: job.name,
    payload: jobCatalogue[job.name].strict().parse(job.payload) as unknown,
    ...(job.startAfter === undefined ? {} : { startAfter: job.startAfter }),
  }));
  await trx
    .insertInto("outbox")
    .values({
      key,
      id: base.ids.next("led"),
      actor_kind: base.actor.kind,
      actor_id: base.actor.id,
      entry: jsonb({
        type: entry.type,
        ...(entry.subject === undefined ? {} : { subject: { ...entry.subject } }),
        data,
      }),
      jobs: jsonb(checkedJobs),
      created_at: isoInstant(base.clock.now()),
    })
    .execute();
}
