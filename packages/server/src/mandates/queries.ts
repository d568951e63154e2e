/** The SQL of mandates, and what is sealed in them. */
import { relationRow } from "@kept/contract/relations";
import type { Kysely, Selectable } from "kysely";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { problem } from "../platform/http/problems.ts";
import type { MandateTables } from "./tables.ts";

export type MandateRow = Selectable<MandateTables["mandate"]>;

export interface Representative {
  readonly name: string;
  readonly organisation: string;
  readonly email: string;
  readonly words: string;
}

const SEAL = "mandate";

export function sealRepresentative(keys: Keyring, requestId: string, who: Representative): Uint8Array {
  return sealJson(keys, SEAL, `mandate/${requestId}`, who);
}

export function openRepresentative(keys: Keyring, row: MandateRow): Representative | null {
  return row.sealed === null ? null : openJson<Representative>(keys, SEAL, `mandate/${row.request_id}`, row.sealed);
}

export function findMandate(ctx: Ctx | TxCtx, requestId: string): Promise<MandateRow | undefined> {
  return (ctx.db as Kysely<Database>)
    .selectFrom("mandate")
    .selectAll()
    .where("request_id", "=", requestId)
    .executeTakeFirst();
}

/** Throws `mandate_missing`. */
export async function requireMandate(ctx: Ctx | TxCtx, requestId: string): Promise<MandateRow> {
  const row = await findMandate(ctx, requestId);
  if (row === undefined) throw problem("mandate_missing");
  return row;
}

/** Everything that its relation asks for has been shown. */
export function isWhole(row: MandateRow): boolean {
  const { personConfirms, needsReview } = relationRow(row.relation);
  return (
    row.representative_confirmed_at !== null &&
    (!personConfirms || row.person_confirmed_at !== null) &&
    (!needsReview || row.decided_at !== null)
  );
}

/** By what right somebody acts, as it stands beside the proofs of who asks; empty where nobody does. */
export async function mandateHow(tx: TxCtx, requestId: string): Promise<readonly string[]> {
  const row = await findMandate(tx, requestId);
  return row === undefined ? [] : [`mandate: ${row.relation}`];
}

/** Somebody acts for the person, and that they may has not been shown yet. */
export async function waitsForMandate(tx: TxCtx, requestId: string): Promise<boolean> {
  const row = await findMandate(tx, requestId);
  return row !== undefined && !isWhole(row);
}
