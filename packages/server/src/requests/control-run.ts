/**
 * An operator has a hand on a request's systems: one is paused, tried again now, skipped by name and with a reason, or
 * answered later than the rest. Nothing is left out without its being said to the person.
 */
import type { RequestState } from "@kept/contract/request-states";
import { requestState } from "@kept/contract/request-states";
import {
  isBegun,
  isDone,
  isOutstanding,
  listSteps,
  OPEN_STEPS,
  type StepRow,
  updateStep,
} from "../fulfilment/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, NewJob, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { decideRequest, requireOutsideBatch } from "./decide-request.ts";
import { lockRequest, type RequestRow, updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";

interface Reason {
  readonly reason: string;
}

/** What is at work just now ends its turn; it is not begun again until it is resumed. Throws `step_over`. */
export async function pauseSystem(ctx: Ctx, requestId: string, system: string, input: Reason): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined) throw problem("request_not_found");
    if (!requestState(request.state).mayControl) throw problem("request_state_wrong");
    await requireOutsideBatch(tx, request);
    const step = await requireStep(tx, requestId, system);
    if (step.found === false || isDone(step) || step.control !== null) throw problem("step_over");
    await updateStep(tx, requestId, system, { control: "paused", ...by(tx, input.reason) });
    await recordEvent(tx, requestId, { type: "request.system-paused", data: { system } });
  });
}

/** Ends a pause, or takes a skipped system in again, which is planned anew. Throws `step_not_stopped`. */
export function resumeSystem(ctx: Ctx, parts: RequestParts, requestId: string, system: string): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayControl", async (tx, request): Promise<RequestState> => {
    const step = await requireStep(tx, requestId, system);
    const isSkipped = step.state === "skipped";
    if (!isSkipped && step.control !== "paused") throw problem("step_not_stopped");
    const free = { control: null, control_reason: null, control_by_kind: null, control_by_id: null };
    if (!isSkipped) {
      await updateStep(tx, requestId, system, { ...free, attempts: 0 });
      return await goOn(tx, request, { type: "request.system-resumed", data: { system } });
    }
    await updateStep(tx, requestId, system, { ...free, state: "pending", found: null, attempts: 0 });
    return await planAgain(tx, request, { type: "request.system-resumed", data: { system } });
  });
}

/** At once, and with its patience new. Throws `step_not_failing`. */
export function retrySystem(ctx: Ctx, parts: RequestParts, requestId: string, system: string): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayControl", async (tx, request): Promise<RequestState> => {
    const step = await requireStep(tx, requestId, system);
    if (isDone(step) || step.problem_code === null) throw problem("step_not_failing");
    await updateStep(tx, requestId, system, { attempts: 0 });
    return await goOn(tx, request, { type: "request.system-retried", data: { system } });
  });
}

/**
 * The request is answered without this system, and everybody is told so. Throws `step_over`, `step_begun` where something
 * may have been changed already, `skip_not_possible` for the last one, and `refusal_same_person` where refusals need two
 * people and this one has approved the run: leaving a system out is a refusal in part.
 */
export function skipSystem(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  system: string,
  input: Reason,
): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayControl", async (tx, request): Promise<RequestState> => {
    const steps = await listSteps(tx, requestId);
    const step = steps.find((one) => one.system === system);
    if (step === undefined) throw problem("system_unknown");
    if (step.found === false || isDone(step)) throw problem("step_over");
    if (isBegun(step)) throw problem("step_begun");
    if (steps.every((one) => one.system === system || one.state === "skipped")) throw problem("skip_not_possible");
    const isInRun = request.state === "running" || request.held_up_in === "run";
    if (isInRun && parts.kept.requests.fourEyes.refusals && (await hasApproved(tx, requestId))) {
      throw problem("refusal_same_person");
    }
    await updateStep(tx, requestId, system, {
      state: "skipped",
      found: null,
      control: null,
      ...by(tx, input.reason),
      problem_code: null,
      problem_message: null,
      later_reason: null,
      sealed_plan: null,
      row_count: 0,
      deleted: 0,
      detached: 0,
      redacted: 0,
      retained: 0,
    });
    const change = { type: "request.system-skipped", data: { system } } as const;
    return isInRun ? await goOn(tx, request, change) : await planAgain(tx, request, change);
  });
}

/**
 * What is ready goes out now; what keeps a system from answering is told to the person, and its part follows by itself.
 * Throws `nothing_ready` as long as no system has anything to give, or none is missing.
 */
