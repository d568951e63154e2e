/** What every change of a request leaves in its own transaction: an entry of its timeline, of the ledger, and the jobs. */

import type { LedgerEntryInput } from "@kept/contract/ledger";
import type { requestEntries } from "@kept/contract/request-entries";
import type * as z from "zod";
import { isoInstant } from "../platform/clock.ts";
import type { NewJob, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";

type Entries = typeof requestEntries;

/** `request.approved` -> its data, checked where it is written. */
export type RequestChange = {
  readonly [T in keyof Entries]: { readonly type: T; readonly data: z.input<Entries[T]["data"]> };
}[keyof Entries];

/** Writes timeline, ledger entry and jobs. The timeline names an event by its type without the noun. */
export async function recordEvent(
  tx: TxCtx,
  requestId: string,
  change: RequestChange,
  jobs: readonly NewJob[] = [],
): Promise<void> {
  await tx.db
    .insertInto("request_event")
    .values({
      request_id: requestId,
      id: tx.ids.next("evt"),
      at: isoInstant(tx.clock.now()),
      event: change.type.slice("request.".length),
      actor_kind: tx.actor.kind,
      actor_id: tx.actor.id,
      facts: jsonb(change.data as Readonly<Record<string, string | number | boolean | null>>),
    })
    .execute();
  const entry = { ...change, subject: { request: requestId } } as LedgerEntryInput;
  await tx.outbox.add(requestId, { entry, jobs });
}
