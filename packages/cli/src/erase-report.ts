/** How an erasure is told: its plan, its outcome, and the stable shape of `--json`. */
import { countFiles } from "@kept/connectors/rights/describe-outcome";
import type { Finding } from "@kept/engine/model";
import type { ErasureOutcome, ErasurePlan, FileCounts } from "@kept/engine/rights";
import { isAsked } from "@kept/engine/settle-findings";
import { saysUnreviewed } from "@kept/engine/unreviewed-tables";
import { listNamingFindings } from "./naming-findings.ts";
import { formatFindings, formatTable, type Output, paint, plural } from "./print.ts";

type Counted = ErasureOutcome["tables"];

/** The stable shape of `--json`. */
export function describeErasure(
  mode: "dry-run" | "done",
  tables: Counted,
  findings: readonly Finding[],
  verified: boolean,
  files: readonly FileCounts[] = [],
) {
  const counts = tables.map(({ name, deleted, detached, redacted, retained }) => ({
    name,
    deleted,
    detached,
    redacted,
    retained,
  }));
  return { mode, tables: counts, ...(files.length === 0 ? {} : { files }), findings, verified };
}

/** Is all that the plan reaches retained, or nothing reached at all? */
export function changesNothing({ tables }: ErasurePlan): boolean {
  return tables.every(({ deleted, detached, redacted }) => deleted + detached + redacted === 0);
}

/** What would happen, and what to do next. */
export function describePlan(plan: ErasurePlan, options: { readonly yes?: boolean }, output: Output): string {
  if (plan.subjects.length === 0) return formatFindings(output, listNamingFindings(plan.findings));
  const blocking = plan.findings.filter((finding) => finding.blocks).length;
  const parts: string[] = [];
  if (!changesNothing(plan)) {
    parts.push(
      `${paint(output, "bold", "This is what would happen")} in ${plan.system}; nothing has been changed.\n\n`,
    );
    const files = describeFiles(countFiles(plan.files ?? []));
    parts.push(formatCounts(plan.tables, output), describeReasons(plan), files, describeRest(plan));
  } else if (blocking === 0) {
    const kept = plan.tables.length > 0 ? ` but what is retained:\n${describeReasons(plan)}` : ".\n";
    parts.push(`Nothing is left to erase${kept}`);
  }
  const told = plan.findings.filter((finding) => isAbout(finding, plan));
  if (told.length > 0) parts.push(`\n${paint(output, "bold", "Findings")}\n`, formatFindings(output, told));
  // A restriction that stands says itself which command comes first.
  const forTheMap = plan.findings.filter(({ blocks, code }) => blocks && code !== "restriction_stands").length;
  if (blocking > 0 && forTheMap === 0) return parts.join("");
  if (blocking > 0)
    parts.push(`\n${plural(blocking, "finding")} must be answered before anything can be erased${howInMap(plan)}.\n`);
  else if (!options.yes && !changesNothing(plan)) parts.push(paint(output, "dim", "\nAdd --yes to do it.\n"));
  return parts.join("");
}

/** How a map answers findings; nothing where it answers none of them, and each says by itself what comes first. */
function howInMap({ findings }: ErasurePlan): string {
  if (!findings.some((one) => one.blocks && (isAsked(one) || saysUnreviewed(one)))) return "";
  return (
    ": add the suggested lines to the map,\n" +
    "be asked what is unclear with `kept discover … --ask --out map.yaml`, or confirm what is proposed in one word with\n" +
    "`kept discover … --accept --out map.yaml`; then give --map map.yaml"
  );
}

/** Questions about tables that this erasure has nothing to do with are for `kept discover`. */
function isAbout(finding: Finding, plan: ErasurePlan): boolean {
  return finding.blocks || plan.tables.some(({ name }) => name === finding.table);
}

/** What was done, whether verification found anything left, and where the receipt is. */
export function describeOutcome(plan: ErasurePlan, outcome: ErasureOutcome, receipt: string, output: Output): string {
  const kept = outcome.retained.length > 0 ? ", but for what is retained" : "";
  const verdict = outcome.verified
    ? paint(output, ["green", "bold"], `Done and verified: nothing of the person is left${kept}.`)
    : paint(output, ["red", "bold"], "Done, but verification still found something:");
  const residue = outcome.residue.length > 0 ? formatFindings(output, outcome.residue) : "";
  const counts =
    formatCounts(outcome.tables, output) +
    describeReasons(plan) +
    describeFiles(outcome.files ?? []) +
    describeRest(plan);
  return `${counts}\n${verdict}\n${residue}Receipt: ${receipt}\n`;
}

function formatCounts(tables: Counted, output: Output): string {
  const rows = tables.map(
    (table) => [table.name, table.deleted, table.detached, table.redacted, table.retained] as const,
  );
  return formatTable(output, ["table", "deleted", "detached", "redacted", "retained"], rows);
}

/** Why rows stay: one line for each table, disposition and reason. */
function describeReasons(plan: ErasurePlan): string {
  const lines = new Map<string, number>();
  for (const table of plan.tables) {
    for (const row of table.rows) {
      if (row.disposition === "deleted") continue;
      const until = row.until === null ? "" : ` (until ${row.until})`;
      const line = `${table.name}, ${row.disposition}${until}: ${row.why}`;
      lines.set(line, (lines.get(line) ?? 0) + 1);
    }
  }
  const text = [...lines].map(([line, count]) => `  ${line} - ${plural(count, "row")}\n`).join("");
  return text === "" ? "" : `\n${text}`;
}

/** Files by store: names could say who it is. */
export function describeFiles(files: readonly FileCounts[]): string {
  const lines = files.map(({ store, deleted, kept, missing }) => {
    const rest = [
      ...(kept > 0 ? [`${kept} kept, since rows that stay name ${kept === 1 ? "it" : "them"}`] : []),
      ...(missing > 0 ? [`${missing} not there`] : []),
    ];
    return `  files of ${store}: ${[`${deleted} deleted`, ...rest].join("; ")}\n`;
  });
  return lines.length === 0 ? "" : `\n${lines.join("")}`;
}

function describeRest(plan: ErasurePlan): string {
  return describeBlanks(plan) + describeRepairs(plan) + describeGhosts(plan);
}

function describeBlanks({ blanks = [] }: ErasurePlan): string {
  return blanks
    .map(({ table, column, value }) => `  ${table}.${column} says ${JSON.stringify(value)} then, as the map has it\n`)
    .join("");
}

function describeRepairs(plan: ErasurePlan): string {
  return plan.repairs
    .map(
      ({ table, column, rows }) => `  ${table}.${column} lets go of deleted rows in ${plural(rows, "row")} of others\n`,
    )
    .join("");
}

function describeGhosts({ ghosts = [] }: ErasurePlan): string {
  return ghosts
    .map(
      ({ table, key }) =>
        `  ${table}:${key.join(",")} is added: an empty row that stands in where rows of others must name somebody\n`,
    )
    .join("");
}
