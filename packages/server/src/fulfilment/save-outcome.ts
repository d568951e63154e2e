/** Writes down what was done in a system: verified, or carried out with what the check afterwards still found. */
import type { ErasureOutcome, ErasurePlan } from "@kept/engine/rights";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { findRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import { keepMarks } from "./kept-marks.ts";
import { type StepRow, updateStep } from "./queries.ts";
import { countRows, sealBegun, sumCounts } from "./settle-step.ts";
import type { StepSummary } from "./tables.ts";
import { buryRows } from "./tombstones.ts";

/** `done`: the plans behind the outcome; kept, sealed, as long as it is not verified. */
export async function saveOutcome(
  tx: TxCtx,
  step: StepRow,
  done: readonly ErasurePlan[],
  outcome: ErasureOutcome,
): Promise<void> {
  const { request_id: requestId, system } = step;
  const counts = sumCounts(outcome.tables);
  const rows = countRows(counts);
  const { verified } = outcome;
  const findings = verified ? step.summary.findings.filter((finding) => !finding.blocks) : residueFindings(outcome);
  await updateStep(tx, requestId, system, {
    state: verified ? "verified" : "committed",
    found: true,
    ...counts,
    row_count: rows,
    outcome: jsonb(outcome),
    // Of this outcome it is not known yet.
    categories: null,
    summary: jsonb({ ...step.summary, findings }),
    sealed_plan: null,
    sealed_intent: verified ? null : sealBegun(tx.keys, step, { done, open: null }),
    problem_code: verified ? null : "erasure_not_verified",
    problem_message: verified ? null : describeResidue(outcome),
    completed_at: isoInstant(tx.clock.now()),
  });
  const request = await findRequest(tx, requestId);
  if (request !== undefined) await buryRows(tx, request, system, done);
  await keepMarks(tx, requestId, system, done);
  await recordEvent(tx, requestId, { type: "request.step-completed", data: { system, verified, rows, ...counts } });
}

/** What is left, as findings that an operator has to answer before the request can end. */
export function residueFindings(outcome: ErasureOutcome): StepSummary["findings"] {
  return outcome.residue.map((finding) => ({ system: outcome.system, ...finding, blocks: true }));
}

function describeResidue(outcome: ErasureOutcome): string {
  const found = outcome.residue.map((finding) => finding.message).join(" ");
  return `Carried out, but not verified. ${found} Plan again: what a trigger or the application wrote meanwhile is found then. What is not found, the map misses.`;
}
