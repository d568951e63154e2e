/** What operators decide about a batch: approve it, have it planned again, cancel it. */
import type { Batch } from "@kept/contract/batches";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import {
  type BatchLineRow,
  type BatchRow,
  listBatchSystems,
  listLines,
  lockBatch,
  recordBatch,
  updateBatch,
} from "./queries.ts";

/** What may be done now. Once people have requests, what was begun has to come to its end. */
export function mayOf({ state }: Pick<BatchRow, "state">, lines: readonly BatchLineRow[]): Batch["may"] {
  const isBegun = lines.some(({ request_id }) => request_id !== null);
  return {
    approve: state === "awaiting_approval",
    replan: state === "awaiting_approval" || state === "blocked",
    cancel: !isBegun && ["planning", "blocked", "awaiting_approval", "waiting"].includes(state),
  };
}

async function decide(
  ctx: Ctx,
  batchId: string,
  may: keyof Batch["may"],
  work: (tx: TxCtx, batch: BatchRow, lines: readonly BatchLineRow[]) => Promise<void>,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const batch = await lockBatch(tx, batchId);
    if (batch === undefined) throw problem("batch_not_found");
    const lines = await listLines(tx, batchId);
    if (!mayOf(batch, lines)[may]) throw problem("batch_state_wrong", { detail: `It is in the state ${batch.state}.` });
    await work(tx, batch, lines);
  });
}

/** Throws `plan_version_wrong`, `batch_unclear` while a line needs a look, `batch_same_person` or `refusal_same_person` where two have to agree. */
export function approveBatch(
  ctx: Ctx,
  parts: RequestParts,
  batchId: string,
  input: { readonly planVersion: number; readonly skipUnclear: boolean },
): Promise<void> {
  return decide(ctx, batchId, "approve", async (tx, batch, lines) => {
    const version = batch.plan_version;
    if (version !== input.planVersion)
      throw problem("plan_version_wrong", { detail: `The plan is at version ${version}.` });
    const { kind, id } = tx.actor;
    const isSame = kind === batch.submitted_kind && id === batch.submitted_by;
    if (parts.kept.requests.fourEyes.batches && isSame) throw problem("batch_same_person");
    const hasSkipped = batch.left_out.some(({ byKind, byId }) => byKind === kind && byId === id);
    if (parts.kept.requests.fourEyes.refusals && hasSkipped) throw problem("refusal_same_person");
    const unclear = lines.filter(({ state }) => state === "unknown" || state === "unclear");
    if (unclear.length > 0 && !input.skipUnclear) {
      const named = unclear.slice(0, 20).map(({ line }) => line);
      throw problem("batch_unclear", { detail: `Lines ${named.join(", ")}${unclear.length > 20 ? " …" : ""}.` });
    }
    const now = tx.clock.now();
    // What was approved once and changed since has waited already.
    const runsAt = batch.approved_version === null ? addDuration(now, parts.kept.requests.erasureWaitingPeriod) : now;
    const isLater = Temporal.Instant.compare(runsAt, now) > 0;
    const runsAtText = isLater ? isoInstant(runsAt) : null;
    await updateBatch(tx, batchId, {
      state: isLater ? "waiting" : "running",
      approved_version: version,
      runs_at: runsAtText,
    });
    const people = lines.filter(({ state }) => state === "clear").length;
    const data = { version, people, leftOut: unclear.length, runsAt: runsAtText };
    await recordBatch(tx, batchId, { type: "batch.approved", data }, [
      { name: "batches.run", payload: { batchId }, ...(runsAtText === null ? {} : { startAfter: runsAtText }) },
    ]);
  });
}

/** What was begun in a system is settled before anything is planned anew: otherwise what it did would be in no receipt. */
export function replanBatch(ctx: Ctx, batchId: string): Promise<void> {
  return decide(ctx, batchId, "replan", async (tx) => {
    const fresh = { attempts: 0, retry_at: null, problem_code: null, problem_message: null };
    if (await isBegunSomewhere(tx, batchId)) {
      await updateBatch(tx, batchId, { ...fresh, state: "running" });
      return await recordBatch(tx, batchId, { type: "batch.resumed", data: { state: "running" } }, [
        { name: "batches.run", payload: { batchId } },
      ]);
    }
    await updateBatch(tx, batchId, { ...fresh, state: "planning" });
    await recordBatch(tx, batchId, { type: "batch.replanned", data: {} }, [
      { name: "batches.plan", payload: { batchId } },
    ]);
  });
}

/** Whether it is open, in a system, whether something happened: to everybody together, or to one of them. */
export async function isBegunSomewhere(tx: TxCtx, batchId: string): Promise<boolean> {
  if ((await listBatchSystems(tx, batchId)).some((row) => row.sealed_intent !== null)) return true;
  const step = await tx.db
    .selectFrom("fulfilment_step")
    .innerJoin("request", "request.id", "fulfilment_step.request_id")
    .select("fulfilment_step.system")
    .where("request.batch_id", "=", batchId)
    .where("fulfilment_step.sealed_intent", "is not", null)
    .where("fulfilment_step.state", "not in", ["verified", "committed"])
    .limit(1)
    .executeTakeFirst();
  return step !== undefined;
}

/** What is being planned just now is dropped with it: whoever plans looks at the state again before anything is kept. */
export function cancelBatch(ctx: Ctx, batchId: string): Promise<void> {
  return decide(ctx, batchId, "cancel", async (tx) => {
    await updateBatch(tx, batchId, { state: "cancelled", closed_at: isoInstant(tx.clock.now()), retry_at: null });
    await tx.db
      .updateTable("batch_system")
      .set({ sealed_plan: null, sealed_intent: null })
      .where("batch_id", "=", batchId)
      .execute();
    await recordBatch(tx, batchId, { type: "batch.cancelled", data: {} });
  });
}
