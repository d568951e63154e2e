/** `kept erase`: what an erasure would do; with `--yes`, doing it, verified, with a signed receipt. */
import { PlanRefused, type RightsSystem } from "@kept/connectors/rights-system";
import type { Finding } from "@kept/engine/model";
import type { ErasureOutcome, ErasurePlan, PersonQuery, Scope } from "@kept/engine/rights";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { formatFindings, formatTable, type Output, paint, plural } from "./print.ts";
import { createRun, findOpenRuns, type RunFolder } from "./run-folder.ts";
import { today } from "./today.ts";

export interface EraseCommand {
  readonly yes?: boolean;
  readonly json?: boolean;
}

export interface ErasePlace {
  /** Tells run folders of different databases apart. */
  readonly url: string;
  readonly dataDir: string;
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
  await settleOpenRuns(rights, place, output);
  const plan = await rights.planErasure(person, scope, { today: today() });
  const missing = plan.subjects.length === 0;
  const blocking = plan.findings.filter((finding) => finding.blocks);
  if (missing || blocking.length > 0 || !options.yes) {
    report(describePlan(plan, options, output), describeJson("dry-run", plan.tables, plan.findings, false), options, output);
    if (missing) return plan.findings.some(isMisnamed) ? EXIT.usage : EXIT.notFound;
    return blocking.length > 0 ? EXIT.blocked : EXIT.done;
  }
  const run = await createRun(place.dataDir, place.url);
  const outcome = await carryOut(rights, person, scope, plan, run, output);
  if (outcome === null) return EXIT.blocked;
  const receipt = await run.finish(outcome);
  const findings = [...plan.findings, ...outcome.residue];
  report(describeOutcome(outcome, receipt, output), describeJson("done", outcome.tables, findings, outcome.verified), options, output);
  return outcome.verified ? EXIT.done : EXIT.failed;
}

async function carryOut(
  rights: RightsSystem,
  person: PersonQuery,
  scope: Scope,
  plan: ErasurePlan,
  run: RunFolder,
  output: Output,
): Promise<ErasureOutcome | null> {
  try {
    return await rights.erase(person, scope, { today: today() }, plan, {
      beforeChange: (now) => run.begin(now),
      onProgress: ({ done, total, what }) => {
        if (output.isTerminal) output.err(`\r${done} of ${total} statements ${what}\u001b[K${done === total ? "\n" : ""}`);
      },
    });
  } catch (error) {
    if (!(error instanceof PlanRefused)) throw error;
    await run.abandon();
    output.err(`${error.message}\n${formatFindings(output, error.findings)}`);
    return null;
  }
}

/** A run that was cut off either happened as a whole or not at all; its receipt is written now if it did. */
async function settleOpenRuns(rights: RightsSystem, place: ErasePlace, output: Output): Promise<void> {
  for (const run of await findOpenRuns(place.dataDir, place.url)) {
    const outcome = await rights.settle(run.plan, { today: today() });
    if (outcome === null) {
      await run.abandon();
      output.err("An earlier run was cut off before it changed anything.\n");
    } else output.err(`An earlier run was cut off after it was done. Its receipt: ${await run.finish(outcome)}\n`);
  }
}

function isMisnamed(finding: Finding): boolean {
  return ["table_unknown", "table_not_subject", "key_malformed"].includes(finding.code);
}

type Counted = ErasureOutcome["tables"];

function describeJson(mode: "dry-run" | "done", tables: Counted, findings: readonly Finding[], verified: boolean) {
  const counts = tables.map(({ name, deleted, detached, redacted, retained }) => ({ name, deleted, detached, redacted, retained }));
  return { mode, tables: counts, findings, verified };
}

function report(text: string, json: unknown, options: EraseCommand, output: Output): void {
  output.out(options.json ? `${JSON.stringify(json)}\n` : text);
}

function formatCounts(tables: Counted): string {
  const rows = tables.map((table) => [table.name, table.deleted, table.detached, table.redacted, table.retained] as const);
  return formatTable(["table", "deleted", "detached", "redacted", "retained"], rows);
}

function describePlan(plan: ErasurePlan, options: EraseCommand, output: Output): string {
  const blocking = plan.findings.filter((finding) => finding.blocks).length;
  const parts: string[] = [];
  if (plan.tables.length > 0) {
    parts.push(`${paint(output, "bold", "This is what would happen")} in ${plan.system}; nothing has been changed.\n\n`);
    parts.push(formatCounts(plan.tables), describeReasons(plan));
  }
  for (const repair of plan.repairs) {
    parts.push(`  ${repair.table}.${repair.column}: lets go of deleted rows in ${plural(repair.rows, "row")} of others\n`);
  }
  if (plan.findings.length > 0) parts.push(`\n${paint(output, "bold", "Findings")}\n`, formatFindings(output, plan.findings));
  if (plan.subjects.length === 0) return parts.join("");
  if (blocking > 0) parts.push(`\n${plural(blocking, "finding")} must be answered in the map before anything can be erased.\n`);
  else if (!options.yes) parts.push(paint(output, "dim", "\nAdd --yes to do it.\n"));
  return parts.join("");
}

/** Why rows stay: one line for each table, disposition and reason. */
function describeReasons(plan: ErasurePlan): string {
  const lines = new Map<string, number>();
  for (const table of plan.tables) {
    for (const row of table.rows) {
      if (row.disposition === "deleted") continue;
      const until = row.until === null ? "" : ` (until ${row.until})`;
      const line = `${table.name}, ${row.disposition}: ${row.why}${until}`;
      lines.set(line, (lines.get(line) ?? 0) + 1);
    }
  }
  const text = [...lines].map(([line, count]) => `  ${line} - ${plural(count, "row")}\n`).join("");
  return text === "" ? "" : `\n${text}`;
}

function describeOutcome(outcome: ErasureOutcome, receipt: string, output: Output): string {
  const verdict = outcome.verified
    ? paint(output, ["green", "bold"], "Done and verified: nothing of the person is left but what is retained.")
    : paint(output, ["red", "bold"], "Done, but verification still found something:");
  const residue = outcome.residue.length > 0 ? formatFindings(output, outcome.residue) : "";
  return `${formatCounts(outcome.tables)}\n${verdict}\n${residue}Receipt: ${receipt}\n`;
}