export function deliverReady(ctx: Ctx, parts: RequestParts, requestId: string, input: Reason): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayControl", async (tx, request): Promise<RequestState> => {
    const steps = await listSteps(tx, requestId);
    const missing = listMissing(steps);
    if (!mayDeliver(request, steps)) throw problem("nothing_ready");
    for (const { system } of missing) await updateStep(tx, requestId, system, { later_reason: input.reason });
    const data = { systems: missing.length };
    return await goOn(tx, request, { type: "request.part-delivery-decided", data });
  });
}

/** Something is ready, something keeps the rest from it, and that has not been said yet. */
export function mayDeliver(request: RequestRow, steps: readonly StepRow[]): boolean {
  const missing = listMissing(steps);
  const ready = steps.filter((step) => step.found === true && !missing.includes(step) && step.state !== "committed");
  return (
    requestState(request.state).mayControl &&
    ready.length > 0 &&
    missing.some((step) => step.later_reason === null) &&
    steps.every((step) => !isOutstanding(step) || missing.includes(step) || step.state === "planned")
  );
}

/** Not searched because it fails or is paused, or failing or paused in the run. */
function listMissing(steps: readonly StepRow[]): readonly StepRow[] {
  return steps.filter((step) => isOutstanding(step) && (step.problem_code !== null || step.control === "paused"));
}

/** Whether this person left a system out of the answer. */
export async function hasSkipped(tx: TxCtx, requestId: string): Promise<boolean> {
  const { kind, id } = tx.actor;
  return (await listSteps(tx, requestId)).some(
    (step) => step.state === "skipped" && step.control_by_kind === kind && step.control_by_id === id,
  );
}

async function hasApproved(tx: TxCtx, requestId: string): Promise<boolean> {
  const found = await tx.db
    .selectFrom("request_event")
    .select("id")
    .where("request_id", "=", requestId)
    .where("event", "=", "approved")
    .where("actor_kind", "=", tx.actor.kind)
    .where("actor_id", "=", tx.actor.id)
    .executeTakeFirst();
  return found !== undefined;
}

async function requireStep(tx: TxCtx, requestId: string, system: string): Promise<StepRow> {
  const step = (await listSteps(tx, requestId)).find((one) => one.system === system);
  if (step === undefined) throw problem("system_unknown");
  return step;
}

function by(tx: TxCtx, reason: string) {
  return { control_reason: reason, control_by_kind: tx.actor.kind, control_by_id: tx.actor.id };
}

type ControlChange = Parameters<typeof recordEvent>[2];

/** Where it stands, and at once. */
async function goOn(tx: TxCtx, request: RequestRow, change: ControlChange): Promise<RequestState> {
  await updateRequest(tx, request.id, { retry_at: request.state === "blocked" ? nowOf(tx, request) : null });
  await recordEvent(tx, request.id, change, jobsOf(request));
  return requestState(request.state).state;
}

/** A plan with another system in it, or without one, is another plan. */
async function planAgain(tx: TxCtx, request: RequestRow, change: ControlChange): Promise<RequestState> {
  await updateRequest(tx, request.id, { state: "planning", retry_at: null, held_up_in: null, runs_at: null });
  await recordEvent(tx, request.id, change, [{ name: "requests.plan", payload: { requestId: request.id } }]);
  return "planning";
}

/** One that is held up stays so until it succeeds: its next try is due. */
function nowOf(tx: TxCtx, { retry_at }: RequestRow): string | null {
  return retry_at === null ? null : isoInstant(tx.clock.now());
}

function jobsOf({ id, state, held_up_in }: RequestRow): readonly NewJob[] {
  const payload = { requestId: id };
  if (state === "planning" || held_up_in === "plan") return [{ name: "requests.plan", payload }];
  return state === "running" || held_up_in === "run" ? [{ name: "requests.run", payload }] : [];
}

/** What an operator may do with one of the systems now. */
export function mayWith(request: RequestRow, step: StepRow, inBatch: boolean) {
  const mayControl = requestState(request.state).mayControl && !inBatch;
  const isOpen = mayControl && !isDone(step) && step.found !== false;
  return {
    pause: isOpen && step.control === null,
    resume: mayControl && (step.control === "paused" || step.state === "skipped"),
    retry: isOpen && step.problem_code !== null,
    skip: isOpen && !isBegun(step) && (OPEN_STEPS.includes(step.state) || step.found === true),
  };
}
