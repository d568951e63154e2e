/** One system's share of a change that can be taken back: sealed inside its transaction, settled after a crash. */
import { createHash } from "node:crypto";
import type { ChangeHooks, RestrictionRights } from "@kept/connectors/lifecycle-rights";
import { type Ability, PlanRefused, type RightsSystem } from "@kept/connectors/rights-system";
import type { Diff } from "@kept/engine/diff";
import type { Finding } from "@kept/engine/model";
import type { RestrictionPlan } from "@kept/engine/plan-restriction";
import type { PersonQuery, RowRef } from "@kept/engine/rights";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { publishStep } from "../requests/decide-request.ts";
import { type RequestChange, recordEvent } from "../requests/record-event.ts";
import { isNobody, type PlannedStep, personQuery, type Run, type RunResult } from "./act.ts";
import { dropDiff, findDiff, keepDiff, saveDiff } from "./diffs.ts";
import { eachStep } from "./each-step.ts";
import { type StepRow, updateStep } from "./queries.ts";
import { listChanged, NO_COUNTS, sealChanged } from "./settle-step.ts";
import { listSealing } from "./standing-restrictions.ts";
import { openPlan } from "./stored-plan.ts";
import type { ChangeOutcome, StepSummary } from "./tables.ts";

type Settling = Pick<RestrictionRights, "hasHappened" | "lookAgain">;

/** What an act of this sort does in one system. */
export interface ChangeAct<Rights extends Settling> {
  /** What of the system it needs; without, that is a gap. */
  rightsOf(system: RightsSystem): Rights | undefined;
  /** Carries it out; the answer is what the step keeps. */
  change(rights: Rights, run: Run, step: StepRow, hooks: ChangeHooks): Promise<ChangeOutcome>;
  /** What is known of it when it happened and the answer was lost; `residue`: what a look at its rows found. */
  settled(run: Run, step: StepRow, residue: readonly Finding[]): ChangeOutcome;
  /** What is written down in the transaction of ours in which it is sealed, before the first change. */
  readonly begin?: (tx: TxCtx, run: Run, step: StepRow) => Promise<void>;
  /** What others have to hear of it, in the same transaction. */
  tell(step: StepRow, outcome: ChangeOutcome): readonly RequestChange[];
  /** The diff stays, so that the change can be taken back. */
  readonly keepsDiff: boolean;
}

/** Every system in turn; resumes wherever an earlier try was cut off. */
export function changeSystems<Rights extends Settling>(run: Run, act: ChangeAct<Rights>): Promise<RunResult> {
  return eachStep(run, (step) => changeStep(run, step, act));
}

async function changeStep<Rights extends Settling>(
  run: Run,
  step: StepRow,
  act: ChangeAct<Rights>,
): Promise<"done" | "changed"> {
  const { ctx, parts, request } = run;
  const rights = act.rightsOf(await parts.systems.open(step.system));
  if (rights === undefined) {
    const data = { system: step.system, act: request.kind };
    await recordDone(run, step, null, act, [{ type: "request.right-unsupported", data }]);
    return "done";
  }
  const begun = await findDiff(ctx, request.id, step.system, "change");
  if (begun !== null) {
    if (await rights.hasHappened(begun)) {
      const outcome = act.settled(run, step, await lookAgain(run, rights, step));
      await recordDone(run, step, outcome, act, act.tell(step, outcome));
      return "done";
    }
    await ctx.transaction(async (tx) => {
      await run.lease.check(tx);
      await dropDiff(tx, request.id, step.system);
    });
  }
  if (step.sealed_plan === null) return "changed";
  try {
    const outcome = await act.change(rights, run, step, hooksOf(run, step, act));
    await recordDone(run, step, outcome, act, act.tell(step, outcome));
  } catch (error) {
    if (!(error instanceof PlanRefused)) throw error;
    if (error.code !== "person_not_found") return "changed";
    // Not gone, but sealed in the meantime.
    if ((await listSealing(ctx, request, run.person, step.system)).length > 0) return "changed";
    // Somebody else removed the person between approval and run: there is nothing left to do here.
    await recordDone(run, step, null, act, []);
  }
  return "done";
}

function hooksOf(run: Run, step: StepRow, { begin }: Pick<ChangeAct<Settling>, "begin">): ChangeHooks {
  const { ctx, parts, request } = run;
  return {
    seal: async (diff: Diff) => {
      await ctx.transaction(async (tx) => {
        await run.lease.check(tx);
        await saveDiff(tx, request.id, step.system, "change", diff);
        if (diff.complete) return;
        await begin?.(tx, run, step);
        await updateStep(tx, request.id, step.system, { state: "acting", problem_code: null, problem_message: null });
        const planHash = createHash("sha256").update(JSON.stringify(diff)).digest("hex");
        await recordEvent(tx, request.id, {
          type: "request.step-intended",
          data: { system: step.system, planHash, ...NO_COUNTS },
        });
      });
      if (!diff.complete) publishStep(ctx, parts, request.id, step.system, "acting");
    },
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
  };
}

