/** How a transfer ends: with a signed receipt of every item, or with a code and the package for the person. Its tokens go. */
import { createHash } from "node:crypto";
import type { TransferReceipt } from "@kept/contract/transfers";
import { findPackage } from "../fulfilment/queries.ts";
import { signStatement } from "../fulfilment/sign-statement.ts";
import { isoInstant } from "../platform/clock.ts";
import type { NewJob, TxCtx } from "../platform/ctx.ts";
import { findRequest } from "../requests/queries.ts";
import { FREE, findDestination } from "./find-destination.ts";
import { listItemRows, type TransferRow, updateTransfer } from "./queries.ts";
import type { TransferParts } from "./transfer-parts.ts";

/** Where it went is in the person's receipt, and nowhere else. */
const NO_SECRETS = {
  sealed_tokens: null,
  sealed_verifier: null,
  sealed_destination: null,
  state_hash: null,
  retry_at: null,
} as const;

export async function failTransfer(tx: TxCtx, row: TransferRow, code: string): Promise<void> {
  await updateTransfer(tx, row.id, {
    ...NO_SECRETS,
    state: "failed",
    problem_code: code,
    ended_at: isoInstant(tx.clock.now()),
  });
  await tx.outbox.add(row.request_id, {
    entry: {
      type: "transfer.failed",
      subject: { request: row.request_id, transfer: row.id },
      data: { destination: row.destination, code, sent: row.sent },
    },
    // Who said no at the destination knows it.
    jobs: row.authorised_at === null ? [] : [mailJob(tx, row, "failed")],
  });
}

export async function completeTransfer(
  tx: TxCtx,
  parts: TransferParts,
  row: TransferRow,
  confirmation: unknown,
): Promise<void> {
  const now = isoInstant(tx.clock.now());
  const items = await listItemRows(tx, row.id);
  const request = await findRequest(tx, row.request_id);
  const pack = await findPackage(tx, row.request_id);
  const receipt: TransferReceipt = {
    format: "kept-transfer-receipt/1",
    transfer: row.id,
    reference: request?.reference ?? "",
    controller: parts.kept.controller.name,
    destination:
      row.destination === FREE
        ? (findDestination(tx.keys, parts.kept.transfers, row)?.issuer ?? row.destination)
        : row.destination,
    packageSha256: pack?.sha256 ?? "",
    authorisedAt: row.authorised_at?.toISOString() ?? now,
    completedAt: now,
    items: items.map(({ vertical, sha256, bytes, accepted, code }) => {
      return { vertical, sha256, bytes: Number(bytes), accepted, code };
    }),
    confirmation,
  };
  const signed = JSON.stringify(signStatement(tx.keys, receipt), null, 2);
  const receiptHash = createHash("sha256").update(signed).digest("hex");
  await updateTransfer(tx, row.id, {
    ...NO_SECRETS,
    state: "done",
    problem_code: null,
    ended_at: now,
    receipt: signed,
  });
  await tx.outbox.add(row.request_id, {
    entry: {
      type: "transfer.completed",
      subject: { request: row.request_id, transfer: row.id },
      data: {
        destination: row.destination,
        items: items.length,
        refused: row.refused,
        bytes: Number(row.bytes),
        receiptHash,
        isConfirmed: confirmation !== null,
      },
    },
    jobs: [mailJob(tx, row, "done")],
  });
}

function mailJob(tx: TxCtx, row: TransferRow, message: "done" | "failed"): NewJob {
  return { name: "transfers.mail", payload: { transferId: row.id, message, messageId: tx.ids.next("msg") } };
}
