/** Erasure: one transaction a system, intent written before it, outcome after it, and a cut-off run settled from the intent. */
import { createHash } from "node:crypto";
import { countFiles } from "@kept/connectors/rights/describe-outcome";
import { PlanRefused, type RightsSystem } from "@kept/connectors/rights-system";
import type { DispositionCounts, ErasureOutcome, ErasurePlan } from "@kept/engine/rights";
import { isoInstant } from "../platform/clock.ts";
import { publishStep } from "../requests/decide-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import { scopeIn } from "../requests/scope-rows.ts";
import { isNobody, type PlannedStep, personQuery, type Run, type RunResult, type SystemsAct } from "./act.ts";
import { askAgain } from "./ask-again.ts";
import { findUnable } from "./describe-undo.ts";
import { eachStep } from "./each-step.ts";
import { type StepRow, updateStep } from "./queries.ts";
import { saveOutcome } from "./save-outcome.ts";
import {
  type Begun,
  checkAgain,
  countRows,
  mergeOutcomes,
  NO_COUNTS,
  openBegun,
  sealBegun,
  settleStep,
  sumCounts,
} from "./settle-step.ts";
import { listSealing } from "./standing-restrictions.ts";
import { openPlan } from "./stored-plan.ts";
import { dropPartsFrom } from "./undo-diffs.ts";
import { latestUndo, undoKeeper } from "./undo-window.ts";

export const eraseAct: SystemsAct = {
  through: "systems",
  doneMessage: "erased",
  partMessage: "partly_done",
  approvesRest: false,
  async plan(rights, person, scope, options, _details, { parts }) {
    const found = await rights.find(person);
    if (found.subjects.length === 0 && isNobody(found.findings)) return nobody();
    const plan = await rights.planErasure(person, scope, options);
    return describeErasure({ ...plan, findings: [...plan.findings, ...findUnable(parts, rights)] });
  },
  carryOut: (run): Promise<RunResult> => eachStep(run, (step) => eraseStep(run, step)),
};

function nobody(): PlannedStep {
  return { found: false, rows: 0, counts: NO_COUNTS, summary: { tables: [], repairs: [], findings: [] }, plan: null };
}

/** An erasure plan as steps keep it. */
export function describeErasure(plan: ErasurePlan): PlannedStep {
  const { system } = plan;
  return {
    found: true,
    rows: countRows(sumCounts(plan.tables)),
    counts: sumCounts(plan.tables),
    summary: {
      tables: plan.tables.map((table) => ({
        system,
        table: table.name,
        rows: countRows(table),
        counts: pickCounts(table),
        level: null,
        why: [...new Set(table.rows.map((row) => row.why))].slice(0, 3).join(" "),
        columns: [],
        hidden: [],
        masked: [],
        until: latest(table.rows.map((row) => row.until)),
      })),
      repairs: plan.repairs.map((repair) => ({ system, ...repair })),
      ...(plan.files === undefined ? {} : { files: countFiles(plan.files).map((counts) => ({ system, ...counts })) }),
      findings: plan.findings.map((finding) => ({ system, ...finding })),
    },
    plan,
  };
}

