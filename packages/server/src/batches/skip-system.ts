/** A system that is gone, or keeps failing, is left out of a batch: by name, with a reason that each person is told. */
import { updateStep } from "../fulfilment/queries.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { problem } from "../platform/http/problems.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { isBegunSomewhere, mayOf } from "./decide-batch.ts";
import {
  type BatchRow,
  type BatchSystemRow,
  listBatchSystems,
  listLines,
  lockBatch,
  recordBatch,
  updateBatch,
} from "./queries.ts";
import type { LeftOut } from "./tables.ts";

/**
 * Everybody is planned anew without it. Throws `batch_not_found`, `batch_state_wrong`, `system_unknown`, `step_over` for one that
 * is finished with or left out already, `step_begun` where it is open whether something was changed, and `skip_not_possible` for
 * the last one.
 */
export async function skipBatchSystem(
  ctx: Ctx,
  parts: RequestParts,
  batchId: string,
  system: string,
  input: { readonly reason: string },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const batch = await lockBatch(tx, batchId);
    if (batch === undefined) throw problem("batch_not_found");
    if (!parts.systems.names.includes(system)) throw problem("system_unknown");
    if ((batch.lease_until?.getTime() ?? 0) > tx.clock.now().epochMilliseconds) {
      throw problem("batch_state_wrong", { detail: "It is being worked on just now. Try again in a minute." });
    }
    const lines = await listLines(tx, batchId);
    if (!isStanding(batch)) throw problem("batch_state_wrong", { detail: `It is in the state ${batch.state}.` });
    const rows = await listBatchSystems(tx, batchId);
    if (!listOpen(parts, batch, rows).includes(system)) throw problem("step_over");
    if (await isBegunSomewhere(tx, batchId)) throw problem("step_begun");
    if (!listSkippable(parts, batch, rows).includes(system)) throw problem("skip_not_possible");
    const gap: LeftOut = { system, reason: input.reason, byKind: tx.actor.kind, byId: tx.actor.id };
    await updateBatch(tx, batchId, {
      state: "planning",
      left_out: jsonb([...batch.left_out, gap]),
      attempts: 0,
      retry_at: null,
      problem_code: null,
      problem_message: null,
    });
    for (const { request_id: id } of lines) if (id !== null) await skipStep(tx, id, gap);
    await recordBatch(tx, batchId, { type: "batch.system-skipped", data: { system } }, [
      { name: "batches.plan", payload: { batchId } },
    ]);
  });
}

/** The same gap in the request of one of its people. */
export async function skipStep(tx: TxCtx, requestId: string, { system, reason, byKind, byId }: LeftOut): Promise<void> {
  await updateStep(tx, requestId, system, {
    state: "skipped",
    found: null,
    control: null,
    control_reason: reason,
    control_by_kind: byKind,
    control_by_id: byId,
    problem_code: null,
    problem_message: null,
    sealed_plan: null,
    row_count: 0,
    deleted: 0,
    detached: 0,
    redacted: 0,
    retained: 0,
  });
  await recordEvent(tx, requestId, { type: "request.system-skipped", data: { system } });
}

/** Systems that can be left out now; the last one cannot: without it there is no answer. */
export function listSkippable(
  parts: RequestParts,
  batch: BatchRow,
  rows: readonly BatchSystemRow[],
): readonly string[] {
  if (!isStanding(batch)) return [];
  const open = listOpen(parts, batch, rows);
  return rows.some(({ state }) => state === "done") || open.length > 1 ? open : [];
}

/** It waits for an operator, or for a system that fails. */
function isStanding(batch: BatchRow): boolean {
  const isFailing = batch.problem_code !== null && (batch.state === "planning" || batch.state === "running");
  return isFailing || mayOf(batch, []).replan;
}

function listOpen({ systems }: RequestParts, { left_out: gaps }: BatchRow, rows: readonly BatchSystemRow[]) {
  return systems.names.filter(
    (name) =>
      !gaps.some(({ system }) => system === name) &&
      !rows.some(({ system, state }) => system === name && state === "done"),
  );
}
