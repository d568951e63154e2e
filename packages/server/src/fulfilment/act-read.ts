/** Access and portability: one package of every system's rows, whole or not at all. */
import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { PlanRefused } from "@kept/connectors/rights-system";
import type { LeftOut } from "@kept/contract/packages";
import { requestKind } from "@kept/contract/request-kinds";
import type { AccessPlan, RowRef } from "@kept/engine/rights";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { jsonb } from "../platform/db/columns.ts";
import { publishStep } from "../requests/decide-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import { listWithheldRows } from "../requests/withhold-part.ts";
import { isNobody, type PlannedStep, personQuery, type Run, type RunResult, type SystemsAct } from "./act.ts";
import { describeController } from "./describe-controller.ts";
import { leaveOut, type Read } from "./leave-out.ts";
import type { PackageSource } from "./package/package-input.ts";
import { type WrittenPackage, writePackage } from "./package/write-package.ts";
import { findPackage, type StepRow, savePackage, updateStep } from "./queries.ts";
import { NO_COUNTS } from "./settle-step.ts";
import { openPlan } from "./stored-plan.ts";
import type { StepSummary } from "./tables.ts";
import { basesUnder, leftFindings, narrowPlan, takeAlong } from "./take-along.ts";

/** What access may use on the strength of a proposal; the package says so (ENGINE: what may act unreviewed). */
const TOLERATED = ["subject_unconfirmed"];

interface ReadPlan {
  readonly subjects: readonly RowRef[];
}

export const readAct: SystemsAct = {
  through: "systems",
  doneMessage: "package_ready",
  async plan(rights, person, scope, options, _details, { parts, request }) {
    const found = await rights.find(person);
    if (found.subjects.length === 0 && isNobody(found.findings)) return describeAccess(null, []);
    const blocking = found.findings.filter((finding) => finding.blocks && !TOLERATED.includes(finding.code));
    if (blocking.length > 0) {
      return describeAccess({ system: rights.system, subjects: found.subjects, tables: [], gaps: [] }, blocking);
    }
    const plan = await rights.planAccess(person, scope, options);
    if (!requestKind(request.kind).portable) return describeAccess(plan, []);
    const narrowed = narrowPlan(plan, basesUnder(parts.kept, request.regimes));
    const gaps = [...plan.gaps, ...leftFindings(narrowed.left)];
    return describeAccess({ ...narrowed.plan, gaps }, []);
  },
  async carryOut(run): Promise<RunResult> {
    if ((await findPackage(run.ctx, run.request.id))?.state === "ready") return { kind: "done" };
    await mkdir(run.parts.packageDir, { recursive: true, mode: 0o700 });
    const fileName = `${randomUUID()}.zip`;
    const path = join(run.parts.packageDir, fileName);
    const changed = { system: "" };
    try {
      const written = await buildPackage(run, path, changed);
      await recordPackage(run, fileName, written);
      return { kind: "done" };
    } catch (error) {
      await rm(path, { force: true });
      if (error instanceof PlanRefused) return { kind: "changed", system: changed.system };
      throw error;
    }
  },
};

function describeAccess(plan: AccessPlan | null, blocking: AccessPlan["gaps"]): PlannedStep {
  const system = plan?.system ?? "";
  const tables = plan?.tables ?? [];
  const gaps = (plan?.gaps ?? []).map((gap) => ({ ...gap, blocks: false }));
  return {
    found: plan !== null,
    rows: tables.reduce((sum, table) => sum + table.rows, 0),
    counts: NO_COUNTS,
    summary: {
      tables: tables.map((table) => ({
        system,
        table: table.name,
        rows: table.rows,
        counts: NO_COUNTS,
        level: table.level,
        why: table.why,
        columns: [...table.columns],
        hidden: [...table.hidden],
        masked: [...table.masked],
        until: null,
      })),
      repairs: [],
      findings: [...blocking, ...gaps].map((finding) => ({ system, ...finding })),
    },
    plan: { subjects: plan?.subjects ?? [] } satisfies ReadPlan,
  };
}

