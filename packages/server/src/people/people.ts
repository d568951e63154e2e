/** Who somebody is: found by the keyed hash of an identifier, made when new, one person however many identifiers. */
import { isoInstant } from "../platform/clock.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { identifierIndex } from "../requests/person.ts";
import { recordMerge } from "./merges.ts";
import {
  findIdentifierOwners,
  findPersonRow,
  insertIdentifier,
  insertPerson,
  listIdentifiers,
  moveIdentifiers,
} from "./queries.ts";

export interface PersonIdentifier {
  readonly kind: "id" | "email" | "phone";
  readonly value: string;
}

const PURPOSE = "person.identifier";

/** The person with this identifier, or null. */
export async function findPerson(ctx: Ctx | TxCtx, identifier: PersonIdentifier): Promise<string | null> {
  const [owner] = await findIdentifierOwners(ctx, [identifierIndex(ctx.keys, identifier)]);
  return owner?.person_id ?? null;
}

/** Whether Kept knows this person. A person who was merged into another is known under the other's id only. */
export async function isKnownPerson(ctx: Ctx | TxCtx, personId: string): Promise<boolean> {
  const row = await findPersonRow(ctx, personId);
  return row !== undefined && row.merged_into === null;
}

export interface ResolvedPerson {
  readonly personId: string;
  /** People who turned out to be the same one: what they said has to be carried over. */
  readonly merged: readonly string[];
}

/**
 * The person whom verified identifiers name; made when nobody has them. When they name several, all are one person from
 * now on: the one of the first identifier. Nobody's rows are re-keyed; identifiers lead to the one who stays.
 */
export async function resolvePerson(
  tx: TxCtx,
  identifiers: readonly PersonIdentifier[],
  verifiedHow: string,
): Promise<ResolvedPerson> {
  const hashes = identifiers.map((identifier) => identifierIndex(tx.keys, identifier));
  const owners = new Map((await findIdentifierOwners(tx, hashes)).map((row) => [row.index_hash, row.person_id]));
  const first = hashes.map((hash) => owners.get(hash)).find((id) => id !== undefined);
  const personId = first ?? tx.ids.next("per");
  const createdAt = isoInstant(tx.clock.now());
  if (first === undefined) await insertPerson(tx, { person_id: personId, created_at: createdAt, regime: "default" });
  for (const [index, identifier] of identifiers.entries()) {
    const hash = hashes[index] ?? "";
    if (owners.has(hash)) continue;
    await insertIdentifier(tx, {
      index_hash: hash,
      kind: identifier.kind,
      person_id: personId,
      sealed: sealJson(tx.keys, PURPOSE, `person_identifier/${hash}`, identifier),
      verified_how: verifiedHow,
      created_at: createdAt,
    });
  }
  const merged = [...new Set(owners.values())].filter((id) => id !== personId);
  for (const other of merged) {
    await recordMerge(tx, other, personId, verifiedHow);
    await moveIdentifiers(tx, other, personId);
  }
  return { personId, merged };
}

/** The identifiers of a person, opened: for those who must be told, and for nobody else. */
export async function openIdentifiers(ctx: Ctx | TxCtx, personId: string): Promise<readonly PersonIdentifier[]> {
  const rows = await listIdentifiers(ctx, personId);
  return rows.map((row) =>
    openJson<PersonIdentifier>(ctx.keys, PURPOSE, `person_identifier/${row.index_hash}`, row.sealed),
  );
}
