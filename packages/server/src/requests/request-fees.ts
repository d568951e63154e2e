/** Fees as they are kept, and as each side sees them. */
import type { RequestFee } from "@kept/contract/requests";
import type { Kysely, Selectable, Updateable } from "kysely";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { RequestTables } from "./tables.ts";

export type FeeRow = Selectable<RequestTables["request_fee"]>;

interface SaidOfFee {
  readonly text: string;
  readonly proof: Readonly<Record<string, string>>;
}

export function sealFee(keys: Keyring, requestId: string, id: string, { text, proof }: SaidOfFee): Uint8Array {
  return sealJson(keys, "request.fee", `request/${requestId}/${id}`, { text, proof });
}

/** The newest; undefined: none was ever proposed. */
export function findFee(ctx: Ctx | TxCtx, requestId: string): Promise<FeeRow | undefined> {
  return (ctx.db as Kysely<Database>)
    .selectFrom("request_fee")
    .selectAll()
    .where("request_id", "=", requestId)
    .orderBy("id", "desc")
    .executeTakeFirst();
}

export async function updateFee(
  tx: TxCtx,
  fee: FeeRow,
  change: Updateable<RequestTables["request_fee"]>,
): Promise<void> {
  await tx.db
    .updateTable("request_fee")
    .set(change)
    .where("request_id", "=", fee.request_id)
    .where("id", "=", fee.id)
    .execute();
}

/** What the person is told; empty once it has been purged. */
export function feeText(keys: Keyring, { request_id, id, sealed }: FeeRow): string {
  return sealed === null ? "" : openJson<SaidOfFee>(keys, "request.fee", `request/${request_id}/${id}`, sealed).text;
}

export async function describeFee(ctx: Ctx, requestId: string): Promise<RequestFee | null> {
  const row = await findFee(ctx, requestId);
  if (row === undefined || row.state === "replaced") return null;
  return {
    state: row.state,
    ground: row.ground as RequestFee["ground"],
    amount: row.amount,
    currency: row.currency,
    text: feeText(ctx.keys, row),
    proposedAt: row.proposed_at.toISOString(),
    by: row.proposed_by_id,
    isMine: row.proposed_by_kind === ctx.actor.kind && row.proposed_by_id === ctx.actor.id,
    quotedAt: row.quoted_at?.toISOString() ?? null,
    answeredAt: row.answered_at?.toISOString() ?? null,
    paidAt: row.paid_at?.toISOString() ?? null,
    reference: row.payment_reference,
  };
}

/** `2500, EUR` -> "€25.00" as the language writes it. */
export function formatFee({ amount, currency }: { amount: number; currency: string }, language: Language): string {
  const format = new Intl.NumberFormat(language === "en" ? "en-GB" : "de-DE", { style: "currency", currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