async function buildPackage(run: Run, path: string, changed: { system: string }): Promise<WrittenPackage> {
  const { ctx, parts, request } = run;
  const language = request.language === "de" ? "de" : "en";
  const sources: PackageSource[] = [];
  const withheld = await listWithheldRows(ctx, request.id);
  const isPortable = requestKind(request.kind).portable;
  const leftOut: LeftOut[] = [];
  const narrow = (read: Read): Read =>
    isPortable ? takeAlong(basesUnder(parts.kept, request.regimes), read, (left) => leftOut.push(...left)) : read;
  for (const step of run.steps) {
    if (step.found !== true) continue;
    const rights = await parts.systems.open(step.system);
    sources.push({
      system: step.system,
      title: parts.systems.title(step.system, language),
      read: leaveOut(
        step.system,
        withheld,
        narrow((onPlan) =>
          rights.readAccess(
            personQuery(run.person, step.system),
            request.scope,
            run.options,
            async (plan: AccessPlan) => {
              changed.system = step.system;
              refuseOthers(run, step, plan);
              await onPlan(plan);
            },
          ),
        ),
      ),
    });
  }
  return writePackage({
    path,
    createdAt: isoInstant(ctx.clock.now()),
    language,
    context: describeController(parts.kept, parts.publicUrl, language),
    request: { id: request.id, reference: request.reference },
    ...(isPortable
      ? { portability: { right: requestKind(request.kind).article, regimes: request.regimes, leftOut } }
      : {}),
    sources,
    onProgress: ({ system, table, rows }) =>
      parts.feed.publish({
        type: "progress",
        requestId: request.id,
        system,
        done: rows,
        total: run.steps.find((step) => step.system === system)?.row_count ?? rows,
        what: table,
        at: isoInstant(ctx.clock.now()),
      }),
  });
}

/** What was read in the place of what was planned; a table may stand in it at several levels. */
function describeRead(summary: StepSummary, read: WrittenPackage["manifest"]["tables"]): StepSummary {
  return {
    ...summary,
    findings: summary.findings.filter((finding) => !finding.blocks),
    tables: summary.tables.map((table) => ({
      ...table,
      rows: read.find((one) => one.table === table.table && one.level === table.level)?.rows ?? 0,
    })),
  };
}

/** The rows of whoever was approved, and of nobody who has come to share the identifier since. */
function refuseOthers(run: Run, step: StepRow, plan: AccessPlan): void {
  const approved =
    step.sealed_plan === null ? null : openPlan<ReadPlan>(run.ctx.keys, run.request.id, step.system, step.sealed_plan);
  const known = new Set((approved?.subjects ?? []).map((subject) => JSON.stringify([subject.table, ...subject.key])));
  if (plan.subjects.every((subject) => known.has(JSON.stringify([subject.table, ...subject.key])))) return;
  throw new PlanRefused("plan_changed", "Another person's row answers to the identifier now.", [], null);
}

async function recordPackage(run: Run, fileName: string, written: WrittenPackage): Promise<void> {
  const { ctx, parts, request } = run;
  const { bytes, files, rows, sha256 } = written;
  await ctx.transaction(async (tx) => {
    await run.lease.check(tx);
    const now = tx.clock.now();
    await savePackage(tx, {
      request_id: request.id,
      state: "ready",
      file_name: fileName,
      bytes,
      files,
      row_count: rows,
      sha256,
      ready_at: isoInstant(now),
      expires_at: isoInstant(addDuration(now, parts.kept.requests.packageLifetime)),
      fetches: 0,
    });
    for (const step of run.steps) {
      if (step.found !== true) continue;
      const own = written.manifest.tables.filter((table) => table.system === step.system);
      const read = own.reduce((sum, table) => sum + table.rows, 0);
      await updateStep(tx, request.id, step.system, {
        state: "verified",
        row_count: read,
        summary: jsonb(describeRead(step.summary, own)),
        sealed_plan: null,
        problem_code: null,
        problem_message: null,
        completed_at: isoInstant(now),
      });
    }
    await recordEvent(tx, request.id, { type: "request.package-ready", data: { sha256, bytes, files, rows } });
  });
  for (const step of run.steps) {
    if (step.found !== true) continue;
    publishStep(ctx, parts, request.id, step.system, "verified");
  }
}
