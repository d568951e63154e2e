/** Statements as they are kept: sealed for their request, found again for whoever holds its link. */
import { createHash } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import type { Statement } from "../fulfilment/statements.ts";
import { isoInstant } from "../platform/clock.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { canonicalJson, type JsonValue } from "../platform/ledger/canonical-json.ts";
import type { RequestTables } from "./tables.ts";

const PURPOSE = "request.statement";

export type StatementRow = Selectable<RequestTables["request_statement"]>;

export function findStatement(ctx: Ctx | TxCtx, requestId: string): Promise<StatementRow | undefined> {
  return (ctx.db as Kysely<Database>)
    .selectFrom("request_statement")
    .selectAll()
    .where("request_id", "=", requestId)
    .executeTakeFirst();
}

/** Answers the SHA-256 of the statement's canonical JSON. */
export async function saveStatement(tx: TxCtx, requestId: string, statement: Statement): Promise<string> {
  const sha256 = createHash("sha256")
    .update(canonicalJson(statement as unknown as JsonValue), "utf8")
    .digest("hex");
  const row = {
    sealed: sealJson(tx.keys, PURPOSE, `request/${requestId}`, statement),
    sha256,
    recipients: statement.recipients.length,
    created_at: isoInstant(tx.clock.now()),
  };
  await tx.db
    .insertInto("request_statement")
    .values({ request_id: requestId, ...row })
    .onConflict((conflict) => conflict.column("request_id").doUpdateSet(row))
    .execute();
  return sha256;
}

/** What the person was told; null: nothing of the kind, or it has been forgotten. */
export async function openStatement(ctx: Ctx, requestId: string): Promise<Statement | null> {
  const row = await findStatement(ctx, requestId);
  if (row === undefined || row.sealed === null) return null;
  return openJson<Statement>(ctx.keys, PURPOSE, `request/${requestId}`, row.sealed);
}
