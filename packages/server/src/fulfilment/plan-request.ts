/** Searches every system for the person and makes the plan that an operator will see. */
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestState } from "@kept/contract/request-states";
import type { ErasureOutcome } from "@kept/engine/rights";
import { eraseDecisions } from "../automated-decisions/erase-decisions.ts";
import { isoInstant, type Temporal } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { publishState, publishStep } from "../requests/decide-request.ts";
import { mailJob } from "../requests/message-names.ts";
import { openPerson, type RequestPerson } from "../requests/person.ts";
import { findRequest, isInBatch, lockRequest, type RequestRow, updateRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import { openDetails } from "../requests/request-details.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { scopeIn } from "../requests/scope-rows.ts";
import { type PlannedStep, personQuery, type RecordAct, type SystemsAct } from "./act.ts";
import { acts } from "./acts.ts";
import { askAgain } from "./ask-again.ts";
import { beginRecord } from "./begin-record.ts";
import { settingsFor } from "./describe-undo.ts";
import { finishRequest } from "./finish-request.ts";
import { goOn, saveWaits } from "./follow-lift.ts";
import { isHeldUp, pauseRequest } from "./hold-up.ts";
import { issueReceipt } from "./issue-receipt.ts";
import { type Lease, LeaseLost, withLease } from "./lease.ts";
import { isBegun, listSteps, OPEN_STEPS, type StepRow, updateStep } from "./queries.ts";
import { residueFindings, saveOutcome } from "./save-outcome.ts";
import { openBegun, settleStep } from "./settle-step.ts";
import { planUnsealed } from "./standing-restrictions.ts";
import { sealPlan } from "./stored-plan.ts";
import { describeTrouble } from "./trouble.ts";

/** Does nothing when the request is not to be planned, or somebody else is planning it. */
export async function planRequest(ctx: Ctx, parts: RequestParts, requestId: string): Promise<void> {
  await withLease(ctx, requestId, async (lease) => {
    const request = await findRequest(ctx, requestId);
    if (request === undefined || !isPlanning(request) || (await isInBatch(ctx, request))) return;
    const person = openPerson(ctx, requestId, request.sealed_person);
    if (person === null) return;
    const act = acts[requestKind(request.kind).act];
    if (act.through === "record") return await beginAgain(ctx, parts, lease, requestId, act);
    for (const step of (await listSteps(ctx, requestId)).filter(isToSearch)) {
      await planStep(ctx, parts, lease, act, request, person, step);
    }
    await concludePlanning(ctx, parts, lease, requestId, act);
  });
}

/** A request that a failing system holds up is still being planned, beside waiting for an operator. */
function isPlanning(request: RequestRow): boolean {
  return request.state === "planning" || isHeldUp(request, "plan");
}

function isToSearch(step: StepRow): boolean {
  return OPEN_STEPS.includes(step.state) && step.control !== "paused";
}

/** What is answered without a search starts over where it stands: the person has answered, or an operator wants it so. */
async function beginAgain(
  ctx: Ctx,
  parts: RequestParts,
  lease: Lease,
  requestId: string,
  act: RecordAct,
): Promise<void> {
  const state = await ctx.transaction(async (tx) => {
    await requirePlanning(tx, lease, requestId);
    const request = await lockRequest(tx, requestId);
    return request === undefined ? null : await beginRecord(tx, parts, act, request);
  });
  if (state !== null) publishState(ctx, parts, requestId, state);
}

/** Today in the controller's zone: decides whether retention has ended. */
export function controllerDay(now: Temporal.Instant, parts: RequestParts): string {
  return now.toZonedDateTimeISO(parts.kept.controller.zone).toPlainDate().toString();
}

async function planStep(
  ctx: Ctx,
  parts: RequestParts,
  lease: Lease,
  act: SystemsAct,
  request: RequestRow,
  person: RequestPerson,
  step: StepRow,
): Promise<void> {
  const today = controllerDay(ctx.clock.now(), parts);
  try {
    const rights = await parts.systems.open(step.system);
    const begun = openBegun(ctx.keys, step);
    const settled = isBegun(step) ? await settleStep(rights, begun, step.outcome, { today }) : null;
    const outcome = settled?.outcome ?? null;
    const planned =
      outcome?.verified === true
        ? null
        : await planUnsealed(ctx, request, person, step.system, async () =>
            act.plan(
              rights,
              await askAgain(
                rights,
                personQuery(person, step.system),
                settled === null || settled.done.length === 0 ? begun.done : settled.done,
              ),
              scopeIn(ctx.keys, request, step.system),
              // What is kept has to be able to come back whole: else it is refused when it runs.
              { today, toGiveBack: settingsFor(ctx, parts, request) !== null },
              openDetails(ctx.keys, request),
              { parts, request },
            ),
          );
    // After an erasure only what would still change is a plan; what cannot be found any more is for the map to answer.
    const isPlan = planned !== null && (outcome === null || hasWork(planned));
    await ctx.transaction(async (tx) => {
      await requirePlanning(tx, lease, request.id);
      if (outcome !== null) await saveOutcome(tx, step, settled?.done ?? [], outcome);
      await saveWaits(tx, request.id, step.system, planned?.waitsFor ?? []);
      if (!isPlan) return;
      await updateStep(tx, request.id, step.system, {
        state: "planned",
        ...stepColumns(planned, outcome),
        sealed_plan: planned.found ? sealPlan(tx.keys, request.id, step.system, planned.plan) : null,
        // A run that was cut off and changed nothing is forgotten with this.
        ...(outcome === null && begun.done.length === 0 ? { sealed_intent: null } : {}),
      });
    });
    publishStep(ctx, parts, request.id, step.system, isPlan ? "planned" : outcome?.verified ? "verified" : "committed");
  } catch (error) {
    const trouble = describeTrouble(ctx, step.system, error);
    await ctx.transaction(async (tx) => {
      await requirePlanning(tx, lease, request.id);
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

/** Throws when the request was closed while its systems were asked: then nothing of the answer is kept. */
async function requirePlanning(tx: TxCtx, lease: Lease, requestId: string): Promise<void> {
  await lease.check(tx);
  const request = await lockRequest(tx, requestId);
  if (request === undefined || !isPlanning(request)) throw new LeaseLost();
}

function hasWork({ found, counts, summary }: PlannedStep): boolean {
  const changes = counts.deleted + counts.detached + counts.redacted;
  // Rows that were named are rightly not there any more.
  const isOpen = summary.findings.some(({ blocks, code }) => blocks && code !== "scope_row_not_theirs");
  return found && (changes > 0 || isOpen);
}

/** Of a second erasure the plan says again what the check after the first one found. */
function stepColumns(planned: PlannedStep, outcome: ErasureOutcome | null) {
  const residue = outcome === null ? [] : residueFindings(outcome).map((finding) => ({ ...finding, blocks: false }));
  return {
    found: planned.found,
    row_count: planned.rows,
    ...planned.counts,
    summary: jsonb({ ...planned.summary, findings: [...planned.summary.findings, ...residue] }),
    problem_code: null,
    problem_message: null,
  };
}

/**
 * All systems answered, or those that did not are answered later: the plan is whole. Otherwise the request goes on
 * planning, and is tried again after a pause.
 */
async function concludePlanning(
  ctx: Ctx,
  parts: RequestParts,
  lease: Lease,
  requestId: string,
  act: SystemsAct,
): Promise<void> {
  const state = await ctx.transaction(async (tx): Promise<RequestState | null> => {
    await requirePlanning(tx, lease, requestId);
    const request = await findRequest(tx, requestId);
    if (request === undefined) return null;
    // Lifted while it was being planned: what was sealed then can be found now.
    if (await goOn(tx, parts, request)) return "planning";
    const steps = await listSteps(tx, requestId);
    const isPlanned = steps.some((step) => step.state === "planned" && step.found === true);
    const open = steps.filter((step) => OPEN_STEPS.includes(step.state));
    if (open.some((step) => !isPlanned || step.later_reason === null)) {
      return await pauseRequest(tx, request, open.filter(isToSearch), "plan");
    }
    const found = steps.filter((step) => step.found === true);
    // Nothing was left to plan: what earlier runs did is verified now, or is for the operator to answer.
    const follows = act.approvesRest && request.delivered_steps > 0 && request.held_at === null;
    if (found.length > 0 && !isPlanned && !follows) return await finishRequest(tx, parts, request);
    const findings = steps.flatMap((step) => step.summary.findings);
    const blocking = findings.filter((finding) => finding.blocks).length;
    const rows = steps.reduce((sum, step) => sum + step.row_count, 0);
    const version = request.plan_version + 1;
    const nobody = found.length === 0;
    const outcome: RequestState = nobody ? "nothing_found" : blocking > 0 ? "blocked" : "awaiting_approval";
    await updateRequest(tx, requestId, {
      state: outcome,
      plan_version: version,
      row_count: rows,
      finding_count: findings.length,
      blocking_count: blocking,
      retry_at: null,
      held_up_in: null,
      ...(nobody ? { closed_at: isoInstant(tx.clock.now()) } : {}),
    });
    const data = { version, rows, findings: findings.length, blocking, outcome };
    await recordEvent(tx, requestId, { type: "request.planned", data });
    if (nobody) {
      if (requestKind(request.kind).final) await eraseDecisions(tx, request);
      await issueReceipt(tx, parts, request, "nothing_found");
      await recordEvent(tx, requestId, { type: "request.nothing-found", data: { systems: steps.length } }, [
        mailJob(tx, requestId, "nothing_found"),
      ]);
    }
    // The part that was approved has gone out: the rest of the same answer follows by itself.
    if (outcome === "awaiting_approval" && follows) {
      await updateRequest(tx, requestId, { state: "running", approved_version: version });
      await recordEvent(tx, requestId, { type: "request.rest-follows", data: { version } }, [
        { name: "requests.run", payload: { requestId } },
      ]);
      return "running";
    }
    return outcome;
  });
  if (state !== null) publishState(ctx, parts, requestId, state);
}
