/** Carries an approved batch out. Enters as a job, and again after any crash: what is done stays done, the rest goes on. */
import { createHash } from "node:crypto";
import {
  type BatchErasure,
  type BatchOutcome,
  type BatchRights,
  PlanRefused,
  type RightsOptions,
} from "@kept/connectors/rights-system";
import type { RequestState } from "@kept/contract/request-states";
import { eraseStep } from "../fulfilment/act-erase.ts";
import { finishRequest } from "../fulfilment/finish-request.ts";
import { type Lease, withLease } from "../fulfilment/lease.ts";
import { controllerDay } from "../fulfilment/plan-request.ts";
import { findStep, isDone, listSteps, resetSteps } from "../fulfilment/queries.ts";
import { saveOutcome } from "../fulfilment/save-outcome.ts";
import { countRows, sumCounts } from "../fulfilment/settle-step.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { publishState } from "../requests/decide-request.ts";
import { openPerson } from "../requests/person.ts";
import { findRequest, lockRequest, type RequestRow, updateRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import { openDetails } from "../requests/request-details.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { systemsOf } from "../requests/scope-rows.ts";
import { beginRequests } from "./begin-requests.ts";
import { findRestricted, queryOf } from "./find-everybody.ts";
import { joinPeople } from "./join-people.ts";
import { keepErased } from "./keep-erased.ts";
import { isPausedNow } from "./pause-system.ts";
import type { StoredBatchPlan } from "./plan-batch.ts";
import {
  type BatchRow,
  type BatchSystemRow,
  findBatch,
  listBatchSystems,
  listLines,
  lockBatch,
  openOfSystem,
  openPeople,
  recordBatch,
  sealOfSystem,
  updateBatch,
  updateBatchSystem,
} from "./queries.ts";
import { holdBatch, retryBatch } from "./retry-batch.ts";

/** People of one transaction. */
const AT_ONCE = 25;

interface Work {
  readonly ctx: Ctx;
  readonly parts: RequestParts;
  readonly lease: Lease;
  readonly batch: BatchRow;
  readonly options: RightsOptions;
  /** Request ids by the line of the list. */
  readonly requests: ReadonlyMap<number, string>;
}

/** Does nothing when the batch is not due, or somebody else is at it. */
export async function runBatch(ctx: Ctx, parts: RequestParts, batchId: string): Promise<void> {
  await withLease(
    ctx,
    batchId,
    async (lease) => {
      const batch = await startRun(ctx, lease, batchId);
      if (batch === null) return;
      const systems = (await listBatchSystems(ctx, batchId)).filter(({ state }) => state !== "done");
      let system = systems[0]?.system ?? "";
      try {
        const stored = new Map<string, StoredBatchPlan>();
        for (const row of systems) {
          const plan = openOfSystem<StoredBatchPlan>(ctx.keys, row, "plan");
          if (plan !== null) stored.set(row.system, plan);
        }
        const restricted = await findNewlyRestricted(ctx, batch, systems, stored);
        if (restricted !== null) return await askAgain(ctx, lease, batchId, restricted);
        await beginRequests(ctx, parts, lease, batch, stored);
        const lines = await listLines(ctx, batchId);
        const requests = new Map(lines.flatMap(({ line, request_id: id }) => (id === null ? [] : [[line, id]])));
        const options = { today: controllerDay(ctx.clock.now(), parts) };
        const work: Work = { ctx, parts, lease, batch, options, requests };
        const passedOver: string[] = [];
        for (const row of systems) {
          system = row.system;
          const plan = stored.get(system);
          if (plan === undefined) continue;
          if (await isPausedNow(ctx, batchId, system)) {
            passedOver.push(system);
            continue;
          }
          const result = plan.together === null ? await runAlone(work, row, plan) : await runTogether(work, row, plan);
          if (result === "changed") return await askAgain(ctx, lease, batchId, system);
          if (result === "paused") passedOver.push(system);
        }
        if (passedOver.length > 0) await holdBatch(ctx, lease, batchId, passedOver);
        else await finishBatch(work);
      } catch (error) {
        await retryBatch(ctx, batch, system, error);
      }
    },
    "batch",
  );
}

/** A system that has not begun, in which somebody has been restricted since the plan was made. */
async function findNewlyRestricted(
  ctx: Ctx,
  batch: BatchRow,
  systems: readonly BatchSystemRow[],
  stored: ReadonlyMap<string, StoredBatchPlan>,
): Promise<string | null> {
  const people = joinPeople(await listLines(ctx, batch.id), openPeople(ctx.keys, batch));
  for (const { system, state } of systems) {
    if (state !== "planned") continue;
    const own = (stored.get(system)?.lines ?? []).flatMap((line) => people.get(line) ?? []);
    if ((await findRestricted(ctx, system, own)).size > 0) return system;
  }
  return null;
}

async function startRun(ctx: Ctx, lease: Lease, batchId: string): Promise<BatchRow | null> {
  return await ctx.transaction(async (tx) => {
    await lease.check(tx);
    const batch = await lockBatch(tx, batchId);
    if (batch === undefined || (batch.state !== "waiting" && batch.state !== "running")) return null;
    if (batch.runs_at !== null && batch.runs_at.getTime() > tx.clock.now().epochMilliseconds) return null;
    // Begun: from here on it is the lease that says whether somebody is at it.
    await updateBatch(tx, batchId, { state: "running", retry_at: null });
    return { ...batch, state: "running" };
  });
}

/** One transaction for everybody: its intent written before it, each person's outcome after it, settled when it was cut off. */
async function runTogether(work: Work, row: BatchSystemRow, stored: StoredBatchPlan): Promise<"done" | "changed"> {
  const { ctx, parts, batch, options } = work;
  const rights = (await parts.systems.open(row.system)).batch;
  if (rights === undefined || stored.together === null) return "changed";
  const begun = openOfSystem<BatchErasure>(ctx.keys, row, "intent");
  const settled = begun === null ? null : await rights.settle(begun);
  if (begun !== null && settled !== null) {
    await recordOutcomes(work, row, stored, begun, settled);
    return "done";
  }
  try {
    const done = await eraseTogether(work, rights, row, stored, stored.together, options);
    await recordOutcomes(work, row, stored, done.erasure, done.outcome);
    return "done";
  } catch (error) {
    if (!(error instanceof PlanRefused)) throw error;
    ctx.log.info("the plan of a batch has changed", { subject: batch.id, system: row.system, code: error.code });
    return "changed";
  }
}

async function eraseTogether(
  work: Work,
  rights: BatchRights,
  row: BatchSystemRow,
  stored: StoredBatchPlan,
  approved: BatchErasure,
  options: RightsOptions,
): Promise<{ readonly erasure: BatchErasure; readonly outcome: BatchOutcome }> {
  const { ctx, parts, lease, batch, requests } = work;
  const requestOf = (at: number) => requests.get(stored.lines[at] ?? -1);
  const keeping = { ctx, parts, lease, system: row.system, requestOf };
  const people = joinPeople(await listLines(ctx, batch.id), openPeople(ctx.keys, batch));
  const queries = stored.lines.map((line) =>
    queryOf(people.get(line) ?? { line, identifiers: [], keys: [] }, row.system),
  );
  let erasure = approved;
  const outcome = await rights.erase(queries, batch.scope, options, approved, {
    beforeChange: async (now) => {
      erasure = now;
      await ctx.transaction(async (tx) => {
        await lease.check(tx);
        const sealed = sealOfSystem(tx.keys, row, "intent", now);
        await updateBatchSystem(tx, row, { state: "acting", sealed_intent: sealed });
        const planHash = createHash("sha256").update(JSON.stringify(now.whole)).digest("hex");
        const rows = countRows(sumCounts(now.whole.tables));
        const data = { system: row.system, planHash, people: stored.lines.length, rows };
        await recordBatch(tx, batch.id, { type: "batch.step-intended", data });
      });
    },
    ...(parts.kept.requests.undo === null || !batch.tell
      ? {}
      : {
          keep: async (kept) => {
            // Before anything is changed there is nothing to be kept yet.
            if (kept.every(({ diff }) => diff.complete)) await keepErased(keeping, kept);
          },
        }),
  });
  return { erasure, outcome };
}

/** What was done, to the request of each; one that was cut off here goes on with those that are missing. */
async function recordOutcomes(
  { ctx, lease, batch, requests }: Work,
  row: BatchSystemRow,
  { lines }: StoredBatchPlan,
  erasure: BatchErasure,
  outcome: BatchOutcome,
): Promise<void> {
  for (let at = 0; at < lines.length; at += AT_ONCE) {
    await ctx.transaction(async (tx) => {
      await lease.check(tx);
      for (const [offset, line] of lines.slice(at, at + AT_ONCE).entries()) {
        const requestId = requests.get(line);
        const plan = erasure.people[at + offset]?.plan ?? null;
        const own = outcome.people[at + offset] ?? null;
        if (requestId === undefined || plan === null || own === null) continue;
        const step = (await listSteps(tx, requestId)).find(({ system }) => system === row.system);
        if (step !== undefined && !isDone(step)) await saveOutcome(tx, step, [plan], own);
      }
    });
  }
  await ctx.transaction(async (tx) => {
    await lease.check(tx);
    await updateBatchSystem(tx, row, { state: "done", sealed_plan: null, sealed_intent: null });
    const rows = countRows(sumCounts(outcome.whole.tables));
    const data = { system: row.system, people: lines.length, rows, verified: outcome.whole.verified };
    await recordBatch(tx, batch.id, { type: "batch.step-completed", data });
  });
}

/**
 * A system that has no way to do it together: each person's own plan, one after the other, each looked at afterwards. One whose
 * look found something left makes the whole unverified.
 */
async function runAlone(
  work: Work,
  row: BatchSystemRow,
  { lines }: StoredBatchPlan,
): Promise<"done" | "changed" | "paused"> {
  const { ctx, parts, lease, batch, options, requests } = work;
  let rows = 0;
  let verified = true;
  for (const line of lines) {
    const request = await findRequest(ctx, requests.get(line) ?? "");
    const person = request === undefined ? null : openPerson(ctx, request.id, request.sealed_person);
    if (request === undefined || person === null) continue;
    const steps = await listSteps(ctx, request.id);
    const step = steps.find(({ system }) => system === row.system);
    if (step === undefined || step.found !== true) continue;
    rows += step.row_count;
    if (!isDone(step)) {
      if (await isPausedNow(ctx, batch.id, row.system)) return "paused";
      const details = openDetails(ctx.keys, request);
      const run = { ctx, parts, lease, request, person, details, options, steps };
      if ((await eraseStep(run, step)) === "changed") return "changed";
    }
    verified &&= (await findStep(ctx, request.id, row.system))?.state === "verified";
  }
  await ctx.transaction(async (tx) => {
    await lease.check(tx);
    await updateBatchSystem(tx, row, { state: "done", sealed_plan: null, sealed_intent: null });
    const data = { system: row.system, people: lines.length, rows, verified };
    await recordBatch(tx, batch.id, { type: "batch.step-completed", data });
  });
  return "done";
}

/** The plan is no longer the one that was approved: it is made anew, and the operator looks again. */
async function askAgain(ctx: Ctx, lease: Lease, batchId: string, system: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    await lease.check(tx);
    await updateBatch(tx, batchId, { state: "planning", runs_at: null, retry_at: null });
    await recordBatch(tx, batchId, { type: "batch.plan-changed", data: { system } }, [
      { name: "batches.plan", payload: { batchId } },
    ]);
  });
}

