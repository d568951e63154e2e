/** The sender says that it was all: it gets a signed receipt, its tokens end, and the operator's app is told. */
import { createHash } from "node:crypto";
import type { ImportReceipt } from "@kept/contract/transfers";
import { signStatement } from "../fulfilment/sign-statement.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { nameSource } from "./find-source.ts";
import type { ImportParts } from "./import-parts.ts";
import { OauthFailure } from "./oauth-failure.ts";
import { type GrantRow, listHashes, lockGrantByToken, updateGrant } from "./queries.ts";
import { bearerToken, requireAccess } from "./receive-item.ts";

/** An import that nobody has ended is complete when nothing has come for so long: generic importers know no end. */
export const QUIET = "PT1H";

/** Answers the receipt as signed JSON; the same again for whoever asks twice. Throws {@link OauthFailure}. */
export async function completeByToken(
  ctx: Ctx,
  parts: ImportParts,
  authorization: string | undefined,
): Promise<string> {
  const token = bearerToken(authorization);
  return await ctx.transaction(async (tx) => {
    const known = await lockGrantByToken(tx, "access_hash", token);
    if (known?.receipt !== undefined && known.receipt !== null) return known.receipt;
    const row = await requireAccess(tx, token);
    if (row.items === 0) throw new OauthFailure(400, "nothing_received", "Nothing has been received yet.");
    return await completeImport(tx, parts, row);
  });
}

/** The row has to be locked. The access token stays good for asking for the receipt again, and for nothing else. */
export async function completeImport(tx: TxCtx, parts: ImportParts, row: GrantRow): Promise<string> {
  const now = tx.clock.now();
  const receipt: ImportReceipt = {
    format: "kept-import-receipt/1",
    import: row.id,
    controller: parts.kept.controller.name,
    source: nameSource(parts.kept, row.source),
    receivedAt: isoInstant(now),
    items: row.items,
    bytes: Number(row.bytes),
    sha256: [...(await listHashes(tx, row.id))],
  };
  const signed = JSON.stringify(signStatement(tx.keys, receipt), null, 2);
  await updateGrant(tx, row.id, {
    state: "complete",
    completed_at: isoInstant(now),
    expires_at: isoInstant(addDuration(now, parts.kept.imports?.keepFor ?? "P30D")),
    code_hash: null,
    refresh_hash: null,
    receipt: signed,
  });
  const receiptHash = createHash("sha256").update(signed).digest("hex");
  await tx.outbox.add(row.id, {
    entry: {
      type: "import.completed",
      subject: { import: row.id },
      data: { source: row.source, items: row.items, bytes: Number(row.bytes), receiptHash },
    },
    jobs: parts.kept.imports?.webhook === undefined ? [] : [{ name: "imports.tell", payload: { importId: row.id } }],
  });
  return signed;
}
