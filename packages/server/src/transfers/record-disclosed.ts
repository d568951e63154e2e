/** Where the destination is one of the recipients, whoever asks who got their data finds it named: recorded before data leaves. */
import { findPerson, type PersonIdentifier, resolvePerson } from "../people/people.ts";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { insertDisclosure } from "../recipients/queries.ts";
import { openPerson } from "../requests/person.ts";
import { findRequest } from "../requests/queries.ts";
import type { TransferRow } from "./queries.ts";

export async function recordDisclosed(
  tx: TxCtx,
  row: TransferRow,
  recipient: string,
  categories: readonly string[],
): Promise<void> {
  const request = await findRequest(tx, row.request_id);
  if (request === undefined || categories.length === 0) return;
  const identifiers = openPerson(tx, request.id, request.sealed_person)?.identifiers ?? [];
  const known = identifiers.flatMap(({ kind, value }): PersonIdentifier[] =>
    kind === "id" || kind === "email" || kind === "phone" ? [{ kind, value }] : [],
  )[0];
  if (known === undefined) return;
  const personId = (await findPerson(tx, known)) ?? (await resolvePerson(tx, [known], "transfer")).personId;
  const id = tx.ids.next("dis");
  const ground = "portability";
  await insertDisclosure(tx, {
    person_id: personId,
    id,
    recipient,
    ground,
    purpose: null,
    at: isoInstant(tx.clock.now()),
    categories: jsonb(categories),
    sealed_necessity: null,
  });
  await tx.outbox.add(personId, {
    entry: {
      type: "disclosure.recorded",
      subject: { person: personId, transfer: row.id },
      data: { disclosure: id, recipient, ground, purpose: null, categories: [...categories] },
    },
  });
}
