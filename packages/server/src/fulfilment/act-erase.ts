/** Erasure: one transaction a system, intent written before it, outcome after it, and a cut-off run settled from the intent. */
import { createHash } from "node:crypto";
import { PlanRefused, type RightsSystem } from "@kept/connectors/rights-system";
import type { DispositionCounts, ErasureOutcome, ErasurePlan } from "@kept/engine/rights";
import { isoInstant } from "../platform/clock.ts";
import { jsonb } from "../platform/db/columns.ts";
import { recordEvent } from "../requests/record-event.ts";
import { type Act, isNobody, type PlannedStep, personQuery, type Run, type RunResult } from "./act.ts";
import { FINISHED_STEPS, type StepRow, updateStep } from "./queries.ts";
import { openPlan, sealPlan } from "./stored-plan.ts";

export const eraseAct: Act = {
  doneMessage: "erased",
  async plan(rights, person, scope, options) {
    const found = await rights.find(person);
    if (found.subjects.length === 0 && isNobody(found.findings)) return nobody();
    return describeErasure(await rights.planErasure(person, scope, options));
  },
  async carryOut(run): Promise<RunResult> {
    for (const step of run.steps) {
      if (FINISHED_STEPS.includes(step.state) || step.found !== true) continue;
      const outcome = await eraseStep(run, step);
      if (outcome === "changed") return { kind: "changed", system: step.system };
    }
    return { kind: "done" };
  },
};

const NO_COUNTS: DispositionCounts = { deleted: 0, detached: 0, redacted: 0, retained: 0 };

function nobody(): PlannedStep {
  return { found: false, rows: 0, counts: NO_COUNTS, summary: { tables: [], repairs: [], findings: [] }, plan: null };
}

function describeErasure(plan: ErasurePlan): PlannedStep {
  const { system } = plan;
  return {
    found: true,
    rows: plan.tables.reduce((sum, table) => sum + table.rows.length, 0),
    counts: sumCounts(plan.tables),
    summary: {
      tables: plan.tables.map((table) => ({
        system,
        table: table.name,
        rows: table.rows.length,
        counts: pickCounts(table),
        level: null,
        why: [...new Set(table.rows.map((row) => row.why))].slice(0, 3).join(" "),
        columns: [],
        hidden: [],
        masked: [],
        until: latest(table.rows.map((row) => row.until)),
      })),
      repairs: plan.repairs.map((repair) => ({ system, ...repair })),
      findings: plan.findings.map((finding) => ({ system, ...finding })),
    },
    plan,
  };
}

async function eraseStep(run: Run, step: StepRow): Promise<"done" | "changed"> {
  const { ctx, parts, request } = run;
  const rights = await parts.systems.open(step.system);
  if (step.state === "acting" && step.sealed_intent !== null) {
    const intent = openPlan<ErasurePlan>(ctx.keys, request.id, step.system, step.sealed_intent);
    const settled = await rights.settle(intent, run.options);
    if (settled !== null) {
      await recordOutcome(run, step, settled);
      return "done";
    }
  }
  if (step.sealed_plan === null) return "changed";
  const approved = openPlan<ErasurePlan>(ctx.keys, request.id, step.system, step.sealed_plan);
  try {
    const person = personQuery(run.person, step.system);
    const outcome = await rights.erase(person, request.scope, run.options, approved, {
      beforeChange: (plan) => recordIntent(run, step, plan),
      onProgress: ({ done, total, what }) =>
        parts.feed.publish({
          type: "progress",
          requestId: request.id,
          system: step.system,
          done,
          total,
          what,
          at: isoInstant(ctx.clock.now()),
        }),
    });
    await recordOutcome(run, step, await finishResidue(run, rights, approved, outcome));
    return "done";
  } catch (error) {
    if (!(error instanceof PlanRefused)) throw error;
    // Somebody else removed the person between approval and run: there is nothing left to do here.
    if (error.code !== "person_not_found") return "changed";
    await recordOutcome(run, step, { system: step.system, tables: [], retained: [], verified: true, residue: [] });
    return "done";
  }
}

