/** Access and portability: one package of every system's rows, whole, or with a named list of what comes later or was left out. */
import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { PlanRefused } from "@kept/connectors/rights-system";
import type { LeftOut } from "@kept/contract/packages";
import { requestKind } from "@kept/contract/request-kinds";
import type { AccessPlan } from "@kept/engine/rights";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { jsonb } from "../platform/db/columns.ts";
import { publishStep } from "../requests/decide-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import { scopeIn } from "../requests/scope-rows.ts";
import { isNobody, type PlannedStep, personQuery, type Run, type RunResult, type SystemsAct } from "./act.ts";
import { describeController } from "./describe-controller.ts";
import { LeaseLost } from "./lease.ts";
import { noteTrouble } from "./note-trouble.ts";
import type { PackageSource } from "./package/package-input.ts";
import { type WrittenPackage, writePackage } from "./package/write-package.ts";
import { findPackage, listSteps, type StepRow, savePackage, updateStep } from "./queries.ts";
import { type ReadPlan, readAllowed } from "./read-allowed.ts";
import { NO_COUNTS } from "./settle-step.ts";
import type { MissingSystem, StepSummary } from "./tables.ts";
import { basesUnder, leftFindings, narrowPlan } from "./take-along.ts";

/** What access may use on the strength of a proposal; the package says so (ENGINE: what may act unreviewed). */
const TOLERATED = ["subject_unconfirmed"];

export const readAct: SystemsAct = {
  through: "systems",
  doneMessage: "package_ready",
  partMessage: "package_part",
  approvesRest: true,
  async plan(rights, person, scope, options, _details, { parts, request }) {
    const found = await rights.find(person);
    if (found.subjects.length === 0 && isNobody(found.findings)) return describeAccess(null, []);
    const blocking = found.findings.filter((finding) => finding.blocks && !TOLERATED.includes(finding.code));
    if (blocking.length > 0) {
      return describeAccess({ system: rights.system, subjects: found.subjects, tables: [], gaps: [] }, blocking);
    }
    const plan = await rights.planAccess(person, scope, options);
    const misnamed = plan.gaps.filter(({ code }) => code === "scope_row_not_theirs");
    if (misnamed.length > 0) return describeAccess({ ...plan, tables: [], gaps: [] }, misnamed);
    if (!requestKind(request.kind).portable) return describeAccess(plan, []);
    const narrowed = narrowPlan(plan, basesUnder(parts.kept, request.regimes));
    const gaps = [...plan.gaps, ...leftFindings(narrowed.left)];
    return describeAccess({ ...narrowed.plan, gaps }, []);
  },
  async carryOut(run): Promise<RunResult> {
    const { present, absent, missing } = await sortSteps(run);
    const waits = absent.length > 0;
    const before = await findPackage(run.ctx, run.request.id);
    if (before?.state === "ready" && JSON.stringify(before.missing) === JSON.stringify(missing)) {
      return { kind: waits ? "waiting" : "done" };
    }
    if (present.length === 0 || absent.some((step) => step.later_reason === null)) return { kind: "waiting" };
    await mkdir(run.parts.packageDir, { recursive: true, mode: 0o700 });
    const fileName = `${randomUUID()}.zip`;
    const path = join(run.parts.packageDir, fileName);
    const reading = { step: present[0] as StepRow };
    try {
      const written = await buildPackage(run, path, present, missing, reading);
      await recordPackage(run, fileName, written, present, missing);
    } catch (error) {
      await rm(path, { force: true });
      if (error instanceof PlanRefused) return { kind: "changed", system: reading.step.system };
      if (error instanceof LeaseLost) throw error;
      await noteTrouble(run, reading.step, error);
      return { kind: "waiting" };
    }
    if (before !== undefined) await rm(join(run.parts.packageDir, before.file_name), { force: true });
    return { kind: waits ? "waiting" : "done" };
  },
};

/**
 * Which systems this package is made of, which of those that were planned cannot be read now, and what it will lack.
 * A system that may come later is asked first: the others do not wait for it to fail in the middle.
 */
async function sortSteps(run: Run): Promise<{
  readonly present: readonly StepRow[];
  readonly absent: readonly StepRow[];
  readonly missing: readonly MissingSystem[];
}> {
  const { ctx, parts, request, person } = run;
  const present: StepRow[] = [];
  const absent: StepRow[] = [];
  const missing: MissingSystem[] = [];
  for (const step of await listSteps(ctx, request.id)) {
    const { system, state, control_reason, later_reason } = step;
    if (state === "skipped") {
      missing.push({ system, code: "system_skipped", reason: control_reason ?? "" });
      continue;
    }
    if (step.found !== true && later_reason === null) continue;
    const isAbsent = step.found !== true || step.control === "paused" || (later_reason !== null && !(await answers()));
    if (!isAbsent) present.push(step);
    else if (step.found === true) absent.push(step);
    if (isAbsent && later_reason !== null) missing.push({ system, code: "system_later", reason: later_reason });

    async function answers(): Promise<boolean> {
      try {
        await (await parts.systems.open(system)).find(personQuery(person, system));
        return true;
      } catch (error) {
        await noteTrouble(run, step, error);
        return false;
      }
    }
  }
  return { present, absent, missing };
}

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

async function buildPackage(
  run: Run,
  path: string,
  steps: readonly StepRow[],
  missing: readonly MissingSystem[],
  reading: { step: StepRow },
): Promise<WrittenPackage> {
  const { ctx, parts, request } = run;
  const language = request.language === "de" ? "de" : "en";
  const sources: PackageSource[] = [];
  const isPortable = requestKind(request.kind).portable;
  const leftOut: LeftOut[] = [];
  for (const step of steps) {
    const scope = scopeIn(ctx.keys, request, step.system);
    const from = { request, person: run.person, step, scope, options: run.options };
    reading.step = step;
    const rights = await parts.systems.open(step.system);
    const read = await readAllowed(ctx, parts, from, (left) => leftOut.push(...left));
    sources.push({
      system: step.system,
      title: parts.systems.title(step.system, language),
      ...(rights.readFile === undefined ? {} : { readFile: rights.readFile }),
      read: (onPlan) =>
        read(async (plan) => {
          reading.step = step;
          await onPlan(plan);
        }),
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
    missing: missing.map((one) => ({ ...one, title: parts.systems.title(one.system, language) })),
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

async function recordPackage(
  run: Run,
  fileName: string,
  written: WrittenPackage,
  steps: readonly StepRow[],
  missing: readonly MissingSystem[],
): Promise<void> {
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
      missing: jsonb(missing),
    });
    // Who was approved stays known while the package is there: what comes later is read for them, and what they look at.
    for (const step of steps) {
      const own = written.manifest.tables.filter((table) => table.system === step.system);
      const read = own.reduce((sum, table) => sum + table.rows, 0);
      await updateStep(tx, request.id, step.system, {
        state: "verified",
        row_count: read,
        summary: jsonb(describeRead(step.summary, own)),
        problem_code: null,
        problem_message: null,
        completed_at: isoInstant(now),
      });
    }
    await recordEvent(tx, request.id, { type: "request.package-ready", data: { sha256, bytes, files, rows } });
  });
  for (const step of steps) publishStep(ctx, parts, request.id, step.system, "verified");
}
