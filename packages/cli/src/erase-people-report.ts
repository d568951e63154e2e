/** How an erasure of many people is told: all in all, and of each by their line in the file. */
import { countFiles } from "@kept/connectors/rights/describe-outcome";
import type { BatchErasure, BatchOutcome } from "@kept/connectors/rights-system";
import type { DispositionCounts, ErasureOutcome, PersonQuery } from "@kept/engine/rights";
import { describeErasure, describeFiles } from "./erase-report.ts";
import { listNamingFindings } from "./naming-findings.ts";
import type { ListedPerson } from "./people-file.ts";
import { formatFindings, formatTable, type Output, paint, plural } from "./print.ts";

/** A person of the file, as the engine asks for them. */
export interface Listed extends ListedPerson {
  readonly query: PersonQuery;
}

type Tables = ErasureOutcome["tables"];

/** The stable shape of `--json`. */
export function toJson(
  mode: "dry-run" | "done",
  listed: readonly Listed[],
  plan: BatchErasure,
  outcome: BatchOutcome | null,
  skipped: readonly number[],
) {
  const people = listed.map(({ line }, at) => {
    const one = plan.people[at];
    const {
      mode: _mode,
      findings: _findings,
      ...told
    } = describeErasure(
      mode,
      outcome?.people[at]?.tables ?? one?.plan?.tables ?? [],
      [],
      outcome?.people[at]?.verified ?? false,
      outcome?.people[at]?.files ?? countFiles(one?.plan?.files ?? []),
    );
    const sameAs = one === undefined || one.sameAs === null ? null : (listed[one.sameAs]?.line ?? null);
    return { line, sameAs, findings: listNamingFindings(one?.found.findings ?? []), ...told };
  });
  const findings = [...plan.whole.findings, ...(outcome?.whole.residue ?? [])];
  const whole = describeErasure(
    mode,
    outcome?.whole.tables ?? plan.whole.tables,
    findings,
    outcome?.whole.verified ?? false,
    outcome?.whole.files ?? countFiles(plan.whole.files ?? []),
  );
  return { ...whole, people, skipped };
}

/** What would happen, who is not clear, and what to do next. */
export function describePeoplePlan(
  listed: readonly Listed[],
  plan: BatchErasure,
  options: { readonly yes?: boolean; readonly skipUnclear?: boolean },
  output: Output,
): string {
  const unclear = listed.flatMap(({ line }, at) => {
    const found = plan.people[at]?.found;
    const [finding] = listNamingFindings(found?.findings ?? []);
    if (finding === undefined)
      return found === undefined || found.subjects.length === 0 ? [`  line ${line}: nobody is known by that\n`] : [];
    // Who is restricted is clear, and what comes first as well.
    const what = finding.code === "restriction_stands" ? `${finding.message} ${finding.suggestion}` : finding.message;
    return [`  line ${line}: ${what}\n`];
  });
  const clear = plan.people.filter((one) => one.plan !== null).length;
  const parts: string[] = [];
  if (clear > 0) {
    parts.push(
      `${paint(output, "bold", `This is what would happen to ${plural(clear, "person", "people")}`)} in ${plan.whole.system}; nothing has been changed.\n\n`,
      formatCounts(plan.whole.tables, output),
      describeFiles(countFiles(plan.whole.files ?? [])),
      `\n${formatPeople(listed, plan, null, output)}`,
    );
  }
  if (unclear.length > 0) {
    parts.push(`\n${paint(output, "bold", "Not clear who is meant")}\n${unclear.join("")}`);
  }
  const told = plan.whole.findings.filter(({ blocks }) => blocks);
  if (told.length > 0) {
    parts.push(`\n${paint(output, "bold", "Findings")}\n${formatFindings(output, told)}`);
    parts.push(`\n${plural(told.length, "finding")} must be answered before anything can be erased.\n`);
  } else if (unclear.length > 0 && !options.skipUnclear) {
    parts.push(
      "\nNobody is erased while somebody is not clear: correct these lines, or go on without them (--skip-unclear).\n",
    );
  } else if (!options.yes && clear > 0) parts.push(paint(output, "dim", "\nAdd --yes to do it.\n"));
  return parts.join("");
}

/** What was done, whether verification found anything left, and where the receipts are. */
export function describePeopleDone(
  listed: readonly Listed[],
  plan: BatchErasure,
  skipped: readonly number[],
  { whole, people }: BatchOutcome,
  folder: string,
  isPart: boolean,
  output: Output,
): string {
  const count = people.filter((one) => one !== null).length;
  const kept = whole.retained.length > 0 ? ", but for what is retained" : "";
  const verdict = whole.verified
    ? paint(
        output,
        ["green", "bold"],
        `Done and verified: nothing of ${isPart ? "what was asked for of " : ""}${plural(count, "person", "people")} is left${kept}.`,
      )
    : paint(output, ["red", "bold"], "Done, but verification still found something:");
  const left = whole.residue.length > 0 ? formatFindings(output, whole.residue) : "";
  const without =
    skipped.length > 0 ? `Not erased, because it is not clear who is meant: lines ${skipped.join(", ")}\n` : "";
  const counts = formatCounts(whole.tables, output) + describeFiles(whole.files ?? []);
  const told = `${counts}\n${formatPeople(listed, plan, people, output)}`;
  return `${told}\n${verdict}\n${left}${without}Receipts, one for each person: ${folder}\n`;
}

function formatCounts(tables: Tables, output: Output): string {
  const rows = tables.map((table) => [table.name, ...countsOf([table])] as const);
  return formatTable(output, ["table", "deleted", "detached", "redacted", "retained"], rows);
}

function formatPeople(
  listed: readonly Listed[],
  plan: BatchErasure,
  outcomes: BatchOutcome["people"] | null,
  output: Output,
): string {
  const rows = listed.flatMap(({ line }, at): readonly (readonly (string | number)[])[] => {
    const tables = outcomes === null ? plan.people[at]?.plan?.tables : outcomes[at]?.tables;
    return tables === undefined ? [] : [[String(line), ...countsOf(tables)]];
  });
  const twice = listed.flatMap(({ line }, at) => {
    const sameAs = plan.people[at]?.sameAs ?? null;
    return sameAs === null ? [] : [`  line ${line} is the same person as line ${listed[sameAs]?.line ?? 0}\n`];
  });
  return `${formatTable(output, ["line", "deleted", "detached", "redacted", "retained"], rows)}${twice.join("")}`;
}

function countsOf(tables: readonly DispositionCounts[]): readonly [number, number, number, number] {
  const sum = (disposition: keyof DispositionCounts) => tables.reduce((total, table) => total + table[disposition], 0);
  return [sum("deleted"), sum("detached"), sum("redacted"), sum("retained")];
}