/** Rows that came while the erasure ran fall under the same approval: once more, as long as the person can be found. */
async function finishResidue(
  run: Run,
  rights: RightsSystem,
  approved: ErasurePlan,
  first: ErasureOutcome,
): Promise<ErasureOutcome> {
  if (first.verified) return first;
  try {
    const person = personQuery(run.person, first.system);
    return mergeOutcomes(first, await rights.erase(person, run.request.scope, run.options, approved, {}));
  } catch (error) {
    // What is left stands in the outcome, and in the receipt: not verified.
    if (error instanceof PlanRefused) return first;
    throw error;
  }
}

function mergeOutcomes(first: ErasureOutcome, second: ErasureOutcome): ErasureOutcome {
  const names = [...new Set([...first.tables, ...second.tables].map((table) => table.name))];
  return {
    ...second,
    tables: names.map((name) => ({
      name,
      ...sumCounts([...first.tables, ...second.tables].filter((table) => table.name === name)),
      // What is retained is retained once, however often it is looked at.
      retained:
        (second.tables.find((table) => table.name === name) ?? first.tables.find((table) => table.name === name))
          ?.retained ?? 0,
    })),
  };
}

/** Runs inside the system's transaction, before its first change: without this record nothing is changed. */
async function recordIntent(run: Run, step: StepRow, plan: ErasurePlan): Promise<void> {
  const { ctx, request } = run;
  await ctx.transaction(async (tx) => {
    await run.lease.check(tx);
    await updateStep(tx, request.id, step.system, {
      state: "acting",
      sealed_intent: sealPlan(tx.keys, request.id, step.system, plan),
      problem_code: null,
      problem_message: null,
    });
    const planHash = createHash("sha256").update(JSON.stringify(plan)).digest("hex");
    const data = { system: step.system, planHash, ...sumCounts(plan.tables) };
    await recordEvent(tx, request.id, { type: "request.step-intended", data });
  });
  publishStep(run, step.system, "acting");
}

async function recordOutcome(run: Run, step: StepRow, outcome: ErasureOutcome): Promise<void> {
  const { ctx, request } = run;
  const counts = sumCounts(outcome.tables);
  const rows = counts.deleted + counts.detached + counts.redacted + counts.retained;
  const state = outcome.verified ? "verified" : "committed";
  await ctx.transaction(async (tx) => {
    await run.lease.check(tx);
    await updateStep(tx, request.id, step.system, {
      state,
      ...counts,
      row_count: rows,
      outcome: jsonb(outcome),
      sealed_plan: null,
      sealed_intent: null,
      problem_code: null,
      problem_message: null,
      completed_at: isoInstant(tx.clock.now()),
    });
    const data = { system: step.system, verified: outcome.verified, rows, ...counts };
    await recordEvent(tx, request.id, { type: "request.step-completed", data });
  });
  publishStep(run, step.system, state);
}

function publishStep(run: Run, system: string, state: "acting" | "committed" | "verified"): void {
  const at = isoInstant(run.ctx.clock.now());
  run.parts.feed.publish({ type: "step", requestId: run.request.id, system, state, at });
}

function pickCounts({ deleted, detached, redacted, retained }: DispositionCounts): DispositionCounts {
  return { deleted, detached, redacted, retained };
}

function sumCounts(tables: readonly DispositionCounts[]): DispositionCounts {
  return tables.reduce(
    (sum, table) => ({
      deleted: sum.deleted + table.deleted,
      detached: sum.detached + table.detached,
      redacted: sum.redacted + table.redacted,
      retained: sum.retained + table.retained,
    }),
    NO_COUNTS,
  );
}

function latest(days: readonly (string | null)[]): string | null {
  return (
    days
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? null
  );
}