/** Erases in one system; resumes what was cut off. */
export async function eraseStep(run: Run, step: StepRow): Promise<"done" | "changed"> {
  const { ctx, parts, request } = run;
  const rights = await parts.systems.open(step.system);
  const begun = openBegun(ctx.keys, step);
  if (begun.open !== null) {
    const settled = await settleStep(rights, begun, step.outcome, run.options);
    if (settled.outcome !== null && settled.done.length > begun.done.length) {
      await recordOutcome(run, step, settled.done, settled.outcome);
      return "done";
    }
  }
  if (step.sealed_plan === null) return "changed";
  const approved = openPlan<ErasurePlan>(ctx.keys, request.id, step.system, step.sealed_plan);
  const done = [...begun.done];
  let outcome: ErasureOutcome | null = step.outcome;
  try {
    // Rows that come while it runs fall under the same approval: once more, as long as the person can be found.
    for (let look = 0; look < 2; look += 1) {
      const { plan, outcome: now } = await eraseOnce(run, step, rights, approved, done);
      const isNew = plan !== null || look === 0;
      outcome = outcome === null ? now : isNew ? mergeOutcomes(outcome, now) : { ...outcome, ...checkOf(now) };
      if (isNew) done.push(plan ?? approved);
      if (now.verified) break;
    }
  } catch (error) {
    if (!(error instanceof PlanRefused)) throw error;
    if (done.length === begun.done.length) {
      if (error.code !== "person_not_found") return "changed";
      // Not gone, but sealed in the meantime.
      if ((await listSealing(ctx, request, run.person, step.system)).length > 0) return "changed";
      // Somebody else removed the person between approval and run: there is nothing left to do here.
      outcome ??= { system: step.system, tables: [], retained: [], verified: true, residue: [] };
    }
  }
  if (outcome === null) return "changed";
  // What earlier plans should have left nowhere counts too, beside what the last one looked for itself.
  await recordOutcome(
    run,
    step,
    done,
    done.length > 1 || done.length === begun.done.length
      ? await checkAgain(rights, done, outcome, run.options)
      : outcome,
  );
  return "done";
}

function checkOf({ verified, residue }: ErasureOutcome): Pick<ErasureOutcome, "verified" | "residue"> {
  return { verified, residue };
}

/** One transaction in the system. The plan is null when the system says that it has carried out the approved one already. */
async function eraseOnce(
  run: Run,
  step: StepRow,
  rights: RightsSystem,
  approved: ErasurePlan,
  done: readonly ErasurePlan[],
): Promise<{ readonly plan: ErasurePlan | null; readonly outcome: ErasureOutcome }> {
  const { ctx, parts, request } = run;
  const carried: { plan: ErasurePlan | null } = { plan: null };
  const keep = rights.undo === undefined ? null : undoKeeper(run);
  const person = await askAgain(rights, personQuery(run.person, step.system), done);
  const outcome = await rights.erase(person, scopeIn(ctx.keys, request, step.system), run.options, approved, {
    beforeChange: (plan) => {
      carried.plan = plan;
      return recordIntent(run, step, { done, open: plan });
    },
    ...(keep === null ? {} : { seal: (diff) => keep(step.system, done.length, diff), keepUntil: latestUndo(ctx) }),
    onProgress: ({ done: finished, total, what }) =>
      parts.feed.publish({
        type: "progress",
        requestId: request.id,
        system: step.system,
        done: finished,
        total,
        what,
        at: isoInstant(ctx.clock.now()),
      }),
  });
  return { plan: carried.plan, outcome };
}

/** Runs inside the system's transaction, before its first change: without this record nothing is changed. */
async function recordIntent(run: Run, step: StepRow, begun: Begun & { readonly open: ErasurePlan }): Promise<void> {
  const { ctx, request } = run;
  await ctx.transaction(async (tx) => {
    await run.lease.check(tx);
    await updateStep(tx, request.id, step.system, {
      state: "acting",
      sealed_intent: sealBegun(tx.keys, step, begun),
      problem_code: null,
      problem_message: null,
    });
    const planHash = createHash("sha256").update(JSON.stringify(begun.open)).digest("hex");
    const data = { system: step.system, planHash, ...sumCounts(begun.open.tables) };
    await recordEvent(tx, request.id, { type: "request.step-intended", data });
  });
  publishStep(ctx, run.parts, request.id, step.system, "acting");
}

async function recordOutcome(
  run: Run,
  step: StepRow,
  done: readonly ErasurePlan[],
  outcome: ErasureOutcome,
): Promise<void> {
  const { ctx } = run;
  await ctx.transaction(async (tx) => {
    await run.lease.check(tx);
    await saveOutcome(tx, step, done, outcome);
    // One that was begun and rolled back took nothing away.
    await dropPartsFrom(tx, { requestId: run.request.id, system: step.system, part: done.length });
  });
  publishStep(ctx, run.parts, run.request.id, step.system, outcome.verified ? "verified" : "committed");
}

function pickCounts({ deleted, detached, redacted, retained }: DispositionCounts): DispositionCounts {
  return { deleted, detached, redacted, retained };
}

function latest(days: readonly (string | null)[]): string | null {
  return (
    days
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? null
  );
}
