/** How restrictions, lifts, corrections and undos are told. */
import type { RectificationPlan } from "@kept/engine/plan-rectification";
import type { RestrictedTable, RestrictionPlan } from "@kept/engine/plan-restriction";
import type { RevertPlan } from "@kept/engine/plan-revert";
import { listNamingFindings } from "./naming-findings.ts";
import { formatFindings, formatTable, type Output, paint, plural } from "./print.ts";

/** The head of every dry run. */
function whatWouldHappen(system: string, output: Output): string {
  return `${paint(output, "bold", "This is what would happen")} in ${system}; nothing has been changed.\n\n`;
}

function describeFindings(findings: RestrictionPlan["findings"], what: string, output: Output): string {
  const blocking = findings.filter(({ blocks }) => blocks).length;
  if (findings.length === 0) return "";
  const end = blocking > 0 ? `\n${plural(blocking, "finding")} must be answered before anything can be ${what}.\n` : "";
  return `\n${paint(output, "bold", "Findings")}\n${formatFindings(output, findings)}${end}`;
}

const addYes = (output: Output) => paint(output, "dim", "\nAdd --yes to do it.\n");

/** What a restriction would do. */
export function describeRestrictionPlan(plan: RestrictionPlan, yes: boolean, output: Output): string {
  if (plan.subjects.length === 0) return formatFindings(output, listNamingFindings(plan.findings));
  const blocks = plan.findings.some((finding) => finding.blocks);
  const findings = describeFindings(plan.findings, "restricted", output);
  if (plan.operations.length === 0 && !blocks) return `Nothing is left to restrict.\n${findings}`;
  const body = whatWouldHappen(plan.system, output) + describeRestricted(plan.tables, output);
  return `${body}${findings}${blocks || yes ? "" : addYes(output)}`;
}

/** Rows by what becomes of them, and why. */
export function describeRestricted(tables: readonly RestrictedTable[], output: Output): string {
  const rows = tables.map(({ name, marked, sealed, left }) => [name, marked, sealed, left] as const);
  const reasons = new Map<string, number>();
  for (const { name, rows: all } of tables) {
    for (const { disposition, why } of all) {
      if (disposition === "sealed") continue;
      const line = `${name}, ${disposition}: ${why}`;
      reasons.set(line, (reasons.get(line) ?? 0) + 1);
    }
  }
  const lines = [...reasons].map(([line, count]) => `  ${line} - ${plural(count, "row")}\n`).join("");
  return formatTable(output, ["table", "marked", "sealed", "left"], rows) + (lines === "" ? "" : `\n${lines}`);
}

/** What taking a change back would do. */
export function describeRevertPlan(
  plan: Pick<RevertPlan, "system" | "tables" | "findings">,
  yes: boolean,
  output: Output,
): string {
  const blocks = plan.findings.some((finding) => finding.blocks);
  const body = whatWouldHappen(plan.system, output) + describeReverted(plan.tables, output);
  const findings = describeFindings(plan.findings, "given back", output);
  return `${body}${findings}${blocks || yes ? "" : addYes(output)}`;
}

/** Rows by how they come back. */
export function describeReverted(tables: RevertPlan["tables"], output: Output): string {
  const rows = tables.map(
    ({ name, returned, restored, removed, newer }) => [name, returned, restored, removed, newer] as const,
  );
  return formatTable(output, ["table", "come back", "get values back", "go again", "newer, stay"], rows);
}

/** What a rectification would do; the values are for whoever stands at this terminal. */
export function describeRectificationPlan(plan: RectificationPlan, yes: boolean, output: Output): string {
  if (plan.subjects.length === 0) return formatFindings(output, listNamingFindings(plan.findings));
  const blocks = plan.findings.some((finding) => finding.blocks);
  const findings = describeFindings(plan.findings, "corrected", output);
  if (plan.changes.length === 0)
    return blocks ? findings.trimStart() : `Nothing is to be corrected: it says so already.\n${findings}`;
  const rows = plan.changes.map((change) => [
    `${change.table}.${change.column}`,
    change.rows,
    `${change.before.map((value) => JSON.stringify(value)).join(", ") || "nothing"} -> ${JSON.stringify(change.value)}`,
    change.why,
  ]);
  const table = formatTable(output, ["column", "rows", "value", "why"], rows);
  return `${whatWouldHappen(plan.system, output)}${table}${findings}${blocks || yes ? "" : addYes(output)}`;
}
