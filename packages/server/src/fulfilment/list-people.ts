/** The people whom Kept knows by what a request names them by. */
import { findPerson } from "../people/people.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { openPerson } from "../requests/person.ts";
import type { RequestRow } from "../requests/queries.ts";

export async function listPeople(tx: TxCtx, request: RequestRow): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { kind, value } of openPerson(tx, request.id, request.sealed_person)?.identifiers ?? []) {
    if (kind !== "email" && kind !== "phone" && kind !== "id") continue;
    const personId = await findPerson(tx, { kind, value });
    if (personId !== null && !found.includes(personId)) found.push(personId);
  }
  return found;
}
