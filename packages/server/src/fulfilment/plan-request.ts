/** Searches every system for the person and makes the plan that an operator will see. */
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestState } from "@kept/contract/request-states";
import { addDuration, isoInstant, type Temporal } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { publishState } from "../requests/decide-request.ts";
import { mailJob } from "../requests/message-names.ts";
import { openPerson, type RequestPerson } from "../requests/person.ts";
import { findRequest, lockRequest, type RequestRow, updateRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { type PlannedStep, personQuery } from "./act.ts";
import { acts } from "./acts.ts";
import { issueReceipt } from "./issue-receipt.ts";
import { type Lease, withLease } from "./lease.ts";
import { FINISHED_STEPS, listSteps, type StepRow, updateStep } from "./queries.ts";
import { sealPlan } from "./stored-plan.ts";
import { describeTrouble, retryPause } from "./trouble.ts";

/** Does nothing when the request is not to be planned, or somebody else is planning it. */
export async function planRequest(ctx: Ctx, parts: RequestParts, requestId: string): Promise<void> {
  await withLease(ctx, requestId, async (lease) => {
    const request = await findRequest(ctx, requestId);
    if (request?.state !== "planning") return;
    const person = openPerson(ctx, requestId, request.sealed_person);
    if (person === null) return;
    for (const step of await listSteps(ctx, requestId)) {
      if (step.state === "planned" || FINISHED_STEPS.includes(step.state)) continue;
      await planStep(ctx, parts, lease, request, person, step);
    }
    await concludePlanning(ctx, parts, lease, requestId);
  });
}

/** Today in the controller's zone: decides whether retention has ended. */
export function controllerDay(now: Temporal.Instant, parts: RequestParts): string {
  return now.toZonedDateTimeISO(parts.kept.controller.zone).toPlainDate().toString();
}

async function planStep(
  ctx: Ctx,
  parts: RequestParts,
  lease: Lease,
  request: RequestRow,
  person: RequestPerson,
  step: StepRow,
): Promise<void> {
  const act = acts[requestKind(request.kind).act];
  const today = controllerDay(ctx.clock.now(), parts);
  try {
    const rights = await parts.systems.open(step.system);
    const planned = await act.plan(rights, personQuery(person, step.system), request.scope, { today });
    await ctx.transaction(async (tx) => {
      await lease.check(tx);
      await updateStep(tx, request.id, step.system, {
        state: "planned",
        ...stepColumns(planned),
        sealed_plan: planned.found ? sealPlan(tx.keys, request.id, step.system, planned.plan) : null,
      });
    });
    publishStep(ctx, parts, request.id, step.system, "planned");
  } catch (error) {
    const trouble = describeTrouble(ctx, step.system, error);
    await ctx.transaction(async (tx) => {
      await lease.check(tx);
      await updateStep(tx, request.id, step.system, {
        state: trouble.state,
        problem_code: trouble.code,
        problem_message: trouble.message,
        attempts: step.attempts + 1,
      });
      // Said once: further tries that fail alike are no news.
      if (step.problem_code === trouble.code) return;
      const data = { system: step.system, code: trouble.code };
      await recordEvent(tx, request.id, { type: "request.system-unreachable", data });
    });
    publishStep(ctx, parts, request.id, step.system, trouble.state);
  }
}

function stepColumns(planned: PlannedStep) {
  return {
    found: planned.found,
    row_count: planned.rows,
    ...planned.counts,
    summary: jsonb(planned.summary),
    problem_code: null,
    problem_message: null,
  };
}

function publishStep(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  system: string,
  state: "planned" | "unreachable" | "failed",
): void {
  parts.feed.publish({ type: "step", requestId, system, state, at: isoInstant(ctx.clock.now()) });
}

/** All systems answered: the plan is whole. Otherwise the request goes on planning, and is tried again after a pause. */
async function concludePlanning(ctx: Ctx, parts: RequestParts, lease: Lease, requestId: string): Promise<void> {
  const state = await ctx.transaction(async (tx): Promise<RequestState | null> => {
    await lease.check(tx);
    const request = await lockRequest(tx, requestId);
    if (request?.state !== "planning") return null;
    const steps = await listSteps(tx, requestId);
    const open = steps.filter((step) => step.state !== "planned" && !FINISHED_STEPS.includes(step.state));
    if (open.length > 0) {
      const pause = retryPause(Math.max(...open.map((step) => step.attempts)));
      await updateRequest(tx, requestId, { retry_at: isoInstant(addDuration(tx.clock.now(), pause)) });
      return null;
    }
    const findings = steps.flatMap((step) => step.summary.findings);
    const blocking = findings.filter((finding) => finding.blocks).length;
    const rows = steps.reduce((sum, step) => sum + step.row_count, 0);
    const version = request.plan_version + 1;
    const nobody = steps.every((step) => step.found !== true);
    const outcome: RequestState = nobody ? "nothing_found" : blocking > 0 ? "blocked" : "awaiting_approval";
    await updateRequest(tx, requestId, {
      state: outcome,
      plan_version: version,
      row_count: rows,
      finding_count: findings.length,
      blocking_count: blocking,
      retry_at: null,
      ...(nobody ? { closed_at: isoInstant(tx.clock.now()) } : {}),
    });
    const data = { version, rows, findings: findings.length, blocking, outcome };
    await recordEvent(tx, requestId, { type: "request.planned", data });
    if (nobody) {
      await issueReceipt(
        tx,
        parts,
        { ...request, closed_at: new Date(tx.clock.now().epochMilliseconds) },
        "nothing_found",
      );
      await recordEvent(tx, requestId, { type: "request.nothing-found", data: { systems: steps.length } }, [
        mailJob(tx, requestId, "nothing_found"),
      ]);
    }
    return outcome;
  });
  if (state !== null) publishState(ctx, parts, requestId, state);
}
