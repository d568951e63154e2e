/** The receipt: what was done, signed, and naming no one. */
import { createHash } from "node:crypto";
import type { Receipt, SignedReceipt } from "@kept/contract/packages";
import { requestKind } from "@kept/contract/request-kinds";
import { describeReceiptDecisions } from "../automated-decisions/erase-decisions.ts";
import { describeReceiptReviews } from "../automated-decisions/reviews.ts";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { canonicalJson, type JsonValue } from "../platform/ledger/canonical-json.ts";
import { listIndexHashes, type RequestRow } from "../requests/queries.ts";
import { describeReceiptChoice, listRequestChoices } from "../requests/request-choices.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { findStatement } from "../requests/request-statements.ts";
import { isAboutRows } from "../requests/scope-rows.ts";
import { describeReceiptUndo } from "./describe-undo.ts";
import { findPackage, findReceipt, isOutstanding, listSteps, type StepRow } from "./queries.ts";
import { signStatement } from "./sign-statement.ts";

export interface IssuedReceipt {
  readonly id: string;
  readonly sha256: string;
}

/** Signs and keeps the receipt of a closed request. A request that ends a second time gets a new one in its place. */
export async function issueReceipt(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
  outcome: Receipt["outcome"],
): Promise<IssuedReceipt> {
  return await signReceipt(tx, request.id, await describeReceipt(tx, parts, request, outcome));
}

interface Amendment extends Pick<Receipt, "lift" | "residueScan" | "undo"> {
  /** Null: none went with it after all. */
  readonly automatedDecisions?: NonNullable<Receipt["automatedDecisions"]> | null;
}

/** What became of a closed request afterwards is told by its receipt too: signed anew, otherwise as it was. Null without one. */
export async function amendReceipt(
  tx: TxCtx,
  requestId: string,
  { automatedDecisions, ...amendment }: Amendment,
): Promise<IssuedReceipt | null> {
  const known = await findReceipt(tx, requestId);
  if (known === undefined) return null;
  const { automatedDecisions: before = null, ...receipt } = (JSON.parse(known.body) as SignedReceipt).receipt;
  const now = automatedDecisions === undefined ? before : automatedDecisions;
  const decisions = now === null ? {} : { automatedDecisions: now };
  return await signReceipt(tx, requestId, { ...receipt, ...decisions, ...amendment });
}

async function signReceipt(tx: TxCtx, requestId: string, receipt: Receipt): Promise<IssuedReceipt> {
  const bytes = Buffer.from(canonicalJson(receipt as unknown as JsonValue), "utf8");
  const signed: SignedReceipt = signStatement(tx.keys, receipt);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const row = { id: receipt.id, body: JSON.stringify(signed, null, 2), sha256, created_at: receipt.completedAt };
  await tx.db
    .insertInto("fulfilment_receipt")
    .values({ request_id: requestId, ...row })
    .onConflict((conflict) => conflict.column("request_id").doUpdateSet(row))
    .execute();
  return { id: receipt.id, sha256 };
}

async function describeReceipt(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
  outcome: Receipt["outcome"],
): Promise<Receipt> {
  const now = isoInstant(tx.clock.now());
  const kind = requestKind(request.kind);
  const steps = await listSteps(tx, request.id);
  const pack = await findPackage(tx, request.id);
  const statement = await findStatement(tx, request.id);
  const choices = await listRequestChoices(tx, request.id);
  const undo = await describeReceiptUndo(tx, request.id);
  const automatedDecisions = await describeReceiptDecisions(tx, request.id);
  return {
    format: "kept-receipt/1",
    id: tx.ids.next("rcp"),
    requestId: request.id,
    reference: request.reference,
    kind: request.kind,
    article: kind.article,
    controller: parts.kept.controller.name,
    person: (await listIndexHashes(tx, request.id)).map((hash) => `hmac-sha256:${hash}`),
    receivedAt: request.received_at?.toISOString() ?? null,
    dueOn: request.due_on,
    completedAt: now,
    outcome,
    ...(isAboutRows(request) ? { only: [...(request.scope.rows ?? [])] } : {}),
    systems: steps.map((step) => describeSystem(step, now)),
    ...(automatedDecisions === null ? {} : { automatedDecisions }),
    ...(undo === null ? {} : { undo }),
    package:
      pack === undefined || !kind.givesPackage
        ? null
        : { sha256: pack.sha256, bytes: Number(pack.bytes), files: pack.files, rows: Number(pack.row_count) },
    ...(statement === undefined ? {} : { statement: { sha256: statement.sha256, recipients: statement.recipients } }),
    ...(kind.asks.includes("uses") ? { choices: choices.map(describeReceiptChoice) } : {}),
    ...(kind.act === "review" ? { reviews: await describeReceiptReviews(tx, request.id) } : {}),
  };
}

function describeSystem(step: StepRow, now: string): Receipt["systems"][number] {
  const { outcome } = step;
  const planned = gapOf(step) === null ? step.summary.tables : [];
  const read = planned.map((table) => ({ name: table.table, rows: table.rows, ...table.counts }));
  const changed = outcome?.tables.map((table) => ({
    name: table.name,
    rows: table.deleted + table.detached + table.redacted + table.retained,
    deleted: table.deleted,
    detached: table.detached,
    redacted: table.redacted,
    retained: table.retained,
  }));
  return {
    system: step.system,
    completedAt: step.completed_at?.toISOString() ?? now,
    // Nothing that was not done has been verified.
    verified: gapOf(step) === null && (outcome?.verified ?? step.change_outcome?.verified ?? true),
    tables: changed ?? read,
    retained: (outcome?.retained ?? []).map(({ table, rows, why, until }) => ({ table, rows, why, until })),
    ...(outcome?.blanks === undefined ? {} : { blanked: outcome.blanks.map((blank) => ({ ...blank })) }),
    ...(outcome?.files === undefined ? {} : { files: outcome.files.map((counts) => ({ ...counts })) }),
    residue: [...(outcome?.residue ?? []), ...(changed === undefined ? (step.change_outcome?.residue ?? []) : [])].map(
      ({ code, table, column, message }) => ({ code, table, column, message }),
    ),
    ...describeCorrections(step),
    ...describeGaps(step),
  };
}

function describeCorrections({ change_outcome: outcome }: StepRow): Pick<Receipt["systems"][number], "changes"> {
  if (outcome === null || !("changes" in outcome)) return {};
  return { changes: outcome.changes.map((change) => ({ ...change, before: [...change.before] })) };
}

/** What a system could not do, or has not done, is said to the person, too. */
function describeGaps(step: StepRow): Pick<Receipt["systems"][number], "gaps"> {
  const unsupported = step.summary.findings.filter(({ code }) => code === "right_unsupported");
  const own = gapOf(step);
  const gaps = own === null ? unsupported : [own, ...unsupported];
  return gaps.length === 0 ? {} : { gaps: gaps.map(({ code, message }) => ({ code, message })) };
}

function gapOf(step: StepRow): { readonly code: string; readonly message: string } | null {
  if (step.state === "skipped") return { code: "system_skipped", message: step.control_reason ?? "" };
  if (!isOutstanding(step) || step.later_reason === null) return null;
  return { code: "system_later", message: step.later_reason };
}
