/** `kept erase`: what an erasure would do; with `--yes`, doing it, verified, with a signed receipt. */
import { mkdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { countFiles } from "@kept/connectors/rights/describe-outcome";
import { PlanRefused, type RightsSystem } from "@kept/connectors/rights-system";
import type { Finding } from "@kept/engine/model";
import type { ErasureOutcome, ErasurePlan, PersonQuery, Scope } from "@kept/engine/rights";
import { changesNothing, describeErasure, describeOutcome, describePlan } from "./erase-report.ts";
import { CommandError, EXIT, type ExitCode } from "./exit-codes.ts";
import { listenForInterruption } from "./interruption.ts";
import { exitCodeOfNaming } from "./naming-findings.ts";
import { formatFindings, type Output, showProgress, tellRetry } from "./print.ts";
import { createRun, type Run, runsFolderOf } from "./run-folder.ts";
import { waitForLock } from "./run-lock.ts";
import { type ErasePlace, settleForDryRun, settleOpenRuns } from "./settle-runs.ts";
import { tellRestricted } from "./standing-restrictions.ts";
import { today } from "./today.ts";
import { openWindow } from "./undo-window.ts";

export interface EraseCommand {
  readonly yes?: boolean;
  readonly json?: boolean;
  /** How long it can be taken back (ISO 8601 duration); by default it cannot. */
  readonly undoWindow?: string;
}

/** Plans, and with `--yes` carries out, an erasure in one system. */
export async function erase(
  rights: RightsSystem,
  person: PersonQuery,
  scope: Scope,
  options: EraseCommand,
  place: ErasePlace,
  output: Output,
): Promise<ExitCode> {
  const folder = runsFolderOf(place.dataDir, place.target);
  const window = options.undoWindow === undefined ? {} : { undo: openWindow(options.undoWindow) };
  const planning = { today: today(), toGiveBack: options.undoWindow !== undefined };
  const planned = async (): Promise<ErasurePlan> => {
    const made = await rights.planErasure(person, scope, planning);
    const found = { subjects: made.subjects, findings: made.findings };
    return { ...made, findings: await tellRestricted(place, person, found) };
  };
  if (!options.yes) {
    await settleForDryRun(rights, place.dataDir, folder, output);
    return await planOnly(await planned(), options, output);
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const waiting = "Another erasure on this database is under way; waiting for it.\n";
  using _lock = await waitForLock(folder, () => output.err(waiting));
  await settleOpenRuns(rights, place.dataDir, folder, output);
  const plan = await planned();
  const stops = plan.subjects.length === 0 || plan.findings.some(({ blocks }) => blocks);
  if (stops || changesNothing(plan)) return await planOnly(plan, options, output);
  const run = createRun(place.dataDir, folder, { person, scope, ...window });
  const done = await carryOut(rights, person, scope, plan, run, output);
  if (typeof done === "number") return done;
  const receipt = await run.finish(done.outcome);
  const findings = [...done.plan.findings, ...done.outcome.residue];
  const { tables, verified, files } = done.outcome;
  const json = describeErasure("done", tables, findings, verified, files);
  const undoable =
    run.seal === undefined ? "" : `It can be undone until its window ends: kept undo ${basename(dirname(receipt))}\n`;
  await report(describeOutcome(done.plan, done.outcome, receipt, output) + undoable, json, options, output);
  return done.outcome.verified ? EXIT.done : EXIT.failed;
}

async function planOnly(plan: ErasurePlan, options: EraseCommand, output: Output): Promise<ExitCode> {
  const json = describeErasure("dry-run", plan.tables, plan.findings, false, countFiles(plan.files ?? []));
  await report(describePlan(plan, options, output), json, options, output);
  if (plan.findings.some(({ blocks }) => blocks)) return exitCodeOfNaming(plan.findings) ?? EXIT.blocked;
  return plan.subjects.length === 0 ? EXIT.notFound : EXIT.done;
}

interface Done {
  readonly plan: ErasurePlan;
  readonly outcome: ErasureOutcome;
}

/** Erases as planned. An exit code: refused, nothing was changed. */
export async function carryOut(
  rights: RightsSystem,
  person: PersonQuery,
  scope: Scope,
  plan: ErasurePlan,
  run: Run,
  output: Output,
): Promise<Done | ExitCode> {
  using interruption = listenForInterruption(output, "Nothing was changed.");
  let begun: ErasurePlan | null = null;
  try {
    const outcome = await rights.erase(person, scope, { today: today() }, plan, {
      beforeChange: async (now) => {
        await run.begin(now);
        begun = now;
      },
      ...(run.seal === undefined ? {} : { seal: run.seal }),
      onProgress: ({ done, total, what }) => {
        interruption.check();
        showProgress(output, done === total ? "" : `${done + 1} of ${total}: ${what}`);
      },
      onRetry: tellRetry(output),
    });
    return { plan: begun ?? plan, outcome };
  } catch (error) {
    showProgress(output, "");
    if (error instanceof PlanRefused) {
      // Refused when the statements had run: they were rolled back.
      if (begun !== null) await run.abandon();
      output.err(`${error.message}\n${formatFindings(output, error.findings)}`);
      return error.code === "person_not_found" ? EXIT.notFound : EXIT.blocked;
    }
    if (begun === null) throw error;
    const outcome = await settleFailed(rights, begun, run, error);
    return { plan: begun, outcome };
  }
}

/** After an error only the database knows whether its transaction was committed: it is asked. */
async function settleFailed(
  rights: RightsSystem,
  plan: ErasurePlan,
  run: Run,
  error: unknown,
): Promise<ErasureOutcome> {
  let outcome: ErasureOutcome | null;
  try {
    outcome = await rights.settle(plan, { today: today() });
  } catch {
    const note = "Whether anything was changed is not known: the next `kept erase` on this database finds out.";
    throw new CommandError(EXIT.failed, `${error instanceof Error ? error.message : String(error)}\n${note}`, {
      cause: error,
    });
  }
  if (outcome !== null) return outcome;
  await run.abandon();
  throw error;
}

async function report(
  text: string,
  json: { readonly findings: readonly Finding[] },
  options: EraseCommand,
  output: Output,
): Promise<void> {
  await output.out(options.json ? `${JSON.stringify(json)}\n` : text);
}