/** Begun, and left out of what was approved since: nobody is told that it is done. It is planned alone once the batch is over. */
async function leaveToItself(tx: TxCtx, parts: RequestParts, request: RequestRow): Promise<RequestState> {
  const open = (await listSteps(tx, request.id)).find((step) => !isDone(step));
  if (open === undefined) return await finishRequest(tx, parts, request);
  await updateRequest(tx, request.id, { state: "planning", approved_version: null });
  await resetSteps(tx, request.id, systemsOf(parts, request));
  await recordEvent(tx, request.id, { type: "request.plan-changed", data: { system: open.system } });
  return "planning";
}

/** Each request ends by itself: with a receipt and a message, or, where something is left, back with an operator. */
async function finishBatch({ ctx, parts, lease, batch, requests }: Work): Promise<void> {
  const lines = new Map((await listLines(ctx, batch.id)).map(({ line, state }) => [line, state]));
  for (const [line, requestId] of requests) {
    const state = await ctx.transaction(async (tx) => {
      await lease.check(tx);
      const request = await lockRequest(tx, requestId);
      if (request?.state !== "running") return null;
      if (lines.get(line) === "unclear") return await leaveToItself(tx, parts, request);
      return await finishRequest(tx, parts, request);
    });
    if (state !== null) publishState(ctx, parts, requestId, state);
  }
  await ctx.transaction(async (tx) => {
    await lease.check(tx);
    if ((await findBatch(tx, batch.id))?.state !== "running") return;
    const states = await tx.db.selectFrom("request").select("state").where("batch_id", "=", batch.id).execute();
    await updateBatch(tx, batch.id, {
      state: "done",
      closed_at: isoInstant(tx.clock.now()),
      retry_at: null,
      problem_code: null,
      problem_message: null,
    });
    const notVerified = states.filter(({ state }) => state === "blocked").length;
    await recordBatch(tx, batch.id, { type: "batch.done", data: { people: requests.size, notVerified } });
  });
}
