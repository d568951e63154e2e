/** Carries an approved plan out. Enters as a job, and again after any crash: what is done stays done, the rest goes on. */
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestState } from "@kept/contract/request-states";
import type { Ctx } from "../platform/ctx.ts";
import { publishState } from "../requests/decide-request.ts";
import { openPerson, type RequestPerson } from "../requests/person.ts";
import { findRequest, isInBatch, lockRequest, type RequestRow, updateRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import { openDetails } from "../requests/request-details.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { systemsOf } from "../requests/scope-rows.ts";
import { acts } from "./acts.ts";
import { noteCategories } from "./changed-categories.ts";
import { deliverPart } from "./deliver-part.ts";
import { finishRequest } from "./finish-request.ts";
import { isHeldUp, pauseRequest } from "./hold-up.ts";
import { type Lease, withLease } from "./lease.ts";
import { controllerDay } from "./plan-request.ts";
import { isBegun, isInHand, isOutstanding, listSteps, OPEN_STEPS, resetSteps, type StepRow } from "./queries.ts";
import { listSealing } from "./standing-restrictions.ts";
import { describeTrouble } from "./trouble.ts";

/** Does nothing when the request is not due, or somebody else is at it. */
export async function runRequest(ctx: Ctx, parts: RequestParts, requestId: string): Promise<void> {
  await withLease(ctx, requestId, async (lease) => {
    // What has not been searched is for planning, unless it is answered later.
    if ((await listSteps(ctx, requestId)).some(isUnplanned)) return;
    if (!(await startRun(ctx, parts, lease, requestId))) return;
    const request = await findRequest(ctx, requestId);
    const person = request === undefined ? null : openPerson(ctx, requestId, request.sealed_person);
    if (request === undefined || person === null) return;
    const details = openDetails(ctx.keys, request);
    const act = acts[requestKind(request.kind).act];
    const steps = await listSteps(ctx, requestId);
    const options = { today: controllerDay(ctx.clock.now(), parts) };
    const sealed = await findSealed(ctx, request, person, steps);
    if (sealed !== null) return await askAgain(ctx, parts, lease, requestId, sealed);
    try {
      const result = await act.carryOut({ ctx, parts, lease, request, person, details, options, steps });
      if (result.kind === "changed") await askAgain(ctx, parts, lease, requestId, result.system);
      else {
        await noteCategories(ctx, parts, lease, requestId);
        await concludeRun(ctx, parts, lease, request);
      }
    } catch (error) {
      await tryLater(ctx, parts, lease, request, error);
    }
  });
}

/** A waiting period that is over ends here: from now on nobody can cancel. */
async function startRun(ctx: Ctx, parts: RequestParts, lease: Lease, requestId: string): Promise<boolean> {
  const started = await ctx.transaction(async (tx): Promise<RequestState | null> => {
    await lease.check(tx);
    const request = await lockRequest(tx, requestId);
    if (request === undefined || !isRunnable(request) || (await isInBatch(tx, request))) return null;
    if (request.runs_at !== null && request.runs_at.getTime() > tx.clock.now().epochMilliseconds) return null;
    const events = await tx.db
      .selectFrom("request_event")
      .select("id")
      .where("request_id", "=", requestId)
      .where("event", "=", "started")
      .where("facts", "@>", JSON.stringify({ version: request.approved_version }) as never)
      .execute();
    if (request.state === "waiting") await updateRequest(tx, requestId, { state: "running" });
    if (events.length === 0) {
      const data = { version: request.approved_version ?? request.plan_version };
      await recordEvent(tx, requestId, { type: "request.started", data });
    }
    return request.state === "blocked" ? "blocked" : "running";
  });
  if (started === "running") publishState(ctx, parts, requestId, "running");
  return started !== null;
}

/** One that a failing system holds up goes on by itself, beside waiting for an operator. */
function isRunnable(request: RequestRow): boolean {
  // Held for the law: what was begun is settled, nothing is begun.
  if (request.held_at !== null && request.state !== "running") return false;
  return request.state === "waiting" || request.state === "running" || isHeldUp(request, "run");
}

function isUnplanned(step: StepRow): boolean {
  return OPEN_STEPS.includes(step.state) && step.later_reason === null;
}

/** A system in which a restriction has sealed what is theirs since the plan was made; what has begun there is settled first. */
async function findSealed(
  ctx: Ctx,
  request: RequestRow,
  person: RequestPerson,
  steps: readonly StepRow[],
): Promise<string | null> {
  for (const step of steps.filter((one) => isInHand(one) && !isBegun(one))) {
    if ((await listSealing(ctx, request, person, step.system)).length > 0) return step.system;
  }
  return null;
}

/** The plan is no longer the one that was approved: it is made anew, and the operator looks again. */
async function askAgain(ctx: Ctx, parts: RequestParts, lease: Lease, requestId: string, system: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    await lease.check(tx);
    await updateRequest(tx, requestId, { state: "planning", runs_at: null, retry_at: null, held_up_in: null });
    const request = await lockRequest(tx, requestId);
    if (request === undefined) return;
    await resetSteps(tx, requestId, systemsOf(parts, request));
    await recordEvent(tx, requestId, { type: "request.plan-changed", data: { system } }, [
      { name: "requests.plan", payload: { requestId } },
    ]);
  });
  publishState(ctx, parts, requestId, "planning");
}

/** Everything has been carried out, or what is ready goes out before the rest, or the rest is only waited for. */
async function concludeRun(ctx: Ctx, parts: RequestParts, lease: Lease, request: RequestRow): Promise<void> {
  const state = await ctx.transaction(async (tx): Promise<RequestState | null> => {
    await lease.check(tx);
    const steps = await listSteps(tx, request.id);
    const outstanding = steps.filter(isOutstanding);
    if (outstanding.length === 0) return await finishRequest(tx, parts, request);
    if (outstanding.every((step) => step.later_reason !== null)) await deliverPart(tx, parts, request, steps);
    const inHand = outstanding.filter(isInHand);
    if (inHand.length > 0) {
      const failing = inHand.filter((step) => step.control !== "paused");
      return await pauseRequest(tx, request, failing, "run");
    }
    // What is left has not been searched yet.
    await updateRequest(tx, request.id, { state: "planning", runs_at: null, held_up_in: null });
    await pauseRequest(tx, { ...request, state: "planning" }, [], "plan");
    return "planning";
  });
  if (state !== null) publishState(ctx, parts, request.id, state);
}

/** Trouble that is no system's. Nothing is lost: what was begun is settled at the next try. */
async function tryLater(
  ctx: Ctx,
  parts: RequestParts,
  lease: Lease,
  request: RequestRow,
  error: unknown,
): Promise<void> {
  const state = await ctx.transaction(async (tx): Promise<RequestState | null> => {
    await lease.check(tx);
    describeTrouble(ctx, "", error);
    return await pauseRequest(tx, request, (await listSteps(tx, request.id)).filter(isInHand), "run");
  });
  if (state !== null) publishState(ctx, parts, request.id, state);
}
