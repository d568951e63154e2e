/** Writes a new request with who asks, sealed, and the blind indexes by which it is found again. */

import type { RequestState } from "@kept/contract/request-states";
import type { CreateRequest, RequestSummary } from "@kept/contract/requests";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { identifierIndex, newReference, personLabel, type RequestPerson, sealPerson } from "./person.ts";

export interface NewRequest {
  readonly kind: RequestSummary["kind"];
  readonly state: RequestState;
  readonly channel: RequestSummary["channel"];
  readonly language: RequestSummary["language"];
  readonly person: RequestPerson;
  readonly scope: CreateRequest["scope"];
}

/** Answers the id of the new request. */
export async function openRequest(tx: TxCtx, input: NewRequest): Promise<string> {
  const id = tx.ids.next("req");
  const now = isoInstant(tx.clock.now());
  await tx.db
    .insertInto("request")
    .values({
      id,
      reference: newReference(),
      kind: input.kind,
      state: input.state,
      channel: input.channel,
      language: input.language,
      person_label: personLabel(input.person.identifiers, input.person.keys),
      sealed_person: sealPerson(tx.keys, id, input.person),
      scope: jsonb({ tables: input.scope.tables, categories: input.scope.categories }),
      submitted_at: now,
    })
    .execute();
  const hashes = new Set(input.person.identifiers.map((identifier) => identifierIndex(tx.keys, identifier)));
  if (hashes.size > 0) {
    await tx.db
      .insertInto("request_identifier")
      .values([...hashes].map((hash) => ({ index_hash: hash, request_id: id, created_at: now })))
      .execute();
  }
  return id;
}
