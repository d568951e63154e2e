/** What `kept lift` and `kept undo` share: a change is given back, looked at, and told. */
import type { ChangeHooks, RevertOutcome } from "@kept/connectors/lifecycle-rights";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import type { Finding } from "@kept/engine/model";
import type { RevertPlan } from "@kept/engine/plan-revert";
import { type ChangeCommand, carryOutChange } from "./change-command.ts";
import { describeReverted, describeRevertPlan } from "./change-report.ts";
import type { ChangeFacts } from "./change-run.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { formatFindings, type Output, paint, tell } from "./print.ts";
import type { ErasePlace } from "./settle-runs.ts";

/** A change of an earlier run, and how it is taken back. */
export interface TakeBack extends Pick<ChangeFacts, "kind" | "subjects"> {
  /** The run that made it. */
  readonly of: string;
  readonly plan: Pick<RevertPlan, "system" | "tables" | "findings">;
  carryOut(hooks: ChangeHooks): Promise<RevertOutcome>;
  /** What is said once it holds. */
  describe(findings: readonly Finding[]): string;
}

/** Shows what would come back; with `--yes` gives it back, writes the receipt and tells what did not come back as it was. */
export async function takeBack(
  { lifecycle }: RowRights,
  { kind, subjects, of, plan, carryOut, describe }: TakeBack,
  place: ErasePlace,
  folder: string,
  options: ChangeCommand,
  output: Output,
): Promise<ExitCode> {
  const blocks = plan.findings.some((finding) => finding.blocks);
  if (!options.yes || blocks) {
    const json = { mode: "dry-run", run: of, tables: plan.tables, findings: plan.findings };
    await tell(describeRevertPlan(plan, options.yes ?? false, output), json, options, output);
    return blocks ? EXIT.blocked : EXIT.done;
  }
  const facts: ChangeFacts = { kind, of, subjects, receipt: {} };
  const done = await carryOutChange(lifecycle, place.dataDir, folder, facts, output, carryOut);
  if (typeof done === "number") return done;
  const findings = done.outcome?.findings ?? plan.findings;
  const tables = done.outcome?.tables ?? plan.tables;
  const back = describeBack(done.outcome);
  const { verified, residue } = back;
  const receipt = await done.run.finish({ newer: findings.map(nameFinding), ...back.facts });
  const verdict = verified
    ? paint(output, ["green", "bold"], describe(findings))
    : `${paint(output, ["red", "bold"], "Given back, but not as it was:")}\n${formatFindings(output, residue)}`;
  const text = `${describeReverted(tables, output)}\n${verdict}\n${formatFindings(output, findings)}Receipt: ${receipt}\n`;
  const json = { mode: "done", run: of, tables, findings: [...residue, ...findings], verified };
  await tell(text, json, options, output);
  return verified ? EXIT.done : EXIT.failed;
}

interface Back {
  readonly verified: boolean;
  readonly residue: readonly Finding[];
  /** For the receipt. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Null: it happened, and what the store said of it was lost on the way; then the receipt does not say that it was verified. */
function describeBack(outcome: Pick<RevertOutcome, "verified" | "residue"> | null): Back {
  if (outcome === null) return { verified: true, residue: [], facts: {} };
  const { verified, residue } = outcome;
  return { verified, residue, facts: { verified, ...(verified ? {} : { residue: residue.map(nameFinding) }) } };
}

/** A finding as a receipt names it. */
function nameFinding({ code, table, column }: Finding) {
  return { code, table, column };
}