async function recordDone(
  run: Run,
  step: StepRow,
  outcome: ChangeOutcome | null,
  act: Pick<ChangeAct<Settling>, "keepsDiff">,
  told: readonly RequestChange[],
): Promise<void> {
  const { ctx, parts, request } = run;
  const { system } = step;
  const verified = outcome?.verified ?? true;
  const residue = (outcome?.residue ?? []).map((finding) => ({ system, ...finding, blocks: true }));
  const findings = verified ? step.summary.findings.filter((finding) => !finding.blocks) : residue;
  await ctx.transaction(async (tx) => {
    await run.lease.check(tx);
    await updateStep(tx, request.id, system, {
      state: verified ? "verified" : "committed",
      change_outcome: outcome === null ? null : jsonb(outcome),
      summary: jsonb({ ...step.summary, findings }),
      sealed_plan: null,
      sealed_intent: verified ? null : sealChanged(tx.keys, step, subjectsOf(run, step)),
      problem_code: verified ? null : "change_not_verified",
      problem_message: verified
        ? null
        : `Carried out, but not verified. ${residue.map((one) => one.message).join(" ")} Do what each finding says, then plan again.`,
      completed_at: isoInstant(tx.clock.now()),
    });
    if (act.keepsDiff) await keepDiff(tx, request.id, system);
    else await dropDiff(tx, request.id, system);
    const data = { system, verified, rows: step.row_count, ...NO_COUNTS };
    await recordEvent(tx, request.id, { type: "request.step-completed", data });
    for (const change of told) await recordEvent(tx, request.id, change);
  });
  publishStep(ctx, parts, request.id, system, verified ? "verified" : "committed");
}

async function lookAgain({ ctx, request }: Run, rights: Settling, step: StepRow): Promise<readonly Finding[]> {
  if (rights.lookAgain === undefined || step.sealed_plan === null) return [];
  const plan = openPlan<Pick<RestrictionPlan, "operations">>(ctx.keys, request.id, step.system, step.sealed_plan);
  return await rights.lookAgain(plan);
}

function subjectsOf({ ctx, request }: Pick<Run, "ctx" | "request">, step: StepRow): readonly RowRef[] {
  if (step.sealed_plan === null) return [];
  return openPlan<Pick<RestrictionPlan, "subjects">>(ctx.keys, request.id, step.system, step.sealed_plan).subjects;
}

/** Whom the system is asked for: after a run that was not verified also by the rows that they were found by then. */
export function changedPerson({ ctx, person }: Pick<Run, "ctx" | "person">, step: StepRow): PersonQuery {
  const query = personQuery(person, step.system);
  return { ...query, keys: [...query.keys, ...listChanged(ctx.keys, step)] };
}

/** The plan of a system that cannot do it: nobody, or a gap that is named and stands in nothing's way. */
export async function planUnsupported(
  rights: RightsSystem,
  person: Parameters<RightsSystem["find"]>[0],
  ability: Ability,
  what: string,
): Promise<PlannedStep> {
  const { subjects, findings } = await rights.find(person);
  if (subjects.length === 0 && isNobody(findings)) return nobodyThere();
  const gap: Finding = {
    code: "right_unsupported",
    table: "",
    column: "",
    message: [`${rights.system} cannot ${what} anybody's data by itself.`, ...reasonOf(rights, ability)].join(" "),
    suggestion: "Have it done there by hand, or have the service support it.",
    blocks: false,
  };
  return describeChange([], [gap], rights.system, null);
}

/** In the words of whoever runs the system. */
function reasonOf({ lacks }: RightsSystem, ability: Ability): readonly string[] {
  const why = lacks?.[ability];
  return why === undefined ? [] : [why];
}

export function nobodyThere(): PlannedStep {
  return { found: false, rows: 0, counts: NO_COUNTS, summary: { tables: [], repairs: [], findings: [] }, plan: null };
}

/** A plan as steps keep it. */
export function describeChange(
  tables: readonly Omit<StepSummary["tables"][number], "system" | "level" | "hidden" | "masked" | "until">[],
  findings: readonly Finding[],
  system: string,
  plan: unknown,
): PlannedStep {
  return {
    found: true,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    counts: NO_COUNTS,
    summary: {
      tables: tables.map((table) => ({ ...table, system, level: null, hidden: [], masked: [], until: null })),
      repairs: [],
      findings: findings.map((finding) => ({ system, ...finding })),
    },
    plan: plan ?? {},
  };
}
